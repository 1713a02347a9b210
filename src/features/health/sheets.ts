/** The workbook sheets of health: 健康监测服务登记表, 血压血糖测量登记表. */
import type { Ctx } from '../../platform/context.ts'
import { readNumber } from '../../shared/normal.ts'
import { sheetForm, type FieldValue } from '../../shared/sheet-form.ts'
import { dayField, entryOf, personFields, placeFields } from '../records/sheet-fields.ts'
import { recordMeasurements } from './measurements.ts'
import { glucoseStateOf, measuredOf, partOfDayOf, pressureOf } from './rules.ts'
import { recordChecks } from './service.ts'

const checkFields = {
  occurred_on: dayField('监测日期', '检测日期'),
  ...placeFields,
  ...personFields,
  part_of_day: { type: 'text', headings: ['时段', '时间段', '监测时段', '上午/下午', '班次', '检测时段'] },
  measured: {
    type: 'text',
    headings: [
      '监测项目',
      '健康监测项目',
      '检测项目',
      '监测内容',
      '监测服务项目',
      '检查项目',
      '健康项目',
      '监测类别',
      '测量项目',
    ],
    required: true,
  },
  measured_by: { type: 'text', headings: ['监测人', '监测人员', '检测人', '检测人员', '服务人员', '工作人员', '护士', '操作人'] },
} as const

export const checksSheet = sheetForm<Ctx, typeof checkFields>({
  kind: 'health.checks',
  title: { zh: '健康监测', en: 'Health checks' },
  sheet_names: ['健康监测', '监测'],
  fields: checkFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordChecks(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        part_of_day: partOfDayOf(row.part_of_day.text),
        measured: measuredOf(row.measured.text),
        measured_by: row.measured_by.value,
      })),
    ),
})

const measurementFields = {
  occurred_on: dayField('测量日期', '检测日期', '测量时间', '监测日期'),
  taken_at: { type: 'time', headings: ['时间', '测量时间', '测量时刻', '时刻', '检测时间', '具体时间'] },
  ...placeFields,
  ...personFields,
  // Upper and lower value in two columns, or both in one (`130/85`): the first of them tells the form.
  systolic: {
    type: 'text',
    headings: ['血压/收缩压', '收缩压', '高压', '血压/高压', '收缩压(mmHg)', '血压', '血压值', '血压(mmHg)', '收缩压/舒张压'],
    required: true,
  },
  diastolic: { type: 'number', headings: ['血压/舒张压', '舒张压', '低压', '血压/低压', '舒张压(mmHg)'] },
  pulse: { type: 'number', headings: ['脉搏', '心率', '脉率', '脉搏(次/分)', '血压/脉搏', '脉搏次数'] },
  glucose: { type: 'number', headings: ['血糖/血糖值', '血糖值', '血糖', '血糖(mmol/L)', '血糖/数值', '血糖/测量值'] },
  glucose_state: {
    type: 'text',
    headings: ['血糖/测量状态', '测量状态', '血糖状态', '状态', '空腹/餐后', '餐前/餐后', '测量时机'],
  },
  measured_by: { type: 'text', headings: ['测量人', '测量人员', '检测人', '监测人', '工作人员', '护士', '记录人'] },
} as const

/** A dash or a stroke in a cell says that nothing was measured. */
const isBlank = (text: string): boolean => text.replace(/[\s/\\—-]/g, '') === ''

/** Not a number stays not a number, so that the row is refused. */
const taken = ({ value, text }: FieldValue<number>): number | undefined => value ?? (isBlank(text) ? undefined : Number.NaN)

type Pressure = { readonly systolic: FieldValue<string>; readonly diastolic: FieldValue<number> }

const pressureIn = ({ systolic, diastolic }: Pressure): { systolic: number | undefined; diastolic: number | undefined } => {
  if (isBlank(systolic.text)) return { systolic: undefined, diastolic: taken(diastolic) }
  const upper = readNumber(systolic.cell)
  return upper === undefined ? pressureOf(systolic.text) : { systolic: upper, diastolic: taken(diastolic) }
}

export const measurementsSheet = sheetForm<Ctx, typeof measurementFields>({
  kind: 'health.measurements',
  title: { zh: '健康测量', en: 'Measurements' },
  sheet_names: ['健康测量', '测量', '血压血糖', '血压', '血糖'],
  fields: measurementFields,
  dated_by: 'occurred_on',
  after: ['people.registrations'],
  record: (run, rows) =>
    recordMeasurements(
      run.ctx,
      rows.map((row) => ({
        ...entryOf(run, row),
        ...pressureIn(row),
        taken_at: row.taken_at.value,
        taken_text: row.taken_at.text,
        pulse: taken(row.pulse),
        glucose: taken(row.glucose),
        glucose_state: glucoseStateOf(row.glucose_state.text),
        measured_by: row.measured_by.value,
      })),
    ),
})
