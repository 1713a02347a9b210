import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { zipOf } from '../../test/zip.ts'
import { openWorkbook } from './workbook.ts'
import type { OpenSheet } from './workbook.ts'

const example = new URL('../../examples/year-2022/', import.meta.url)

const textsOf = (sheet: OpenSheet | undefined) => [...(sheet?.rows() ?? [])].map((row) => row.cells.map((cell) => cell?.text))

const relation = (type: string, target: string) =>
  `<Relationships xmlns="x"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/${type}" Target="${target}"/></Relationships>`

const xlsxOf = (sheet: string, more: Record<string, string> = {}, lie: { bytes?: number; flags?: number } = {}): Buffer =>
  zipOf(
    {
      '[Content_Types].xml': '<Types/>',
      '_rels/.rels': relation('officeDocument', 'xl/workbook.xml'),
      'xl/workbook.xml':
        '<workbook xmlns:r="r"><workbookPr/><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
      'xl/_rels/workbook.xml.rels': relation('worksheet', 'worksheets/sheet1.xml'),
      ...more,
      'xl/worksheets/sheet1.xml': sheet,
    },
    lie,
  )

const worksheet = (rows: string, tail = '') => `<worksheet><sheetData>${rows}</sheetData>${tail}</worksheet>`

const refuses = (file: Uint8Array | string, name: string, code: string, limits = {}) =>
  expect(openWorkbook(file, name, { limits })).rejects.toMatchObject({ code, details: { file: name } })

describe('cells', () => {
  test('numbers, texts, dates, formulas and hidden sheets come as Excel stored them', async () => {
    const file = await writeXlsx({
      sheets: [
        {
          name: '一',
          rows: [['姓名', '日期', '数'], ['陈桂英', new Date(Date.UTC(2022, 2, 5)), 12.5], [], ['0012', null, true]],
        },
        { name: '旧', hidden: true, rows: [['x']] },
      ],
    })
    const { sheets, sha256 } = await openWorkbook(file, 'a.xlsx')
    expect(sheets.map(({ name, hidden }) => [name, hidden])).toEqual([
      ['一', false],
      ['旧', true],
    ])
    const rows = [...sheets[0]!.rows()]
    expect(rows.map((row) => row.row_number)).toEqual([1, 2, 4])
    expect(rows[1]!.cells).toEqual([
      { text: '陈桂英' },
      { text: '2022-03-05', number: 44625, is_date: true },
      { text: '12.5', number: 12.5 },
    ])
    expect(rows[2]!.cells).toEqual([{ text: '0012' }, undefined, { text: 'TRUE' }])
    expect(sha256).toMatch(/^[0-9a-f]{64}$/)
  })

  test('inline and rich strings, cached formula results, prefixes, missing references and merges are read', async () => {
    const sheet = `<x:worksheet xmlns:x="m"><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:r><x:t>陈</x:t></x:r><x:r><x:t xml:space="preserve"> 桂&amp;英</x:t></x:r><x:rPh><x:t>chen</x:t></x:rPh></x:is></x:c><x:c><x:f>1+1</x:f><x:v>2</x:v></x:c></x:row><x:row r="5"/><x:row r="7"><x:c r="C7" t="str"><x:f>A1</x:f><x:v>甲_x000D_乙</x:v></x:c><x:c r="D7" s="9"/></x:row></x:sheetData><x:mergeCells count="1"><x:mergeCell ref="A7:B9"/></x:mergeCells></x:worksheet>`
    const { sheets } = await openWorkbook(xlsxOf(sheet), 'a.xlsx')
    expect([...sheets[0]!.rows()]).toEqual([
      { row_number: 1, cells: [{ text: '陈 桂&英' }, { text: '2', number: 2 }] },
      { row_number: 7, cells: [undefined, undefined, { text: '甲\r乙' }] },
    ])
    expect(sheets[0]!.merges).toEqual([{ top: 7, bottom: 9, left: 0, right: 1 }])
  })

  test('date formats in Chinese, times, percentages and the 1904 calendar are told from plain numbers', async () => {
    const styles = `<styleSheet><numFmts><numFmt numFmtId="164" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/><numFmt numFmtId="165" formatCode="0.00_);[Red]\\(0.00\\)"/><numFmt numFmtId="166" formatCode="[h]:mm"/></numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/><xf numFmtId="166"/><xf numFmtId="9"/><xf numFmtId="31"/></cellXfs></styleSheet>`
    const rels = `<Relationships><Relationship Id="rId1" Type="a/worksheet" Target="/xl/worksheets/sheet1.xml"/><Relationship Id="rId2" Type="a/styles" Target="styles.xml"/></Relationships>`
    const rows = `<row r="1">${['44600', '44600', '44600', '0.5', '0.9', '44600.25'].map((v, s) => `<c s="${s}"><v>${v}</v></c>`).join('')}</row>`
    const open = (workbook?: string) =>
      openWorkbook(
        xlsxOf(worksheet(rows), {
          'xl/styles.xml': styles,
          'xl/_rels/workbook.xml.rels': rels,
          ...(workbook ? { 'xl/workbook.xml': workbook } : {}),
        }),
        'a.xlsx',
      )
    expect(textsOf((await open()).sheets[0])).toEqual([['44600', '2022-02-08', '44600', '12:00', '90%', '2022-02-08 06:00']])
    const mac = await open(
      '<workbook xmlns:r="r"><workbookPr date1904="1"/><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>',
    )
    expect(textsOf(mac.sheets[0])[0]).toEqual(['44600', '2026-02-09', '44600', expect.any(String), '90%', '2026-02-09 06:00'])
  })
})

describe('a file that is no good is refused by name, and the next one is read', () => {
  const good = readFileSync(new URL('01-机构与员工.xlsx', example))
  const ole = (stream: string) =>
    Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(512), Buffer.from(stream, 'utf16le'), Buffer.alloc(512)])

  test.each([
    ['an empty file', Buffer.alloc(0), 'a.xlsx', 'file_empty'],
    ['a CSV of blanks', Buffer.from('\ufeff \r\n'), 'a.csv', 'file_empty'],
    ['a picture', Buffer.from('89504e470d0a1a0a0000000d49484452', 'hex'), 'a.xlsx', 'file_not_workbook'],
    ['a picture called CSV', Buffer.from('89504e470d0a1a0a0000000d4948445200000001', 'hex'), 'a.csv', 'file_not_workbook'],
    ['a web page called .xls', Buffer.from('<html><table><tr><td>1</td></tr></table></html>'), 'a.xls', 'file_not_workbook'],
    [
      'a Word file',
      zipOf({
        '[Content_Types].xml': '',
        '_rels/.rels': relation('officeDocument', 'word/document.xml'),
        'word/document.xml': '<w:document/>',
      }),
      'a.docx',
      'file_not_workbook',
    ],
    ['any zip', zipOf({ 'a.txt': 'a' }), 'a.zip', 'file_not_workbook'],
    ['an old .xls', ole('Workbook'), 'a.xls', 'file_old_excel'],
    ['a password', ole('EncryptedPackage'), 'a.xlsx', 'file_encrypted'],
    ['an encrypted zip', xlsxOf(worksheet(''), {}, { flags: 1 }), 'a.xlsx', 'file_encrypted'],
    ['half a file', good.subarray(0, good.length / 2), 'a.xlsx', 'file_broken'],
    [
      'a byte changed',
      Buffer.concat([good.subarray(0, 2000), Buffer.from([good[2000]! ^ 255]), good.subarray(2001)]),
      'a.xlsx',
      'file_broken',
    ],
    ['a sheet cut off', xlsxOf('<worksheet><sheetData><row r="1"><c><v>1</v></c></row>'), 'a.xlsx', 'file_broken'],
    [
      'a directory that lies about a size',
      xlsxOf(worksheet(`<row r="1"><c><v>1</v></c></row>${' '.repeat(5_000_000)}`), {}, { bytes: 100 }),
      'a.xlsx',
      'file_broken',
    ],
  ])('%s', async (_, file, name, code) => {
    await refuses(file, name, code)
    expect((await openWorkbook(good, 'good.xlsx')).sheets).toHaveLength(4)
  })

  test('a zip bomb is refused from its directory, without unpacking', async () => {
    const bomb = xlsxOf(worksheet(' '.repeat(60_000_000)))
    expect(bomb.length).toBeLessThan(100_000)
    const started = performance.now()
    await refuses(bomb, 'bomb.xlsx', 'file_unpacks_too_large', { max_unpacked_bytes: 50_000_000 })
    expect(performance.now() - started).toBeLessThan(2000)
  })

  test('limits of bytes, rows, columns and cells hold', async () => {
    const rows = Array.from({ length: 50 }, (_, n) => `<row r="${n + 1}"><c><v>1</v></c><c><v>2</v></c></row>`).join('')
    const file = xlsxOf(worksheet(rows))
    for (const [code, limits] of [
      ['file_too_large', { max_bytes: 100 }],
      ['file_too_many_rows', { max_rows: 49 }],
      ['file_too_many_columns', { max_columns: 1 }],
      ['file_too_many_cells', { max_cells: 99 }],
    ] as const)
      await refuses(file, 'a.xlsx', code, limits)
    await expect(
      openWorkbook(file, 'a.xlsx', { limits: { max_rows: 50, max_columns: 2, max_cells: 100 } }),
    ).resolves.toBeDefined()
    await refuses(Buffer.from('1,2\n'.repeat(50)), 'a.csv', 'file_too_many_rows', { max_rows: 49 })
  })

  test('formatted but empty rows and columns do not count', async () => {
    const file = xlsxOf(
      worksheet(`<row r="1"><c r="A1"><v>1</v></c><c r="XFD1" s="3"/></row><row r="1048576"><c r="A1048576" s="1"/></row>`),
    )
    expect(textsOf((await openWorkbook(file, 'a.xlsx', { limits: { max_rows: 1, max_columns: 1 } })).sheets[0])).toEqual([['1']])
  })

  test('reading stops at the time limit and on request', async () => {
    const large = new URL('05-日常服务记录.xlsx', example)
    await refuses(readFileSync(large), 'slow.xlsx', 'file_too_slow', { max_seconds: 0.02 })
    const cancel = new AbortController()
    const reading = openWorkbook(readFileSync(large), 'a.xlsx', { signal: cancel.signal })
    cancel.abort()
    await expect(reading).rejects.toMatchObject({ code: 'import_cancelled' })
    await expect(openWorkbook(good, 'a.xlsx', { signal: AbortSignal.abort() })).rejects.toMatchObject({
      code: 'import_cancelled',
    })
  })
})

describe('CSV', () => {
  const gbk = Buffer.from('d0d5c3fb2cc8d5c6da0d0ab3c2b9f0d3a22c323032322d332d350d0a', 'hex')
  const text = '姓名,日期\r\n陈桂英,2022-3-5\r\n'
  test.each([
    ['GBK', gbk],
    ['UTF-8', Buffer.from(text)],
    ['UTF-8 with a mark', Buffer.from(`\ufeff${text}`)],
    ['UTF-16', Buffer.from(`\ufeff${text}`, 'utf16le')],
    ['UTF-16 without a mark', Buffer.from(text, 'utf16le')],
    ['tabs', Buffer.from(text.replaceAll(',', '\t'))],
    ['semicolons', Buffer.from(text.replaceAll(',', ';'))],
  ])('%s is one sheet named after the file', async (_, file) => {
    const { sheets } = await openWorkbook(file, '02-会员登记表.csv')
    expect(sheets.map((sheet) => sheet.name)).toEqual(['02-会员登记表'])
    expect(textsOf(sheets[0])).toEqual([
      ['姓名', '日期'],
      ['陈桂英', '2022-3-5'],
    ])
  })

  test.each([
    ['UTF-8 cut inside a character', Buffer.concat([Buffer.from(text).subarray(0, 17), Buffer.from(text)])],
    ['characters a program lost before', Buffer.from('姓名,日期\r\n陈\ufffd\ufffd,2022-3-5\r\n')],
    ['GBK read as UTF-8 and saved so', Buffer.from('锟斤拷锟斤拷,2022-3-5\r\n')],
    ['half a character of GBK', Buffer.concat([gbk, Buffer.from('d0', 'hex')])],
  ])('%s is garbled, and never read as other words', async (_, file) => {
    await refuses(file, 'a.csv', 'file_encoding')
  })

  test('one lost sign among many does not keep a register out', async () => {
    const rows = `${text}${'李建国,2022-3-6\r\n'.repeat(60)}王\ufffd,2022-3-7\r\n`
    await expect(openWorkbook(Buffer.from(rows), 'a.csv')).resolves.toBeDefined()
  })

  test('quotes, line ends inside them, blank lines and ="0012" are kept apart', async () => {
    const { sheets } = await openWorkbook(Buffer.from('a,"b ""x"", y\n z",\n\n"=""0012""",="0012",c'), 'a.csv')
    expect([...sheets[0]!.rows()].map((row) => [row.row_number, row.cells.map((cell) => cell?.text)])).toEqual([
      [1, ['a', 'b "x", y\n z']],
      [3, ['0012', '0012', 'c']],
    ])
  })
})

test('a path is read like its bytes', async () => {
  const path = join(mkdtempSync(join(tmpdir(), 'hengai-')), 'a.csv')
  writeFileSync(path, 'a,b\n1,2\n')
  const [one, two] = [await openWorkbook(path, 'a.csv'), await openWorkbook(readFileSync(path), 'a.csv')]
  expect(textsOf(one.sheets[0])).toEqual(textsOf(two.sheets[0]))
  expect(one.sha256).toBe(two.sha256)
})
