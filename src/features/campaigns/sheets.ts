/** The workbook sheets of a vaccination campaign: 电访登记表, 接种登记表. */
import type { Ctx } from '../../platform/context.ts'
import { sheetForm } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordCalls } from './calls.ts'
import { recordDoses } from './doses.ts'
import { doseOf, outcomeOf, willingnessOf } from './rules.ts'

const callFields = {
  occurred_on: dayField(
    '电访日期',
    '致电日期',
    '通话日期',
    '拨打日期',
    '访问日期',
    '电话日期',
    '来电日期',
    '联系日期',
    '电联日期',
  ),
  called_at: { type: 'time', headings: ['时间', '电访时间', '致电时间', '通话时间', '拨打时间', '电话时间', '联系时间'] },
  ...placeFields,
  ...personFields,
  outcome: {
    type: 'text',
    cells: /接通|接听|未接|无人接|关机|停机|空号|占线|拒接|挂断/,
    headings: [
      '结果',
      '电访结果',
      '通话结果',
      '接听情况',
      '接通情况',
      '是否接通',
      '通话情况',
      '拨打结果',
      '电话结果',
      '联系结果',
      '致电结果',
    ],
    required: true,
  },
  willingness: {
    type: 'text',
    cells: /^(?:不?愿意|同意|犹豫|考虑中?|拒绝|已接种|身体不?适宜?|不适宜|禁忌症)$/,
    headings: ['接种意愿', '意愿', '意向', '接种意向', '是否愿意接种', '接种态度', '意愿情况', '是否愿意'],
    required: true,
  },
  caller: {
    type: 'text',
    headings: ['话务员', '电访人', '电访人员', '致电人', '访问员', '工作人员', '社工', '拨打人', '通话人员', '联系人员'],
  },
} as const

export const callsSheet = sheetForm<Ctx, typeof callFields>({
  kind: 'campaigns.calls',
  title: { zh: '疫苗电访', en: 'Vaccination calls' },
  sheet_names: ['电访登记', '电访', '话务', '电话动员'],
  fields: callFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordCalls(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        called_at: row.called_at.value,
        called_text: row.called_at.text,
        outcome: outcomeOf(row.outcome.text),
        willingness: willingnessOf(row.willingness.text),
        caller: row.caller.value,
      })),
    ),
})

const doseFields = {
  occurred_on: dayField('接种日期', '接种时间', '注射日期', '打针日期'),
  ...placeFields,
  ...personFields,
  dose: {
    type: 'text',
    cells: /第[一二三123][针剂]|[首加]强?针/,
    headings: ['接种针次', '针次', '接种剂次', '剂次', '第几针', '第几剂', '接种针数', '针数', '接种次数', '剂数'],
    required: true,
  },
  place: { type: 'text', headings: ['接种地点', '接种点', '接种单位', '接种机构', '地点', '接种医院', '接种门诊'] },
  note: { type: 'text', headings: ['备注', '说明', '备注说明', '其他说明', '备注信息'] },
} as const

export const dosesSheet = sheetForm<Ctx, typeof doseFields>({
  kind: 'campaigns.doses',
  title: { zh: '接种登记', en: 'Doses' },
  sheet_names: ['接种登记', '接种', '疫苗'],
  fields: doseFields,
  dated_by: 'occurred_on',
  // Whether a dose came of a call is asked of the calls.
  after: ['people.registrations', 'campaigns.calls'],
  record: (run, rows) =>
    recordDoses(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        dose: doseOf(row.dose.text),
        dose_text: row.dose.text,
        place: row.place.value,
        note: row.note.value,
      })),
    ),
})
