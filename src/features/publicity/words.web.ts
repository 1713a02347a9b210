/** The stored words of publicity and how they are said; one report, reception and honour in the drawer and on its page. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getHonour, getMedia, getReception } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('publicity', texts)

type T = Translate<keyof typeof texts.zh>

export const honourLevels = (t: T) => ({
  national: t('national'),
  provincial: t('provincial'),
  city: t('city'),
  district: t('district'),
})

export const levels = (t: T) => ({ ...honourLevels(t), own_account: t('own_account') })

export const winnerKinds = (t: T) => ({
  staff: t('staff'),
  organisation: t('organisation'),
  volunteer: t('volunteer'),
  trainee: t('trainee'),
})

export const notCounted = (t: T) => ({ reprint: t('reprint'), self_published: t('self_published') })

/** Whether a row counts, and why not. */
export const standing = (t: T, not_counted: string | null): string =>
  not_counted === null ? t('counts') : ({ ...notCounted(t), not_held: t('not_held') }[not_counted] ?? not_counted)

export const mediaRecord = (t: T): RecordSpec<typeof getMedia> => ({
  endpoint: getMedia,
  id_field: 'media_id',
  entity: 'publicity.media',
  path: (id) => `/publicity/media/${id}`,
  title: (report) => report.title,
  fields: [
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'outlet', title: t('outlet') },
    { field: 'level', title: t('level'), kind: 'choice', choices: levels(t) },
    { field: 'not_counted', title: t('standing'), show: (report) => standing(t, report.not_counted) },
    { field: 'contract_name', title: t('contract'), if_there: true },
    { field: 'link', title: t('link'), wide: true, if_there: true },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})

export const receptionRecord = (t: T): RecordSpec<typeof getReception> => ({
  endpoint: getReception,
  id_field: 'reception_id',
  entity: 'publicity.receptions',
  path: (id) => `/publicity/receptions/${id}`,
  title: (reception) => reception.visitor,
  fields: [
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'visitor_count', title: t('visitor_count'), kind: 'number' },
    { field: 'not_counted', title: t('standing'), show: (reception) => standing(t, reception.not_counted) },
    { field: 'purpose', title: t('purpose'), if_there: true },
    { field: 'place', title: t('place'), if_there: true },
    { field: 'received_by', title: t('received_by'), if_there: true },
  ],
})

export const honourRecord = (t: T): RecordSpec<typeof getHonour> => ({
  endpoint: getHonour,
  id_field: 'honour_id',
  entity: 'publicity.honours',
  path: (id) => `/publicity/honours/${id}`,
  title: (honour) => honour.title,
  fields: [
    { field: 'winner', title: t('winner') },
    { field: 'winner_kind', title: t('winner_kind'), kind: 'choice', choices: winnerKinds(t) },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'level', title: t('level'), kind: 'choice', choices: levels(t) },
    { field: 'awarded_by', title: t('awarded_by'), if_there: true },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})
