/** 健康测量: how many, whose, and how high by the thresholds of their day; 健康监测 is counted on the spine. */
import type { FigureDefinition, SliceFigures, SourceColumn, Words } from '../../shared/figure-source.ts'
import { CLASS_NAMES } from './rules.ts'

const columns: readonly SourceColumn[] = [
  { field: 'occurred_on', title: { zh: '日期', en: 'Day' }, type: 'day' },
  { field: 'taken_at', title: { zh: '时间', en: 'Time' }, type: 'text' },
  { field: 'person_id', title: { zh: '姓名', en: 'Name' }, type: 'person' },
  { field: 'station_id', title: { zh: '站点', en: 'Station' }, type: 'station' },
  { field: 'systolic', title: { zh: '收缩压', en: 'Systolic' }, type: 'number' },
  { field: 'diastolic', title: { zh: '舒张压', en: 'Diastolic' }, type: 'number' },
  { field: 'pulse', title: { zh: '脉搏', en: 'Pulse' }, type: 'number' },
  { field: 'glucose', title: { zh: '血糖', en: 'Glucose' }, type: 'number' },
  { field: 'bp_class', title: { zh: '血压分级', en: 'Blood pressure class' }, type: 'text' },
]

const record = { path: '/health/measurements/:id' }

const className = `case bp_class ${Object.entries(CLASS_NAMES)
  .map(([code, name]) => `when '${code}' then '${name}'`)
  .join(' ')} end as bp_class`

const graded = `select measurement_id, station_id, contract_id, person_id, occurred_on, taken_at, systolic, diastolic, pulse, glucose, glucose_state,
  ${className}, bp_critical, glucose_critical, evidence
  from health.graded_measurements where organisation_id = :organisation_id and void_id is null`

interface Measured {
  readonly key: string
  readonly title: Words
  readonly rule: Words
  readonly where?: string
  readonly unit: '行' | '次' | '人'
}

const counted: readonly Measured[] = [
  {
    key: 'valid_rows',
    title: { zh: '有效测量', en: 'Measurements' },
    rule: { zh: '健康测量有效行数。', en: 'Valid rows of 健康测量.' },
    unit: '行',
  },
  {
    key: 'persons',
    title: { zh: '测量人数', en: 'Persons measured' },
    rule: { zh: '有有效测量的人数（去重）。', en: 'Distinct persons with a valid row.' },
    unit: '人',
  },
  {
    key: 'blood_pressure_rows',
    title: { zh: '血压测量', en: 'Blood pressures' },
    rule: { zh: '有血压值的有效行数。', en: 'Valid rows with a blood pressure.' },
    where: 'systolic is not null',
    unit: '次',
  },
  {
    key: 'glucose_rows',
    title: { zh: '血糖测量', en: 'Glucose values' },
    rule: { zh: '有血糖值的有效行数。', en: 'Valid rows with a glucose value.' },
    where: 'glucose is not null',
    unit: '次',
  },
  {
    key: 'critical_blood_pressure_rows',
    title: { zh: '血压危急值', en: 'Critical blood pressures' },
    rule: { zh: '收缩压≥180或舒张压≥110的有效行数。', en: 'Valid rows with systolic >= 180 or diastolic >= 110.' },
    where: 'bp_critical',
    unit: '次',
  },
  {
    key: 'critical_blood_pressure_persons',
    title: { zh: '血压危急值人数', en: 'Persons with a critical blood pressure' },
    rule: { zh: '上述危急值涉及人数（去重）。', en: 'Distinct persons of those rows.' },
    where: 'bp_critical',
    unit: '人',
  },
  {
    key: 'critical_glucose_rows',
    title: { zh: '血糖危急值', en: 'Critical glucose values' },
    rule: { zh: '血糖≥16.7或≤3.9 mmol/L的有效行数。', en: 'Valid rows with glucose >= 16.7 or <= 3.9 mmol/L.' },
    where: 'glucose_critical',
    unit: '次',
  },
  {
    key: 'critical_glucose_persons',
    title: { zh: '血糖危急值人数', en: 'Persons with a critical glucose value' },
    rule: { zh: '上述危急值涉及人数（去重）。', en: 'Distinct persons of those rows.' },
    where: 'glucose_critical',
    unit: '人',
  },
]

const definitionOf = ({ key, title, rule, where, unit }: Measured): FigureDefinition => ({
  key: `measurements.${key}`,
  title,
  unit,
  rule,
  rules: key === 'persons' ? ['R17', 'R39'] : ['R39'],
  source: 'health.measurements',
  ...(where ? { where } : {}),
  measure: unit === '人' ? { kind: 'distinct', column: 'person_id' } : { kind: 'count' },
})

export const figures: SliceFigures = {
  sources: [
    {
      name: 'health.measurements',
      needs: 'health.read',
      title: { zh: '健康测量', en: 'Measurements' },
      sql: graded,
      id: 'measurement_id',
      dimensions: { day: 'occurred_on', station: 'station_id', contract: 'contract_id', person: 'person_id' },
      columns,
      record,
    },
    {
      name: 'health.latest_blood_pressures',
      needs: 'health.read',
      title: { zh: '期内最近一次血压', en: 'Latest blood pressures of the period' },
      sql: `select distinct on (person_id) g.* from (${graded} and systolic is not null and occurred_on between :from and :to) g
            order by person_id, occurred_on desc, taken_at desc nulls last, measurement_id desc`,
      id: 'measurement_id',
      dimensions: { station: 'station_id', contract: 'contract_id', person: 'person_id' },
      columns,
      record,
      order: 'occurred_on, measurement_id',
    },
  ],
  definitions: [
    ...counted.map(definitionOf),
    {
      key: 'measurements.last_blood_pressure_below_140_90',
      title: { zh: '最近一次血压低于140/90', en: 'Latest blood pressure below 140/90' },
      unit: '%',
      rule: {
        zh: '最近一次有效血压（按日期、时间）收缩压<140且舒张压<90的人数/有有效血压的人数。',
        en: 'Persons whose latest valid blood pressure (date, then time) is below 140 and below 90 / persons with a valid blood pressure.',
      },
      rules: ['R39'],
      source: 'health.latest_blood_pressures',
      // The figure is named after these two numbers, whatever edition of the guideline holds.
      where: 'systolic < 140 and diastolic < 90',
      denominator_where: 'systolic is not null',
      measure: { kind: 'distinct', column: 'person_id' },
    },
  ],
}
