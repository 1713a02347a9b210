/** The stored words of calls and doses and how they are said; one call and one dose, in the drawer and on their pages. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getCall, getDose } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('campaigns', texts)

type T = Translate<keyof typeof texts.zh>

export const outcomes = (t: T) => ({
  answered: t('answered'),
  no_answer: t('no_answer'),
  refused: t('refused'),
  switched_off: t('switched_off'),
  wrong_number: t('wrong_number'),
})

export const willingness = (t: T) => ({
  willing: t('willing'),
  undecided: t('undecided'),
  unwilling: t('unwilling'),
  vaccinated: t('vaccinated'),
  unfit: t('unfit'),
})

export const doseWords = (t: T) => ({ 1: t('dose_1'), 2: t('dose_2'), 3: t('dose_3') })

export const standings = (t: T) => ({ under_60: t('under_60'), not_mobilised: t('not_mobilised') })

/** Whether a dose counts, and why not. */
export const standing = (t: T, code: string | null): string =>
  code === null ? t('counts') : ((standings(t) as Readonly<Record<string, string>>)[code] ?? code)

/** `09:30:00` → `09:30`. */
export const clock = (time: string | null): string => time?.slice(0, 5) ?? ''

export const callRecord = (t: T): RecordSpec<typeof getCall> => ({
  endpoint: getCall,
  id_field: 'call_id',
  entity: 'campaigns.calls',
  path: (id) => `/campaigns/calls/${id}`,
  title: (call) => call.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'campaign_name', title: t('campaign') },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'called_at', title: t('called_at'), show: (call) => clock(call.called_at), if_there: true },
    { field: 'station_name', title: t('station') },
    { field: 'outcome', title: t('outcome'), kind: 'choice', choices: outcomes(t) },
    { field: 'willingness', title: t('willingness'), kind: 'choice', choices: willingness(t), if_there: true },
    { field: 'caller', title: t('caller'), if_there: true },
  ],
})

export const doseRecord = (t: T): RecordSpec<typeof getDose> => ({
  endpoint: getDose,
  id_field: 'dose_id',
  entity: 'campaigns.doses',
  path: (id) => `/campaigns/doses/${id}`,
  title: (dose) => dose.person_name,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'station_name', title: t('station') },
    { field: 'dose', title: t('dose'), kind: 'choice', choices: doseWords(t) },
    { field: 'standing_code', title: t('standing'), show: (dose) => standing(t, dose.standing_code) },
    { field: 'first_answered_on', title: t('first_answered_on'), kind: 'day', if_there: true },
    { field: 'place', title: t('place'), if_there: true },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})
