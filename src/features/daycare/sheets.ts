/** The workbook sheet a day-care centre keeps: 日托记录. */
import type { Ctx } from '../../platform/context.ts'
import { trimmed } from '../../shared/normal.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordDays } from './service.ts'

const fields = {
  occurred_on: dayField('日托日期', '托养日期', '入托日期', '照料日期'),
  ...placeFields,
  ...personFields,
  arrived_at: {
    type: 'time',
    headings: [
      '到达时间',
      '到站时间',
      '入托时间',
      '来站时间',
      '签到时间',
      '到园时间',
      '到达',
      '到',
      '入站时间',
      '到中心时间',
      '来',
      '送达时间',
    ],
    required: true,
  },
  left_at: {
    type: 'time',
    headings: ['离开时间', '离站时间', '离托时间', '签退时间', '离园时间', '接走时间', '离开', '离', '离中心时间', '接回时间'],
  },
  napped: { type: 'yes_no', headings: ['午休', '是否午休', '午睡', '是否午睡'] },
  handled_by: {
    type: 'text',
    headings: ['经手人', '值班人员', '接待人', '负责人', '工作人员', '护理员', '记录人', '值班员', '登记人', '当值人员'],
  },
} as const

export const daysSheet = sheetForm<Ctx, typeof fields>({
  kind: 'daycare.attendances',
  title: { zh: '日托', en: 'Day care' },
  sheet_names: ['日托', '日间托养', '日间照料', '托养'],
  fields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordDays(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        arrived_at: row.arrived_at.value,
        left_at: row.left_at.value,
        napped: row.napped.value,
        handled_by: trimmed(row.handled_by.text) || undefined,
      })),
    ),
})
