/** The stored words of the coin ledger and how they are said; one entry in the drawer and on its page. */
import { showNumber } from '../../ui/format.ts'
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getEntry } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('points', texts)

export type T = Translate<keyof typeof texts.zh>

export const deskKinds = (t: T) => ({ earned: t('earn'), spent: t('spend'), adjusted: t('adjust') })

export const kinds = (t: T) => ({ ...deskKinds(t), opening: t('opening') })

export const deskFunds = (t: T) => ({ government: t('government'), donation: t('donation'), own: t('own') })

export const counters = (t: T) => ({
  ...deskFunds(t),
  unstated: t('unstated'),
  opening: t('opening'),
  shop: t('shop'),
  physical: t('physical'),
  expired: t('expired'),
  unrecovered: t('unrecovered'),
})

/** Coins with their sign: `+3`, `−5`. */
export const signed = (amount: number): string => `${amount > 0 ? '+' : ''}${showNumber(amount)}`

export const accountHref = (member_no: string): string => `/points/accounts/${encodeURIComponent(member_no)}`

export const entryRecord = (t: T): RecordSpec<typeof getEntry> => ({
  endpoint: getEntry,
  id_field: 'entry_id',
  entity: 'points.entries',
  path: (id) => `/points/entries/${id}`,
  title: (entry) => `${entry.person_name || entry.member_no} · ${signed(entry.amount)}`,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'member_no', title: t('member_no'), kind: 'code' },
    { field: 'kind', title: t('kind'), kind: 'choice', choices: kinds(t) },
    { field: 'amount', title: t('amount'), show: (entry) => `${signed(entry.amount)} ${t('coins')}` },
    { field: 'balance', title: t('balance_after'), kind: 'number', unit: t('coins') },
    { field: 'counter', title: t('counter'), kind: 'choice', choices: counters(t) },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'station_name', title: t('station') },
    { field: 'reason', title: t('reason'), if_there: true },
    { field: 'serial', title: t('serial'), kind: 'code', if_there: true },
    { field: 'handled_by', title: t('handled_by'), if_there: true },
  ],
})
