/** The workbook sheets of work away from the station: 上门服务记录表, 探访记录表. */
import type { Ctx } from '../../platform/context.ts'
import { minutesBetween } from '../../shared/clock.ts'
import { sheetForm, type FieldValue } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { ratingOf, wasCompleted, wayOf } from './rules.ts'
import { recordHomeServices, recordVisits } from './service.ts'

const homeFields = {
  occurred_on: dayField('上门日期', '服务日期', '入户日期'),
  ...placeFields,
  ...personFields,
  service: {
    type: 'text',
    headings: [
      '服务项目',
      '上门服务项目',
      '上门项目',
      '服务内容',
      '服务事项',
      '上门服务内容',
      '服务类别',
      '服务类型',
      '服务名称',
    ],
    required: true,
  },
  started_at: {
    type: 'time',
    headings: ['开始时间', '上门时间', '服务开始时间', '服务时间', '起始时间', '到达时间', '时间/开始', '开始', '入户时间'],
  },
  ended_at: { type: 'time', headings: ['结束时间', '服务结束时间', '离开时间', '时间/结束'] },
  hours: {
    type: 'number',
    headings: [
      '时长(小时)',
      '时长',
      '服务时长',
      '服务时长(小时)',
      '小时数',
      '服务小时',
      '小时',
      '时数',
      '服务时数',
      '工时',
      '服务用时（小时）',
      '服务时间（小时）',
      '上门时长',
    ],
  },
  minutes: { type: 'number', headings: ['时长(分钟)', '服务时长(分钟)', '分钟数', '服务分钟', '分钟'] },
  delivered_by: {
    type: 'text',
    headings: ['服务人员', '护理员', '上门人员', '服务员', '工作人员', '服务者', '社工', '护工', '家政员', '上门社工'],
  },
  rating: { type: 'text', headings: ['服务评价', '评价', '满意度', '满意程度', '服务满意度', '评价结果'] },
} as const

type Hours = { readonly [K in 'hours' | 'minutes']: FieldValue<number> } & {
  readonly [K in 'started_at' | 'ended_at']: FieldValue<string>
}

/** Hours as written; in a form that asks for minutes or for the time of leaving, from those. NaN when there are none. */
const hoursOf = (row: Hours): number => {
  if (row.hours.text !== '') return row.hours.value ?? Number.NaN
  if (row.minutes.text !== '') return row.minutes.value === undefined ? Number.NaN : row.minutes.value / 60
  return (minutesBetween(row.started_at.value, row.ended_at.value) ?? Number.NaN) / 60
}

export const homeServicesSheet = sheetForm<Ctx, typeof homeFields>({
  kind: 'visits.home_services',
  title: { zh: '上门服务', en: 'Services at home' },
  sheet_names: ['上门服务', '上门', '居家服务', '入户服务'],
  fields: homeFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordHomeServices(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        service: row.service.text,
        started_at: row.started_at.value,
        started_text: row.started_at.text,
        hours: hoursOf(row),
        hours_text: row.hours.text || row.minutes.text || '—',
        delivered_by: row.delivered_by.value,
        rating: ratingOf(row.rating.text),
      })),
    ),
})

const visitFields = {
  occurred_on: dayField('探访日期', '走访日期', '访问日期', '家访日期', '探视日期'),
  ...placeFields,
  ...personFields,
  way: {
    type: 'text',
    cells: /^(?:入户|上门|家访|走访|电话|电访|视频|微信|站内)(?:探访|访谈)?$/,
    headings: ['方式', '探访方式', '走访方式', '探访形式', '访问方式', '形式', '探访类型', '入户/电话', '类型', '探视方式'],
    required: true,
  },
  completed: {
    type: 'text',
    cells: /^(?:是|否|成功|不?未?成功|已?完成|未完成|[√✓×✗YN])$/i,
    headings: [
      '是否成功',
      '探访结果',
      '是否完成',
      '是否探访成功',
      '探访是否成功',
      '成功与否',
      '是否见到',
      '结果',
      '是否访到',
      '是否有效',
      '完成与否',
      '是否见面',
      '是否联系上',
    ],
    required: true,
  },
  content: {
    type: 'text',
    headings: ['探访内容', '走访内容', '探访情况', '内容', '探访记录', '情况记录', '访谈内容', '关怀内容', '主要内容'],
  },
  visitor: {
    type: 'text',
    headings: ['探访人', '探访人员', '走访人', '探访社工', '探访员', '访问人', '工作人员', '社工', '探视人'],
  },
} as const

export const visitsSheet = sheetForm<Ctx, typeof visitFields>({
  kind: 'visits.visits',
  title: { zh: '探访', en: 'Visits' },
  sheet_names: ['探访', '走访', '家访'],
  fields: visitFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordVisits(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        way: wayOf(row.way.text),
        completed: wasCompleted(row.completed.text),
        content: row.content.value,
        visitor: row.visitor.value,
      })),
    ),
})
