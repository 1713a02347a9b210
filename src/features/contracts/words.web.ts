/** The stored words of contracts and how they are said, and the fields of one contract. */
import type { OutputOf } from '../../shared/endpoint.ts'
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordField } from '../../ui/record-view.tsx'
import type { getContract } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('contracts', texts)

export type T = Translate<keyof typeof texts.zh>

export const states = (t: T) => ({ running: t('running'), ended: t('ended'), not_signed: t('not_signed') })

type Contract = OutputOf<typeof getContract>

export const contractFields = (t: T): readonly RecordField<Contract>[] => [
  { field: 'code', title: t('code'), kind: 'code' },
  { field: 'state', title: t('state'), kind: 'status', choices: states(t), good: ['running'], urgent: ['not_signed'] },
  { field: 'amount_fen', title: t('amount'), kind: 'yuan' },
  { field: 'starts_on', title: t('period'), show: (contract) => `${contract.starts_on} – ${contract.ends_on}` },
  { field: 'purchaser', title: t('purchaser'), if_there: true },
  { field: 'town', title: t('town'), if_there: true },
  { field: 'domain', title: t('domain'), if_there: true },
  { field: 'is_new', title: t('is_new'), kind: 'yes_no' },
  {
    field: 'stations',
    title: t('stations'),
    wide: true,
    show: (contract) => (contract.stations.length > 0 ? contract.stations.join('、') : t('no_stations')),
  },
  { field: 'note', title: t('note'), wide: true, if_there: true },
]
