import { writeXlsx } from 'hucre/xlsx'
import { describe, expect, test } from 'vitest'
import { openWorkbook } from '../../platform/workbook.ts'
import type { OpenSheet } from '../../platform/workbook.ts'
import type { Field } from '../../shared/sheet-form.ts'
import { findHeading, knownHeadings, looseKey } from './heading.ts'
import { recogniseSheet } from './recognise.ts'
import type { FormShape } from './recognise.ts'
import { readRows } from './rows.ts'

type Value = string | number | Date | null
type Range = [number, number, number, number]

/** A sheet written by another program and read back; merges as [top row, left column, bottom row, right column], from 0. */
const sheetOf = async (rows: Value[][], merges: Range[] = [], name = 'Sheet1'): Promise<OpenSheet> => {
  const ranges = merges.map(([startRow, startCol, endRow, endCol]) => ({ startRow, startCol, endRow, endCol }))
  const { sheets } = await openWorkbook(await writeXlsx({ sheets: [{ name, rows, merges: ranges }] }), 'a.xlsx')
  return sheets[0]!
}

const fields = {
  member_no: { type: 'code', headings: ['会员编号', '编号'], required: true },
  name: { type: 'name', headings: ['姓名'], required: true },
  day: { type: 'day', headings: ['日期'], required: true },
  phone: { type: 'phone', headings: ['联系电话', '手机'] },
  high: { type: 'number', headings: ['血压/收缩压', '收缩压', '高压'] },
  low: { type: 'number', headings: ['血压/舒张压', '舒张压', '低压'] },
  note: { type: 'text', headings: ['备注'] },
} as const satisfies Record<string, Field>

const form = (kind: string, own: Record<string, Field>, sheet_names: string[] = []): FormShape => ({
  kind,
  title: { zh: kind, en: kind },
  sheet_names,
  fields: own,
})
const measurements = form('health.measurements', fields, ['健康测量'])
const data: Value[] = ['hc0001', '陳 桂英', '2022.3.5', 141, 86]

const read = (sheet: OpenSheet, forms: readonly FormShape[] = [measurements]) => {
  const found = recogniseSheet(sheet, forms)
  if (found.status !== 'recognised') throw new Error(JSON.stringify(found))
  return { found, ...readRows(sheet, found.heading, fields, found.columns, 2022) }
}

const expectMeasurement = (sheet: OpenSheet, header_rows: number[]) => {
  const { rows, ...counted } = read(sheet)
  expect(counted.header_rows).toEqual(header_rows)
  expect(rows[0]).toMatchObject({
    member_no: { value: 'HC0001' },
    name: { value: '陈桂英', text: '陳 桂英' },
    day: { value: '2022-03-05' },
    high: { value: 141 },
    low: { value: 86 },
  })
}

describe('the heading is found', () => {
  test('in the first row, without any title', async () =>
    expectMeasurement(await sheetOf([['会员编号', '姓名', '日期', '收缩压', '舒张压'], data]), [1]))

  test('below three title rows', async () =>
    expectMeasurement(
      await sheetOf(
        [
          ['恒康居家养老服务中心'],
          ['2022年 血压登记'],
          ['单位（盖章）：恒康', null, '日期：2022年12月'],
          ['会员编号', '姓名', '日期', '收缩压', '舒张压'],
          data,
        ],
        [
          [0, 0, 0, 4],
          [1, 0, 1, 4],
          [2, 0, 2, 1],
        ],
      ),
      [4],
    ))

  test('below a blank row and from the third column on', async () => {
    const shift = (row: Value[]): Value[] => [null, null, ...row]
    expectMeasurement(await sheetOf([['登记表'], [], shift(['会员编号', '姓名', '日期', '收缩压', '舒张压']), shift(data)]), [3])
  })

  const twoLevels: Value[][] = [
    ['编号', '姓名', '日期', '血压（mmHg）', null, '备注'],
    [null, null, null, '高压', '低压', null],
    [...data, '好'],
  ]
  test('in two merged levels', async () =>
    expectMeasurement(
      await sheetOf(
        [['表'], ...twoLevels],
        [
          [0, 0, 0, 5],
          [1, 0, 2, 0],
          [1, 1, 2, 1],
          [1, 2, 2, 2],
          [1, 3, 1, 4],
          [1, 5, 2, 5],
        ],
      ),
      [2, 3],
    ))
  test('in two levels without merges', async () => expectMeasurement(await sheetOf(twoLevels), [1, 2]))
  test('in two levels whose merges were undone and filled', async () =>
    expectMeasurement(
      await sheetOf([['编号', '姓名', '日期', '血压', '血压'], ['编号', '姓名', '日期', '收缩压', '舒张压'], data]),
      [1, 2],
    ))
  test('when every column lies in a group', async () =>
    expectMeasurement(
      await sheetOf(
        [['基本信息', null, null, '测量', null], ['会员编号', '姓名', '日期', '收缩压', '舒张压'], data],
        [
          [0, 0, 0, 2],
          [0, 3, 0, 4],
        ],
      ),
      [1, 2],
    ))

  test('with a nameless column the first record is not taken for a second level', async () => {
    const { header_rows, rows } = read(
      await sheetOf([
        ['会员编号', '姓名', '日期', null],
        ['HC0001', '陈桂英', '3月5日', '好'],
        ['HC0002', '李四', '3月6日', null],
      ]),
    )
    expect([header_rows, rows.length]).toEqual([[1], 2])
  })

  test('no heading is made up for a page of text', async () => {
    const sheet = await sheetOf([['填写说明：'], ['一、请如实填写'], ['二、2022年使用']])
    expect(findHeading(sheet, knownHeadings([measurements]))).toBeUndefined()
  })
})

test.each([
  ['时长（小时）', '时长'],
  [' 时 长(小时) ', '时长'],
  ['*姓名：', '姓名'],
  ['单价/元', '单价'],
  ['村/社区', '村社区'],
  ['评分(1-5)', '评分'],
  ['体温(℃)', '体温'],
  ['血压(mmHg)/收缩压', '血压收缩压'],
])('the heading %s is compared as %s', (heading, key) => expect(looseKey(heading)).toBe(key))

describe('columns', () => {
  test('may stand in any order, with others between, under longer names', async () => {
    const { found, rows } = read(
      await sheetOf([
        ['序号', '舒张压', '登记日期', '长者姓名', '性别', '收缩压（mmHg）', '服务对象编号', '手机'],
        [1, 86, new Date(Date.UTC(2022, 2, 5)), '陈桂英', '女', 141, 'HC0001', 13_800_138_000],
      ]),
    )
    expect(rows[0]).toMatchObject({
      member_no: { value: 'HC0001' },
      day: { value: '2022-03-05' },
      low: { value: 86 },
      phone: { value: '13800138000' },
    })
    expect(found.unused.map((column) => column.label)).toEqual(['序号', '性别'])
  })

  test("an emergency contact's name is never the member's", async () => {
    const sheet = await sheetOf(
      [
        ['会员编号', '日期', '备注', '紧急联系人', null],
        [null, null, null, '姓名', '电话'],
        ['HC0001', '3月5日', '', '李四', '1'],
      ],
      [
        [0, 3, 0, 4],
        [0, 0, 1, 0],
        [0, 1, 1, 1],
        [0, 2, 1, 2],
      ],
    )
    expect(recogniseSheet(sheet, [measurements])).toMatchObject({ status: 'unrecognised', candidates: [{ missing: ['name'] }] })
  })
})

describe('forms', () => {
  const person = {
    day: fields.day,
    station: { type: 'text', headings: ['站点'], required: true },
    member_no: fields.member_no,
    name: fields.name,
  } as const
  const text = (heading: string, required = true): Field => ({ type: 'text', headings: [heading], required })
  const leisure = form('records.leisure', { ...person, what: text('康娱项目') }, ['康娱'])
  const monitoring = form('records.monitoring', { ...person, what: text('监测项目') }, ['监测'])
  const plain = form('records.plain', person, ['服务'])
  const heads = ['日期', '站点', '会员编号', '姓名']

  test('the most specific of several wins', async () => {
    const forms = [plain, leisure, monitoring]
    expect(
      recogniseSheet(
        await sheetOf([
          [...heads, '监测项目'],
          ['a', 'b', 'c', 'd', 'e'],
        ]),
        forms,
      ),
    ).toMatchObject({ status: 'recognised', form: { kind: 'records.monitoring' } })
    expect(recogniseSheet(await sheetOf([heads, ['a', 'b', 'c', 'd']]), forms)).toMatchObject({
      status: 'recognised',
      form: { kind: 'records.plain' },
    })
  })

  test('two that fit alike are left to a person, unless the sheet says which', async () => {
    const twins = [form('a.one', { ...person }, ['日托']), form('b.two', { ...person }, ['探访'])]
    const rows: Value[][] = [heads, ['a', 'b', 'c', 'd']]
    const doubt = recogniseSheet(await sheetOf(rows), twins)
    expect(doubt.status).toBe('ambiguous')
    expect(doubt.status === 'ambiguous' && doubt.candidates.map((one) => one.kind)).toEqual(['a.one', 'b.two'])
    expect(recogniseSheet(await sheetOf(rows, [], '3月探访'), twins)).toMatchObject({
      status: 'recognised',
      form: { kind: 'b.two' },
    })
    expect(recogniseSheet(await sheetOf([['日间托养（日托）登记'], ...rows]), twins)).toMatchObject({ form: { kind: 'a.one' } })
  })

  test('a sheet of another kind is not forced into one, and the nearest is offered', async () => {
    const found = recogniseSheet(
      await sheetOf([
        ['设备', '型号', '数量', '日期', '备注'],
        ['椅', 'A', 3, '3月5日', ''],
      ]),
      [measurements, leisure],
    )
    expect(found).toMatchObject({ status: 'unrecognised', heading: { header_rows: [1] } })
    expect(found.status === 'unrecognised' && found.candidates[0]?.missing).toContain('name')
  })

  test('a mapping chosen by hand is remembered by its headings', async () => {
    const rows: Value[][] = [
      ['号', '名', '时', '甲'],
      ['HC0001', '陈桂英', '3月5日', '141'],
    ]
    const first = recogniseSheet(await sheetOf(rows), [measurements])
    expect(first.status).toBe('unrecognised')
    const mapping = { kind: measurements.kind, columns: { member_no: 0, name: 1, day: 2, high: 3 } }
    const remember = (fingerprint: string) =>
      first.status === 'unrecognised' && first.heading?.fingerprint === fingerprint ? mapping : undefined
    const again = recogniseSheet(
      await sheetOf([['另一个标题'], ...rows, ['HC0002', '李四', '3月6日', '120']]),
      [measurements],
      remember,
    )
    expect(again).toMatchObject({ status: 'recognised', by: 'mapping', columns: mapping.columns })
    expect(
      recogniseSheet(
        await sheetOf([
          ['号', '名', '时', '乙'],
          ['1', '2', '3', '4'],
        ]),
        [measurements],
        remember,
      ).status,
    ).toBe('unrecognised')
  })
})

describe('records', () => {
  const heads = ['序号', '会员编号', '姓名', '日期', '备注']
  const one = (n: number, note = ''): Value[] => [n, `HC000${n}`, '陈桂英', '3月5日', note]

  test('blank rows, subtotals of any wording, sections, pages and signatures are no records, and each is listed', async () => {
    const rows: Value[][] = [
      ['登记表'],
      heads,
      ['三月份'],
      one(1),
      [null, null, ' \u3000'],
      one(2),
      ['3月小计', null, 2],
      [3],
      heads,
      one(4, '审核人：签过'),
      ['合 计：3人'],
      ['制表人：', '何'],
      ['日期', '2022'],
      ['登记表（续）'],
      heads,
      one(5),
      ['备注：以上属实'],
      ['盖章'],
    ]
    const { rows: records, ...counted } = read(
      await sheetOf(rows, [
        [0, 0, 0, 4],
        [2, 0, 2, 4],
      ]),
    )
    expect(records.map((row) => row.row_number)).toEqual([4, 6, 10, 16])
    expect(counted).toMatchObject({
      first_data_row: 4,
      last_data_row: 16,
      rows_in: 6,
      section_rows: [3],
      blank_rows: [5, 8],
      subtotal_rows: [7, 11],
      repeated_header_rows: [9, 15],
      footer_rows: [12, 13, 14, 17, 18],
    })
  })

  test('whole records below a signature line are not lost', async () => {
    const { rows } = read(await sheetOf([heads, one(1), ['制表人：何'], ['电话：1'], one(2)]))
    expect(rows.map((row) => row.row_number)).toEqual([2, 5])
  })

  test('a merged cell counts for every row it covers, also over a blank one', async () => {
    const { rows, blank_rows } = read(
      await sheetOf(
        [['日期', '姓名', '会员编号'], ['3月5日', '甲', 'A1'], [null, '乙', 'A2'], [], [null, '丙', 'A3'], [null, '丁', 'A4']],
        [[1, 0, 4, 0]],
      ),
    )
    expect(rows.map((row) => [row.row_number, row.day.value])).toEqual([
      [2, '2022-03-05'],
      [3, '2022-03-05'],
      [5, '2022-03-05'],
      [6, undefined],
    ])
    expect(blank_rows).toEqual([4])
  })

  test('an unreadable value is undefined beside what was written; a field without a column is blank', async () => {
    const { rows } = read(await sheetOf([heads, [1, 'A1', '甲', ' 2022-02-30 ', '']]))
    expect(rows[0]!.day).toMatchObject({ value: undefined, text: '2022-02-30' })
    expect(rows[0]!.high).toEqual({ value: undefined, text: '', cell: undefined })
  })

  test('a sheet with headings only has no rows', async () =>
    expect(read(await sheetOf([heads, ['制表人：何']]))).toMatchObject({
      rows: [],
      rows_in: 0,
      first_data_row: undefined,
      blank_rows: [],
    }))
})
