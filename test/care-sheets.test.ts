/** Sheets of care as other organisations keep them: other headings, another order, other units; each is told apart and recorded. */
import { writeXlsx } from 'hucre/xlsx'
import { beforeEach, expect, test } from 'vitest'
import { sheetForms } from '../src/app/sheets.ts'
import { recogniseSheet } from '../src/features/imports/recognise.ts'
import { readRows } from '../src/features/imports/rows.ts'
import { openWorkbook } from '../src/platform/workbook.ts'
import { newCareWorld, type CareWorld } from './care-world.ts'

type Value = string | number | null

let care: CareWorld

beforeEach(async () => {
  care = await newCareWorld()
  await care.member('HC0001', '陈桂英', { born_on: '1940-05-01', phone: '13800138000' })
})

/** Reads a sheet as the import does; gives its kind and what became of each row. */
const taken = async (name: string, rows: Value[][]) => {
  const { sheets } = await openWorkbook(await writeXlsx({ sheets: [{ name, rows }] }), 'a.xlsx')
  const found = recogniseSheet(sheets[0]!, sheetForms)
  if (found.status !== 'recognised') return { kind: found.status, outcomes: [] }
  const read = readRows(sheets[0]!, found.heading, found.form.fields, found.columns, 2022)
  const outcomes = await care.world.run((ctx) =>
    found.form.record(
      { ctx, year: 2022, from: '2022-01-01', to: '2022-12-31', workbook: 'a.xlsx', sheet: name, station_id: care.station_id },
      read.rows as never,
    ),
  )
  const kind = found.form.kind
  return { kind, outcomes: outcomes.map((one) => ('refused' in one ? one.refused : (one.not_counted ?? 'in'))) }
}

test('services at home, in minutes', async () => {
  const { kind, outcomes } = await taken('居家上门', [
    ['服务日期', '长者姓名', '会员号', '上门项目', '上门时间', '服务时长（分钟）', '护理员'],
    ['2022.3.5', '陈桂英', 'HC0001', '助浴', '9:00', 90, '黄带群'],
    ['2022.3.6', '陈桂英', 'hc0001', '助浴', '9:00', 721, '黄带群'],
  ])
  expect([kind, outcomes]).toEqual(['visits.home_services', ['in', 'bad_hours']])
  expect((await care.figure('service.home.hours')).value).toBe(1.5)
})

test('services at home, from when to when', async () => {
  const { kind, outcomes } = await taken('上门服务', [
    ['日期', '姓名', '会员编号', '服务内容', '开始时间', '结束时间'],
    ['2022-03-05', '陈桂英', 'HC0001', '助洁', '09:00', '10:30'],
    ['2022-03-06', '陈桂英', 'HC0001', '助洁', '09:00', ''],
  ])
  expect([kind, outcomes]).toEqual(['visits.home_services', ['in', 'bad_hours']])
  expect((await care.figure('service.home.hours')).value).toBe(1.5)
})

test('visits', async () => {
  const { kind, outcomes } = await taken('走访记录', [
    ['探访社工', '走访日期', '服务对象', '会员卡号', '走访方式', '探访结果'],
    ['谢福康', '3月5日', '陈桂英', 'HC0001', '上门', '成功'],
    ['谢福康', '3月5日', '陳桂英', 'HC0001', '入户', '成功'],
    ['谢福康', '3月6日', '陈桂英', 'HC0001', '电话探访', '未成功'],
  ])
  expect([kind, outcomes]).toEqual(['visits.visits', ['in', 'duplicate', 'visit_failed']])
})

test('calls and doses, the person told by telephone', async () => {
  const calls = await taken('电话动员', [
    ['拨打日期', '拨打时间', '姓名', '手机号码', '通话结果', '意向'],
    ['2022/3/5', '10:21', '陈桂英', '138 0013 8000', '接通', '愿意'],
    ['2022/3/5', '10:40', '陈桂英', '13800138000', '无人接听', ''],
  ])
  expect([calls.kind, calls.outcomes]).toEqual(['campaigns.calls', ['in', 'not_answered']])
  const doses = await taken('疫苗', [
    ['姓名', '手机', '剂次', '接种日期', '接种点'],
    ['陈桂英', '13800138000', '第一剂', '20220305', '镇卫生院'],
    ['陈桂英', '13800138000', '第四针', '20220405', '镇卫生院'],
  ])
  expect([doses.kind, doses.outcomes]).toEqual(['campaigns.doses', ['in', 'bad_dose']])
  expect((await care.figure('vaccination.elders_vaccinated')).value).toBe(1)
})

test('checks', async () => {
  const { kind, outcomes } = await taken('监测', [
    ['监测人员', '监测日期', '班次', '姓名', '会员编号', '检测项目'],
    ['鲍彩霞', '2022-03-05', '上午', '陈桂英', 'HC0001', '血压,血糖'],
    ['鲍彩霞', '2022-03-05', '早上', '陈桂英', 'HC0001', '血压'],
  ])
  expect([kind, outcomes]).toEqual(['health.checks', ['in', 'duplicate']])
})

test('measurements, both values of the blood pressure in one cell or in two', async () => {
  const together = await taken('血压血糖', [
    ['测量日期', '测量时间', '姓名', '会员编号', '血压', '心率', '血糖值'],
    ['2022-03-05', '09:00', '陈桂英', 'HC0001', '142/88', 72, null],
    ['2022-03-05', '09:05', '陈桂英', 'HC0001', '—', null, 6.1],
    ['2022-03-05', '09:10', '陈桂英', 'HC0001', '偏高', null, null],
  ])
  expect([together.kind, together.outcomes]).toEqual(['health.measurements', ['in', 'in', 'implausible_value']])
  const apart = await taken('血压', [
    ['日期', '时间', '姓名', '会员编号', '高压', '低压'],
    ['2022-03-06', '09:00', '陈桂英', 'HC0001', 118, 76],
    ['2022-03-06', '09:30', '陈桂英', 'HC0001', 82, 138],
  ])
  expect([apart.kind, apart.outcomes]).toEqual(['health.measurements', ['in', 'implausible_value']])
  const { numerator, denominator } = await care.figure('measurements.last_blood_pressure_below_140_90')
  expect([numerator, denominator]).toEqual([1, 1])
})
