/** Attacks by what is typed, named or uploaded; one test each (docs/security.md names them). */
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { readXlsx } from 'hucre/xlsx'
import { Docx } from 'easy-template-x'
import ts from 'typescript'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordStation } from '../../src/features/orgs/contract.ts'
import { buildAnnualReport } from '../../src/features/reports/narrative.ts'
import { exampleInput } from '../../src/features/reports/template-example.ts'
import { writeDocx } from '../../src/features/reports/write-docx.ts'
import { writeXlsx } from '../../src/features/reports/write-xlsx.ts'
import { openZip } from '../../src/platform/workbook-zip.ts'
import { SESSION_COOKIE } from '../../src/platform/session.ts'
import { newId } from '../../src/platform/new-id.ts'
import { bookOf, registerSheet, idNumber, upload } from '../workbooks.ts'
import { newWorld, type Caller, type World } from '../world.ts'
import { zipOf } from '../zip.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const MB = 1_048_576

let world: World
let director: Caller
let manager: Caller
beforeAll(async () => {
  world = await newWorld()
  director = await world.account('director')
  manager = await world.account('administrator')
})

const partOf = (file: Buffer, name: string): string =>
  openZip(file, 100 * MB)
    .part(name)!
    .toString()

/** Names as an attacker, or a careless paste, would write them. */
const NAMES = ['=1+1', '+1+1', '-1+1', '@SUM(A1)', '\t=2+2', '\r=3+3', '=HYPERLINK("https://elsewhere.example")', '<script>alert(1)</script>', '甲\u0001\u000b乙', ']]>&amp;"\''] // prettier-ignore

describe('names', () => {
  beforeAll(async () => {
    for (const [n, name] of NAMES.entries()) {
      const answer = await manager.call(recordStation, { station_id: newId(), code: `N${n}`, name, town: '三灶镇' })
      expect(answer.status, name).toBe(200)
    }
  })

  it('of any beginning are text in an exported workbook, never a formula', async () => {
    const url = `/api/export?endpoint=listStations&columns=code,name&titles=${encodeURIComponent('=1+1,\u0001@x')}&sheet=${encodeURIComponent('=x\u0001')}`
    const answer = await world.server.app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${director.cookie}` } })
    expect(answer.statusCode).toBe(200)
    const sheet = partOf(answer.rawPayload, 'xl/worksheets/sheet1.xml')
    expect(sheet).not.toMatch(/<f[ >]/)
    // oxlint-disable-next-line no-control-regex
    for (const part of ['xl/worksheets/sheet1.xml', 'xl/workbook.xml', 'docProps/core.xml']) expect(partOf(answer.rawPayload, part)).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f]/) // prettier-ignore
    const texts = (await readXlsx(answer.rawPayload)).sheets[0]!.rows.flat()
    for (const name of NAMES) expect(texts).toContain(name.trim().replaceAll(/[\u0001\u000b]/g, '')) // oxlint-disable-line no-control-regex
  })

  it('reach Word and Excel reports as text that XML can hold', async () => {
    const input = { ...exampleInput(), organisation: NAMES.join('') }
    const report = await writeDocx(buildAnnualReport(input))
    const xml = await (await Docx.load(report)).rawZipFile.getFile('word/document.xml').getContentText()
    expect(xml).toContain('&lt;script&gt;')
    expect(xml).not.toContain('<script>')
    // oxlint-disable-next-line no-control-regex
    const forbidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f]/
    expect(xml).not.toMatch(forbidden)
    const book = await writeXlsx(input)
    for (const part of ['xl/worksheets/sheet1.xml', 'docProps/core.xml']) expect(partOf(book, part)).not.toMatch(forbidden)
  })

  it('break no head of an answer (CRLF in names of files)', async () => {
    const sheet = encodeURIComponent('a\r\nset-cookie: x=1"; filename="b.exe')
    const url = `/api/export?endpoint=listStations&sheet=${sheet}`
    const { headers } = await world.server.app.inject({ url, headers: { cookie: `${SESSION_COOKIE}=${director.cookie}` } })
    expect(headers['set-cookie']).toBeUndefined()
    expect(headers['content-disposition']).toMatch(/^attachment; filename="list\.xlsx"; filename\*=UTF-8''[\w%.!~*'()-]+$/)
    expect(headers).toMatchObject({ 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
  })

  it('no page puts text into itself as markup', () => {
    const markup = /dangerouslySetInnerHTML|\.innerHTML\s*=|insertAdjacentHTML|document\.write|\beval\(|new Function\(/
    expect(sourcesOf(path.join(root, 'src')).filter((file) => markup.test(fs.readFileSync(file, 'utf8')))).toEqual([])
  })
})

const sourcesOf = (folder: string): string[] =>
  fs.readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file))
    .map((file) => path.join(folder, file)) // prettier-ignore

describe('uploads', () => {
  const filesBelow = (folder: string) => fs.readdirSync(folder).toSorted().join()

  it('with a name that leads elsewhere (path traversal) keep its last part, and nothing is written to the disk', async () => {
    const before = [filesBelow(os.tmpdir()).includes('hengai-evil'), filesBelow(root)]
    const bytes = await bookOf(registerSheet([['1', '陈桂英', idNumber(1)]]))
    const { status, body } = await upload(world, director, [
      { name: '../../../../tmp/hengai-evil.xlsx', bytes },
      { name: '..\\..\\hengai-evil-too.xlsx', bytes: Buffer.concat([bytes]) },
    ])
    expect(status).toBe(200)
    expect(body.files.map(({ file }) => file)).toEqual(['hengai-evil.xlsx', 'hengai-evil-too.xlsx'])
    expect([filesBelow(os.tmpdir()).includes('hengai-evil'), filesBelow(root)]).toEqual(before)
  })

  it.each([
    ['whose entries lead out of the archive', () => zipOf({ '../../../tmp/hengai-evil': 'x', '/etc/passwd': 'x' })],
    ['with links among its entries', () => zipOf({ 'xl/workbook.xml': '/etc/passwd' }, { mode: 0o120777 })],
    [
      'that says it is smaller than it unpacks (a bomb)',
      () => zipOf({ 'xl/worksheets/sheet1.xml': ' '.repeat(30 * MB) }, { bytes: 10 }),
    ],
    ['that says it unpacks to 4 GB', () => zipOf({ 'xl/worksheets/sheet1.xml': 'x' }, { bytes: 0xfffffffe })],
    ['cut in the middle', () => zipOf({ 'xl/workbook.xml': 'x'.repeat(5_000) }).subarray(0, 60)],
  ] as const)('a workbook %s is refused in words, and the server goes on', async (_, make) => {
    const before = process.memoryUsage().rss
    const { status, body } = await upload(world, director, [{ name: 'a.xlsx', bytes: make() }])
    expect(status).toBe(200)
    expect(body.upload_id).toBeNull()
    expect(body.problems).toHaveLength(1)
    expect(body.problems[0]!.message).toMatch(/\p{Script=Han}/u)
    expect(process.memoryUsage().rss - before).toBeLessThan(400 * MB)
    expect(fs.existsSync('/tmp/hengai-evil')).toBe(false)
  })

  it.each(['a\u0000.xlsx', '<script>.xlsx', '.', '..', '/', 'x'.repeat(5_000), '甲.exe', ' ', 'con.xlsx'])(
    'named %j are taken or refused, never a fault',
    async (name) => {
      const answer = await upload(world, director, [{ name, bytes: Buffer.from(createHash('sha256').update(name).digest()) }])
      expect(answer.status).toBeLessThan(500)
    },
  )
})

it('a line of the log stays one line, without commands to the terminal (log injection)', async () => {
  const child = spawn(process.execPath, ['--import', 'tsx', path.join(root, 'test/attacks/logged.ts')], { cwd: root })
  let out = ''
  child.stdout.on('data', (text: Buffer) => (out += text.toString()))
  await new Promise((resolve) => child.on('exit', resolve))
  const lines = out.trim().split('\n')
  expect(lines.filter((line) => line.includes('incoming request'))).toHaveLength(3)
  for (const line of lines) expect(() => JSON.parse(line) as unknown, line).not.toThrow()
  // oxlint-disable-next-line no-control-regex
  expect(out).not.toMatch(/[\u0000-\u0008\u000b-\u001f\u007f]/)
  expect(out).not.toMatch(/a-secret-cookie|13800000001/)
})

/** Every expression of the product, from its syntax. */
const expressions = (): { at: string; expression: RegExp }[] =>
  sourcesOf(path.join(root, 'src')).flatMap((file) => {
    const source = ts.createSourceFile(file, fs.readFileSync(file, 'utf8'), ts.ScriptTarget.Latest)
    const found: { at: string; expression: RegExp }[] = []
    const visit = (node: ts.Node) => {
      if (ts.isRegularExpressionLiteral(node)) {
        const end = node.text.lastIndexOf('/')
        const flags = node.text.slice(end + 1).replace('g', '')
        found.push({ at: `${path.relative(root, file)} ${node.text}`, expression: new RegExp(node.text.slice(1, end), flags) })
      }
      ts.forEachChild(node, visit)
    }
    visit(source)
    return found
  })

it('no expression is slow on long texts made for it (ReDoS)', () => {
  const LONG = 20_000
  const seeds = ['a', '0', ' ', '\n', '-', '_', '年', '一', '.', ',', '"', '/', '(', '<', '{', '=', 'a0', ' a', '1-', '1,', 'a.', '年1', '（', '\t ', '&', ':', '1年', '01:', '${', 'xx '] // prettier-ignore
  const texts = seeds.flatMap((seed) => {
    const long = seed.repeat(LONG / seed.length)
    return [`${long}!`, `1${long}\u0000`, `(${long}`]
  })
  const all = expressions()
  expect(all.length).toBeGreaterThan(100)
  const slow = all.flatMap(({ at, expression }) => {
    const once = (text: string) => {
      const before = performance.now()
      expression.test(text)
      return performance.now() - before
    }
    // A busy machine may be slow once; an expression that is slow by itself is so three times.
    const slowest = texts.find((text) => once(text) > 100 && once(text) > 100 && once(text) > 100)
    return slowest === undefined ? [] : [`${at}: ${JSON.stringify(slowest.slice(0, 8))}`]
  })
  expect(slow).toEqual([])
})
