import { readFileSync, readdirSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { openWorkbook } from '../../platform/workbook.ts'
import type { OpenWorkbook } from '../../platform/workbook.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import type { Field, FieldType, FieldValue } from '../../shared/sheet-form.ts'
import { recogniseSheet } from './recognise.ts'
import type { FormShape } from './recognise.ts'
import { readRows } from './rows.ts'

const folder = new URL('../../../examples/year-2022/', import.meta.url)

const pathOf = (file: string): string => fileURLToPath(new URL(encodeURIComponent(file), folder))

interface SheetAnswer {
  hidden: boolean
  header_rows: number[]
  first_data_row: number
  last_data_row: number
  rows_in: number
  subtotal_rows: number[]
  blank_rows: number[]
  rejected: { row: number; code: string }[]
  cases: { row: number; case: string; note: string }[]
}
const manifest = JSON.parse(readFileSync(new URL('manifest.json', folder), 'utf8')) as {
  workbooks: Record<string, { sheets: Record<string, SheetAnswer> }>
}

const field = (type: FieldType, ...headings: string[]): Field => ({ type, headings, required: true })
const maybe = (type: FieldType, ...headings: string[]): Field => ({ type, headings })
const form = (name: string, fields: Record<string, Field>): FormShape => ({
  kind: name,
  title: { zh: name, en: name },
  sheet_names: [name],
  fields,
})

const member_no = field('code', '会员编号')
const name = field('name', '姓名')
const station = field('text', '站点')
const day = field('day', '日期', '服务日期', '活动日期', '电访日期', '接种日期', '测验日期')
const phone = maybe('phone', '联系电话', '手机', '手机号码')
const id = field('id_number', '身份证号', '身份证', '证件号码', '公民身份号码')
const contract = field('code', '项目编号')
const hours = field('number', '时长(小时)')

/** Small stand-ins for the forms of the slices, enough to tell the example's 28 sheets apart. */
const forms = [
  form('员工', {
    staff_no: field('code', '工号'),
    name,
    id,
    phone,
    day: field('day', '入职日期'),
    left: maybe('day', '离职日期'),
  }),
  form('站点', { no: field('code', '站点编号'), name: field('text', '站点名称'), contract: maybe('code', '项目编号') }),
  form('项目合同', {
    contract,
    name: field('text', '项目名称'),
    amount: field('number', '合同金额'),
    starts: field('day', '开始日期'),
  }),
  form('协议指标', { contract, words: field('text', '指标内容'), amount: field('number', '目标值') }),
  form('会员登记表', {
    member_no,
    name,
    id,
    phone,
    born: maybe('day', '出生日期', '出生年月日'),
    exit: maybe('day', '状态日期', '异动日期'),
    join: maybe('day', '建档日期', '入会日期'),
    helper: maybe('name', '紧急联系人1/姓名'),
  }),
  form('学员', { member_no, name, id, day: field('day', '入园日期'), kind: field('text', '类别') }),
  form('职业技能', { member_no, name, skill: field('text', '技能名称'), day: field('day', '评估日期') }),
  form('销售', {
    member_no,
    name,
    day,
    amount: field('number', '金额'),
    price: field('number', '单价'),
    count: field('number', '件数'),
  }),
  form('康复目标', { member_no, name, goal: field('text', '目标类型'), day: field('day', '评估日期') }),
  form('运动计划执行', { member_no, name, month: field('month', '月份'), planned: field('number', '计划次数') }),
  form('健康知识测验', { member_no, name, day, count: field('number', '知识点数') }),
  form('每日健康', { day, member_no, name, temperature: field('number', '体温'), high: field('number', '血压/收缩压') }),
  form('活动', { activity: field('code', '活动编号'), kind: field('text', '活动类型'), day, hours, contract }),
  form('签到', { activity: field('code', '活动编号'), day, name, member_no, phone, signed: field('text', '签名') }),
  form('日托', { day, station, member_no, name, came: field('time', '到达时间') }),
  form('助餐', { day, station, meal: field('text', '餐次'), member_no, name, amount: field('number', '费用/餐费') }),
  form('康娱', { day, station, member_no, name, part: field('text', '时段'), what: field('text', '康娱项目') }),
  form('健康监测', { day, station, member_no, name, part: field('text', '时段'), what: field('text', '监测项目') }),
  form('上门服务', { day, station, member_no, name, start: field('time', '开始时间'), hours }),
  form('探访', { day, station, contract, member_no, name, done: field('yes_no', '是否成功') }),
  form('电访登记', { day, time: field('time', '时间'), station, member_no, name, phone, result: field('text', '结果') }),
  form('接种登记', { day, station, member_no, name, dose: field('text', '接种针次') }),
  form('志愿者名册', { volunteer: field('code', '志愿者编号'), name, id, phone, day: field('day', '注册日期') }),
  form('志愿活动记录', { no: field('code', '志愿活动编号'), team: field('text', '队伍'), day, hours, contract }),
  form('志愿者时长', { day, no: field('code', '志愿活动编号'), volunteer: field('code', '志愿者编号'), name, hours }),
  form('媒体报道', { day, title: field('text', '标题'), medium: field('text', '媒体'), link: field('text', '链接') }),
  form('参观接待', { day, who: field('text', '来访单位'), count: field('number', '来访人数') }),
  form('荣誉', { day, who: field('text', '获得者'), honour: field('text', '荣誉名称') }),
  form('满意度调查', { no: field('code', '问卷编号'), day, contract, score: field('number', '评分/总体') }),
  form('期初余额', { station, member_no, name, amount: field('number', '期初余额') }),
  form('流水', { no: field('code', '流水号'), day, station, member_no, name, amount: field('number', '金币数') }),
  form('健康测量', {
    day,
    time: field('time', '时间'),
    station,
    member_no,
    name,
    high: field('number', '收缩压'),
    sugar: field('number', '血糖/血糖值'),
  }),
]

type Row = Record<string, FieldValue<unknown>> & { row_number: number }

const read = (workbook: OpenWorkbook, sheetName: string) => {
  const sheet = workbook.sheets.find((one) => one.name === sheetName)!
  const found = recogniseSheet(sheet, forms)
  if (found.status !== 'recognised') throw new Error(`${sheetName}: ${found.status} ${JSON.stringify(found.candidates)}`)
  return { kind: found.form.kind, ...readRows(sheet, found.heading, { ...found.form.fields }, found.columns, 2022) }
}

/** What the note of a planted case says the row must be read as. */
const fieldOfCase = (planted: string): string | undefined =>
  planted.startsWith('EXIT_DATE')
    ? 'exit'
    : planted.startsWith('JOIN_DATE')
      ? 'join'
      : planted.startsWith('DATE')
        ? 'day'
        : planted === 'MONTH_FORMAT'
          ? 'month'
          : planted.startsWith('PHONE')
            ? 'phone'
            : /^NAME_(?:FULLWIDTH|SPACES|TRADITIONAL|RICH)/.test(planted)
              ? 'name'
              : planted.startsWith('MEMBER_NO')
                ? 'member_no'
                : /^(?:AMOUNT|TARGET)_AS_TEXT/.test(planted)
                  ? 'amount'
                  : planted === 'SCORE_FULLWIDTH'
                    ? 'score'
                    : undefined

const checkCases = (rows: readonly Row[], cases: SheetAnswer['cases']): number => {
  const byNumber = new Map(rows.map((row) => [row.row_number, row]))
  let checked = 0
  for (const { row, case: planted, note } of cases) {
    const values = byNumber.get(row)
    const of = fieldOfCase(planted)
    const expected = note.replace('18 digits: ', '')
    if (/^ID_(?:15|FULLWIDTH|WITH|LOWER|LEADING)/.test(planted)) {
      const read = readIdNumber(values?.['id']?.cell)
      expect(read, `${planted} in row ${row}`).toMatchObject(
        expected === '' ? { kind: 'mainland' } : { kind: 'mainland', id18: expected },
      )
    } else if (planted === 'ID_HK_MACAO_PERMIT') expect(readIdNumber(values?.['id']?.cell).kind).toBe('permit')
    else if (planted === 'PHONE_PLUS86' && expected === '') expect(values?.['phone']?.value).toMatch(/^1\d{10}$/)
    else if (of === 'amount' && values && expected !== '')
      expect(values[of]?.value, `${planted} in row ${row}`).toBe(Number(expected))
    else if (of !== undefined && values?.[of] !== undefined && expected !== '')
      expect(String(values[of].value), `${planted} in row ${row}`).toBe(expected)
    else continue
    checked += 1
  }
  return checked
}

describe('every visible sheet of the example year', () => {
  let checked = 0
  for (const file of readdirSync(folder).filter((one) => one.endsWith('.xlsx')))
    test(`${file} is read row for row as its answers say`, async () => {
      const workbook = await openWorkbook(pathOf(file), file)
      for (const [sheetName, answer] of Object.entries(manifest.workbooks[file]!.sheets)) {
        expect(workbook.sheets.find((one) => one.name === sheetName)?.hidden).toBe(answer.hidden)
        if (answer.hidden) continue
        const { kind, rows, ...counted } = read(workbook, sheetName)
        expect(sheetName).toContain(kind)
        const { header_rows, first_data_row, last_data_row, rows_in, subtotal_rows, blank_rows } = answer
        expect(counted, sheetName).toMatchObject({
          header_rows,
          first_data_row,
          last_data_row,
          rows_in,
          subtotal_rows,
          blank_rows,
          repeated_header_rows: [],
          section_rows: [],
        })
        checked += checkCases(rows, answer.cases)
        for (const { row, code } of answer.rejected) {
          const values = (rows as unknown as Row[]).find((one) => one.row_number === row)!
          if (code === 'BAD_DATE') expect(values['day']).toMatchObject({ value: undefined, text: expect.stringMatching(/./) })
          if (code.startsWith('ID_')) expect(readIdNumber(values['id']?.cell)).toMatchObject({ refused: code.toLowerCase() })
          if (code === 'NAME_MISSING') expect(values['name']?.value).toBeUndefined()
        }
      }
    })
  test.each([
    ['03-康园学员与台账.xlsx', '职业技能', 'member_no'],
    ['04-活动台账与签到.xlsx', '签到', 'activity'],
    ['01-机构与员工.xlsx', '协议指标', 'contract'],
  ])('in %s a merged cell reaches every row of %s', async (file, sheetName, key) => {
    const { rows } = read(await openWorkbook(pathOf(file), file), sheetName)
    expect((rows as unknown as Row[]).filter((row) => row[key]?.value === undefined)).toEqual([])
  })

  test('hundreds of planted cases were compared', () => expect(checked).toBeGreaterThan(900))
})
