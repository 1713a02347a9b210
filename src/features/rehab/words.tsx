/** The stored words of the centre and how they are said; records as the drawer and their own page show them. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import { Masked } from '../../ui/masked.tsx'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getDailyCheck, getSale, getSkill, revealGuardian } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('rehab', texts)

export type T = Translate<keyof typeof texts.zh>

export const standings = (t: T) => ({ formal: t('formal'), trial: t('trial') })

export const employments = (t: T) => ({ none: t('none'), assisted: t('assisted'), open: t('open') })

export const skillResults = (t: T) => ({ mastered: t('mastered'), basic: t('basic'), learning: t('learning') })

export const allSkillResults = (t: T) => ({ ...skillResults(t), not_mastered: t('not_mastered') })

export const goalResults = (t: T) => ({ reached: t('reached'), partly: t('partly'), not_reached: t('not_reached') })

export const goals = (t: T) => ({ go_out_alone: t('go_out_alone') })

export const kinds = (t: T) => ({ sale: t('sale'), refund: t('refund') })

export const categories = (t: T) => ({ weaving: t('weaving') })

export const medications = (t: T) => ({ not_needed: t('not_needed'), taken: t('taken'), not_taken: t('not_taken') })

export const moods = (t: T) => ({ calm: t('calm'), happy: t('happy'), low: t('low') })

export const allMoods = (t: T) => ({ ...moods(t), restless: t('restless'), excited: t('excited') })

/** `120/80`, or nothing when it was not measured. */
export const pressure = (row: { systolic: number | null; diastolic: number | null }): string =>
  row.systolic === null || row.diastolic === null ? '' : `${row.systolic}/${row.diastolic}`

export const Guardian = ({ trainee_id, masked, may }: { trainee_id: string; masked: string; may: boolean }) => {
  const t = useTexts()
  return (
    <Masked
      masked={masked}
      what={t('guardian')}
      {...(may
        ? {
            reveal: {
              endpoint: revealGuardian,
              input: { trainee_id },
              value: (known: { name: string; phone: string }) => `${known.name} ${known.phone}`.trim(),
            },
          }
        : {})}
    />
  )
}

export const skillRecord = (t: T): RecordSpec<typeof getSkill> => ({
  endpoint: getSkill,
  id_field: 'skill_id',
  entity: 'rehab.skills',
  path: (id) => `/rehab/skills/${id}`,
  title: (row) => `${row.person_name} · ${row.skill}`,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'skill', title: t('skill') },
    { field: 'result', title: t('result'), kind: 'status', choices: allSkillResults(t), good: ['mastered'] },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'training_hours', title: t('training_hours'), kind: 'number', if_there: true },
    { field: 'assessed_by', title: t('assessed_by'), if_there: true },
    { field: 'station_name', title: t('station') },
  ],
})

export const saleRecord = (t: T): RecordSpec<typeof getSale> => ({
  endpoint: getSale,
  id_field: 'sale_id',
  entity: 'rehab.sales',
  path: (id) => `/rehab/sales/${id}`,
  title: (row) => row.bill_no,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'kind', title: t('kind'), kind: 'status', choices: kinds(t), urgent: ['refund'] },
    { field: 'category', title: t('category'), kind: 'choice', choices: categories(t) },
    { field: 'product', title: t('product'), if_there: true },
    { field: 'pieces', title: t('pieces'), kind: 'number' },
    { field: 'unit_price_fen', title: t('unit_price'), kind: 'yuan' },
    { field: 'amount_fen', title: t('amount'), kind: 'yuan' },
    { field: 'buyer', title: t('buyer'), if_there: true },
    { field: 'station_name', title: t('station') },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})

export const checkRecord = (t: T): RecordSpec<typeof getDailyCheck> => ({
  endpoint: getDailyCheck,
  id_field: 'check_id',
  entity: 'rehab.daily_checks',
  path: (id) => `/rehab/daily-checks/${id}`,
  title: (row) => row.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'temperature', title: t('temperature'), kind: 'number', unit: '℃' },
    { field: 'systolic', title: t('blood_pressure'), show: pressure },
    { field: 'pulse', title: t('pulse'), kind: 'number' },
    { field: 'spo2', title: t('spo2'), kind: 'number', unit: '%' },
    { field: 'medication', title: t('medication'), kind: 'choice', choices: medications(t), if_there: true },
    { field: 'mood', title: t('mood'), kind: 'choice', choices: allMoods(t), if_there: true },
    { field: 'measured_by', title: t('measured_by'), if_there: true },
    { field: 'station_name', title: t('station') },
  ],
})
