/** The stored words of health and how they are said; one check and one measurement, in the drawer and on their pages. */
import { Tag } from 'antd'
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getCheck, getMeasurement } from './contract.ts'
import { texts } from './texts.ts'
import { Trend } from './trend.tsx'

export const useTexts = registerTexts('health', texts)

export type T = Translate<keyof typeof texts.zh>

export const partsOfDay = (t: T) => ({ morning: t('morning'), afternoon: t('afternoon'), evening: t('evening') })

export const glucoseStates = (t: T) => ({ fasting: t('fasting'), after_meal: t('after_meal'), random: t('random') })

export const classes = (t: T) => ({
  normal: t('normal'),
  high_normal: t('high_normal'),
  grade_1: t('grade_1'),
  grade_2: t('grade_2'),
  grade_3: t('grade_3'),
})

/** What a check can hold, kept in the words of the workbooks whatever language the screen speaks. */
export const checkedThings = (t: T) => ({
  血压: t('blood_pressure'),
  血糖: t('glucose'),
  体温: t('temperature'),
  体重: t('weight'),
  血氧: t('oxygen'),
  健康咨询: t('advice'),
})

/** `09:30:00` → `09:30`. */
export const clock = (time: string | null): string => time?.slice(0, 5) ?? ''

interface Pressure {
  readonly systolic: number | null
  readonly diastolic: number | null
  readonly bp_critical: boolean
}

/** `182/104 危急值`: never by colour alone. */
export const pressureOf = (t: T, { systolic, diastolic, bp_critical }: Pressure) =>
  systolic === null ? null : (
    <>
      {systolic}/{diastolic}{' '}
      {bp_critical ? (
        <Tag className="status status-urgent" variant="filled">
          {t('critical')}
        </Tag>
      ) : null}
    </>
  )

export const glucoseOf = (
  t: T,
  { glucose, glucose_critical }: { readonly glucose: number | null; readonly glucose_critical: boolean },
) =>
  glucose === null ? null : (
    <>
      {glucose}{' '}
      {glucose_critical ? (
        <Tag className="status status-urgent" variant="filled">
          {t('critical')}
        </Tag>
      ) : null}
    </>
  )

export const checkRecord = (t: T): RecordSpec<typeof getCheck> => ({
  endpoint: getCheck,
  id_field: 'check_id',
  entity: 'health.checks',
  path: (id) => `/health/checks/${id}`,
  title: (check) => check.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'part_of_day', title: t('part_of_day'), kind: 'choice', choices: partsOfDay(t), if_there: true },
    { field: 'station_name', title: t('station') },
    { field: 'measured', title: t('measured') },
    { field: 'measured_by', title: t('checked_by'), if_there: true },
  ],
})

export const measurementRecord = (t: T): RecordSpec<typeof getMeasurement> => ({
  endpoint: getMeasurement,
  id_field: 'measurement_id',
  entity: 'health.measurements',
  path: (id) => `/health/measurements/${id}`,
  title: (measurement) => measurement.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'taken_at', title: t('taken_at'), show: (row) => clock(row.taken_at), if_there: true },
    { field: 'station_name', title: t('station') },
    { field: 'systolic', title: t('blood_pressure'), show: (row) => pressureOf(t, row), if_there: true },
    { field: 'bp_class', title: t('bp_class'), kind: 'choice', choices: classes(t), if_there: true },
    { field: 'pulse', title: t('pulse'), kind: 'number', if_there: true },
    { field: 'glucose', title: t('glucose'), show: (row) => glucoseOf(t, row), if_there: true },
    { field: 'glucose_state', title: t('glucose_state'), kind: 'choice', choices: glucoseStates(t), if_there: true },
    { field: 'measured_by', title: t('measured_by'), if_there: true },
  ],
  more: (measurement) => (
    <>
      <Trend person_id={measurement.person_id} />
      <p className="quiet">{t('not_diagnosis')}</p>
    </>
  ),
})
