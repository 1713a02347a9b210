/** Requests for what is mounted by hand and has no contract of its own: uploads, the watch of a run, files, export, metrics, news. */
import type { InjectOptions } from 'fastify'
import { newId } from '../../src/platform/new-id.ts'
import { bookOf, mealSheet, registerSheet, idNumber } from '../workbooks.ts'
import { zipOf } from '../zip.ts'
import type { Chance } from './random.ts'

/** What there is to be asked for, besides what is not there. */
export interface Known {
  readonly run_id: string
  readonly watch_key: string
  readonly backup_id: string
  readonly metrics: readonly string[]
  readonly lists: readonly string[]
}

export interface Made {
  readonly name: string
  readonly request: InjectOptions
  /** A stream that does not end: it is closed as soon as it has begun. */
  readonly streams?: boolean
}

/** The names of what is asked here. */
export const MOUNTED = ['uploads', 'watch', 'files', 'export', 'metrics', 'events']

const NAMES = [
  '台账.xlsx',
  '台账.csv',
  '台账.xls',
  '',
  '../../../etc/passwd',
  'C:\\Users\\x\\台账.xlsx',
  '/dev/null',
  '.',
  '..',
  'con.xlsx',
  'a;b=c.xlsx',
  "a'b.csv",
  'a\u0000b.xlsx',
  '\u202exslx.台账',
  '%00.csv',
  `${'名'.repeat(2_000)}.xlsx`,
  '__proto__',
  '=cmd|calc!A1.csv',
  'a\u001b[31m.csv',
]

const noise = (bytes: number, chance: Chance): Buffer => Buffer.from(Array.from({ length: bytes }, () => chance.next() * 256))

const CSV = [
  '',
  '\n\n\n',
  '"',
  '姓名,身份证号\n"陈桂英',
  `姓名\n${'x'.repeat(500_000)}`,
  `${','.repeat(50_000)}\n`,
  '会员编号,姓名,身份证号,建档日期,状态\nKY0001,=1+1,x,2022-02-30,在册\nKY0001,\u0000,,,\n',
  '用餐日期,站点,会员编号,姓名,餐次,餐费,补贴,自付\n2022-01-05,S1,KY1,陈,午餐,1e309,-1,NaN\n',
  '姓名\r姓名\r\n姓名',
  '\ufeff\ufeff姓名\t身份证号\n陈桂英\t1',
]

let good: Buffer | undefined
const goodBook = async (): Promise<Buffer> =>
  (good ??= await bookOf(
    registerSheet([['KY9001', '陈桂英', idNumber(1)]]),
    mealSheet([['2022-03-01', 'KY9001', '陈桂英']], '测试1站'),
  ))

/** A workbook as it is, cut, with bytes changed, or a zip that only looks like one. */
const bytesBy = async (chance: Chance): Promise<Buffer> => {
  const book = Buffer.from(await goodBook())
  const kind = chance.pick(['good', 'cut', 'changed', 'changed', 'zip', 'csv', 'csv', 'noise', 'gb', 'empty', 'ole'] as const)
  if (kind === 'good') return Buffer.concat([book, noise(chance.pick([0, 3]), chance)])
  if (kind === 'cut') return book.subarray(0, Math.floor(chance.next() * book.length))
  if (kind === 'changed') {
    for (let n = 0; n < chance.pick([1, 20, 400]); n++) book[Math.floor(chance.next() * book.length)] = chance.next() * 256
    return book
  }
  if (kind === 'zip') {
    const part = () =>
      chance.pick(['', '<', '<workbook/>', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', '\u0000', '['.repeat(9_999)])
    return zipOf({ '[Content_Types].xml': part(), 'xl/workbook.xml': part(), 'xl/worksheets/sheet1.xml': part(), '../x': part() })
  }
  if (kind === 'csv') return Buffer.from(chance.pick(CSV))
  if (kind === 'ole') return Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), noise(600, chance)])
  return kind === 'empty' ? Buffer.alloc(0) : noise(kind === 'gb' ? 40 : 3_000, chance)
}

const partHead = (chance: Chance): string => {
  const name = chance.pick(NAMES).replaceAll(/[\r\n"]/g, '')
  return chance.pick([
    `content-disposition: form-data; name="file"; filename="${name}"`,
    `content-disposition: form-data; name="file"; filename="${name}"`,
    `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream`,
    `content-disposition: form-data; name="file"; filename*=UTF-8''${encodeURIComponent(name)}`,
    `content-disposition: form-data; filename="${name}"`,
    'content-disposition: form-data; name="file"',
    'content-disposition: form-data; name="__proto__"',
    `content-disposition: form-data; name="${'n'.repeat(20_000)}"; filename="a.csv"`,
    'content-type: text/csv',
    'content-disposition: attachment',
    `content-disposition: form-data; name="file"; filename="${name}"\r\ncontent-transfer-encoding: base64`,
    'nothing',
  ])
}

const upload = async (chance: Chance): Promise<Made> => {
  const parts: Buffer[] = []
  for (let n = chance.pick([0, 1, 1, 1, 2, 3, 60]); n > 0; n--) {
    const bytes = parts.length > 30 ? Buffer.from('a\n1') : await bytesBy(chance)
    parts.push(Buffer.from(`--b\r\n${partHead(chance)}\r\n\r\n`), bytes, Buffer.from('\r\n'))
  }
  parts.push(Buffer.from(chance.pick(['--b--\r\n', '--b--\r\n', '--b--\r\n', '', '--b', '--c--\r\n'])))
  const type = chance.pick([
    ...Array.from({ length: 12 }, () => 'multipart/form-data; boundary=b'),
    'multipart/form-data',
    'multipart/form-data; boundary=',
    `multipart/form-data; boundary=${'b'.repeat(3_000)}`,
    'multipart/mixed; boundary=b',
    'application/json',
    'application/octet-stream',
    '',
  ])
  const headers = type ? { 'content-type': type } : {}
  return { name: 'uploads', request: { method: 'POST', url: '/api/imports/uploads', headers, payload: Buffer.concat(parts) } }
}

const odd = (chance: Chance): string =>
  chance.pick([
    'x',
    '',
    '%',
    '%00',
    '..%2f..%2fkey',
    '%ff',
    '%E0%A4%A',
    "'%20or%201=1",
    '__proto__',
    '1e9',
    '-1',
    'a'.repeat(5_000),
    '%0d%0ax:1',
  ])

const idOr = (known: string, chance: Chance): string => chance.pick([known, known, newId(), known.toUpperCase(), odd(chance)])

const watch = ({ run_id, watch_key }: Known, chance: Chance): Made => {
  const key = chance.pick([watch_key, watch_key, watch_key.slice(0, 40), `${newId()}.x`, '', 'x'.repeat(9_000), '{}', '\u00e9'])
  const url = `/api/imports/runs/${idOr(run_id, chance)}/watch`
  return {
    name: 'watch',
    request: { method: chance.pick(['GET', 'DELETE']), url, headers: key === '' ? {} : { 'x-watch-key': key } },
  }
}

const period = (chance: Chance): string =>
  chance.pick([
    'from=2022-01-01&to=2022-12-31',
    'from=2022-12-31&to=2022-01-01',
    'from=2022-02-30&to=x',
    'from=2022-01-01&from=1',
    '',
    `from=${odd(chance)}`,
  ])

const files = (known: Known, chance: Chance): Made => {
  const year = chance.pick(['2022', '2022', '2021', '1949', '2201', '2022.5', '٢٠٢٢', '0x7e6', odd(chance)])
  const url = chance.pick([
    `/api/reports/annual/${encodeURI(year)}/report.${chance.pick(['docx', 'xlsx', 'xlsx', 'pdf'])}`,
    `/api/figures/${chance.pick([...known.metrics, odd(chance)])}/rows.xlsx?${period(chance)}`,
    `/api/imports/runs/${idOr(known.run_id, chance)}/rejected.xlsx`,
    `/api/backups/${idOr(known.backup_id, chance)}/file`,
  ])
  return { name: 'files', request: { method: 'GET', url } }
}

const exported = ({ lists }: Known, chance: Chance): Made => {
  const endpoint = chance.pick([...lists, 'signIn', 'constructor', odd(chance)])
  const words = chance.pick([
    '',
    '&words={}',
    '&words={"a":',
    '&words=[1]&words=2',
    `&words=${encodeURIComponent('{"__proto__":{"polluted":1}}')}`,
  ])
  const columns = chance.pick([
    'name',
    'name,code',
    '',
    ',',
    '__proto__,constructor',
    Array(300).fill('a').join(','),
    odd(chance),
  ])
  const sheet = chance.pick([
    '',
    '&sheet=a',
    '&sheet=/:*?[]',
    `&sheet=${encodeURIComponent('名'.repeat(200))}`,
    '&sheet=a&sheet=b',
    `&sheet=${odd(chance)}`,
  ])
  return {
    name: 'export',
    request: { method: 'GET', url: `/api/export?endpoint=${endpoint}&columns=${columns}&titles=${columns}${words}${sheet}` },
  }
}

const metrics = (chance: Chance): Made => ({
  name: 'metrics',
  request: {
    method: chance.pick(['GET', 'GET', 'POST']),
    url: `/metrics${chance.pick(['', '?a=1', '/', '/..%2f', `?${odd(chance)}`])}`,
    headers: chance.pick<Record<string, string>>([
      {},
      { authorization: 'Bearer x' },
      { 'x-forwarded-for': '1' },
      { host: 'x' },
      { host: '127.0.0.1' },
    ]),
  },
})

const news = (chance: Chance): Made => ({
  name: 'events',
  streams: true,
  request: {
    method: 'GET',
    url: `/api/events${chance.pick(['', '?a=1', `?${odd(chance)}`])}`,
    headers: chance.pick<Record<string, string>>([{}, { 'last-event-id': 'x'.repeat(2_000) }, { accept: 'image/png' }]),
  },
})

/** One request for something mounted by hand: every third is an upload. */
export const mountedRequest = async (known: Known, chance: Chance): Promise<Made> => {
  const kind = chance.pick(['upload', 'upload', 'upload', 'watch', 'files', 'files', 'export', 'metrics', 'news'] as const)
  if (kind === 'upload') return upload(chance)
  if (kind === 'watch') return watch(known, chance)
  if (kind === 'files') return files(known, chance)
  if (kind === 'export') return exported(known, chance)
  return kind === 'metrics' ? metrics(chance) : news(chance)
}
