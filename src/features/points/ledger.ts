/** The coin ledger (金币流水): the one way entries reach it, for one entry at the desk or for a year of them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type Entry, type PlacedPerson, type Places, type Refused } from '../records/place.ts'
import { onceKey } from '../records/put.ts'
import { putOnce } from '../records/put-once.ts'
import {
  changeOf,
  compareEntries,
  counterOf,
  post,
  type Counter,
  type Kind,
  type Ledger,
  type Posting,
  type Verdict,
} from './rules.ts'

export interface CoinEntry extends Entry {
  readonly id?: string | undefined
  /** `undefined` when the word for it says nothing. */
  readonly kind: Kind | undefined
  readonly kind_text?: string | undefined
  /** Coins as written: without sign for earned and spent, with sign for adjusted. NaN when it cannot be read. */
  readonly amount: number
  /** As written, for the refusal. */
  readonly amount_text?: string | undefined
  /** 流水号, counts once in a year. */
  readonly serial?: string | undefined
  readonly reason?: string | undefined
  readonly handled_by?: string | undefined
  /** The other side; default by kind. */
  readonly counter?: Counter | undefined
  readonly evidence: Evidence
}

interface Sound {
  readonly entry: CoinEntry
  readonly kind: Kind
  readonly change: number
  readonly placed: PlacedPerson
  readonly account_station_id: string
  readonly serial: string
  readonly occurred_on: string
  readonly once: readonly string[] | undefined
}

/** An opening has no day of its own, so neither the contract's period nor an exit is looked at. */
const placeOpening = (places: Places, entry: CoinEntry): PlacedPerson | Refused => {
  const found = places.directory.identify(entry)
  if (isRefused(found)) return { ...found, field: 'member_no' }
  const { person_id, member_no, station_id: home } = found.registered
  const station_id = entry.station ? places.stations.find(entry.station) : (entry.station_id ?? home)
  if (!station_id) return { refused: 'unknown_station', details: { station: entry.station ?? '' }, field: 'station' }
  const placed = places.place({ occurred_on: entry.occurred_on, station_id })
  if (isRefused(placed) && placed.refused !== 'out_of_contract') return placed
  return { station_id, contract_id: isRefused(placed) ? null : placed.contract_id, person_id, member_no }
}

/** A ledger without a column for the station belongs to the stations of its members. */
const placeEntry = (places: Places, entry: CoinEntry): PlacedPerson | Refused => {
  if (entry.kind === 'opening') return placeOpening(places, entry)
  if (entry.station || entry.station_id || entry.contract_code) return places.placePerson(entry)
  const found = places.directory.identify(entry)
  if (isRefused(found)) return { ...found, field: 'member_no' }
  return places.placePerson({ ...entry, station_id: found.registered.station_id })
}

const onceOf = (kind: Kind, member_no: string, serial: string, occurred_on: string): readonly string[] | undefined => {
  const year = occurred_on.slice(0, 4)
  if (kind === 'opening') return ['coins opening', member_no, year]
  return serial === '' ? undefined : ['coins', serial, year]
}

/** Contract, person, exit, then kind and amount (rule R11). */
const soundOf = (places: Places, entry: CoinEntry): Sound | Refused => {
  const placed = placeEntry(places, entry)
  if (isRefused(placed)) return placed
  const { kind, occurred_on } = entry
  if (!kind) return { refused: 'bad_value', details: { field: '类型', value: entry.kind_text ?? '' }, field: 'kind' }
  const change = changeOf(kind, entry.amount)
  if (change === undefined)
    return { refused: 'bad_amount', details: { value: entry.amount_text ?? String(entry.amount) }, field: 'amount' }
  const account = places.directory.identify({ member_no: placed.member_no })
  if (isRefused(account)) return { ...account, field: 'member_no' }
  const serial = normalCode(entry.serial ?? '')
  const once = onceOf(kind, placed.member_no, serial, occurred_on)
  return { entry, kind, change, placed, account_station_id: account.registered.station_id, serial, occurred_on, once }
}

export interface AccountOf {
  readonly member_no: string
  readonly person_id: string
  /** Whose register holds the number. */
  readonly account_station_id: string
}

/** Opens the accounts that are not open yet. Returns their numbers in the one order in which accounts are locked. */
export const openAccounts = async (ctx: Ctx, entries: readonly AccountOf[]): Promise<string[]> => {
  const accounts = new Map(entries.map((one) => [one.member_no, one]))
  const numbers = [...accounts.keys()].toSorted()
  const rows = numbers.map((member_no) => ({
    organisation_id: ctx.organisation_id,
    member_no,
    person_id: accounts.get(member_no)!.person_id,
    station_id: accounts.get(member_no)!.account_station_id,
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }))
  await insertRows(ctx.db, 'points.accounts', rows, { conflict: 'on conflict (organisation_id, member_no) do nothing' })
  return numbers
}

/** Opens accounts and locks them until the transaction ends. */
const lockAccounts = async (ctx: Ctx, entries: readonly Sound[]): Promise<string[]> => {
  const numbers = await openAccounts(
    ctx,
    entries.map(({ placed, account_station_id }) => ({ ...placed, account_station_id })),
  )
  await sql`select member_no from points.accounts
    where organisation_id = ${ctx.organisation_id} and member_no = any(${numbers}) order by member_no for update`.execute(ctx.db)
  return numbers
}

/** Balances and what stands, read after the accounts are locked. */
const readLedger = async (
  ctx: Ctx,
  numbers: readonly string[],
  entries: readonly Sound[],
): Promise<Ledger & { readonly ids: ReadonlySet<string> }> => {
  const balances = await sql<{ member_no: string; balance: number; first_on: string }>`
    select member_no, sum(amount) as balance, min(occurred_on) as first_on from points.entries
    where organisation_id = ${ctx.organisation_id} and void_id is null and member_no = any(${numbers}) group by member_no`.execute(
    ctx.db,
  )
  const keys = entries.flatMap(({ once }) => (once ? [onceKey(once, null)] : []))
  const given = entries.flatMap(({ entry }) => entry.id ?? [])
  const standing = await sql<{ entry_id: string; once_key: string | null }>`
    select entry_id, once_key from points.entries
    where organisation_id = ${ctx.organisation_id} and void_id is null
      and (once_key = any(${keys}::uuid[]) or entry_id = any(${given}::uuid[]))`.execute(ctx.db)
  const opening_day = entries.find(({ kind }) => kind === 'opening')?.occurred_on
  return {
    balances: new Map(balances.rows.map((row) => [row.member_no, row.balance])),
    standing: new Map(standing.rows.flatMap((row) => (row.once_key ? [[row.once_key, row.entry_id] as const] : []))),
    carried_on: new Set(
      balances.rows.flatMap((row) => (opening_day !== undefined && row.first_on < opening_day ? [row.member_no] : [])),
    ),
    ids: new Set(standing.rows.map((row) => row.entry_id)),
  }
}

const postingOf = ({ kind, change, placed, once, entry }: Sound, id: string): Posting => ({
  id,
  member_no: placed.member_no,
  kind,
  change,
  once: once ? onceKey(once, null) : undefined,
  may_owe: kind === 'adjusted' && entry.evidence === 'imported',
})

const rowOf = ({ entry, kind, change, placed, account_station_id, serial, once }: Sound, id: string) => ({
  id,
  once,
  evidence: entry.evidence,
  columns: {
    member_no: placed.member_no,
    person_id: placed.person_id,
    account_station_id,
    station_id: placed.station_id,
    contract_id: placed.contract_id,
    occurred_on: entry.occurred_on,
    kind,
    amount: change,
    counter: counterOf(kind, entry.counter),
    serial: serial || null,
    reason: entry.reason || null,
    handled_by: entry.handled_by || null,
  },
})

const outcomeOf = (verdict: Verdict, { change }: Sound, id: string): Outcome => {
  if ('stands' in verdict) return { id }
  if ('repeats_id' in verdict) return { refused: 'duplicate', repeats_id: verdict.repeats_id, field: 'serial' }
  if ('open_with' in verdict) return { refused: 'account_open', details: { balance: verdict.open_with }, field: 'amount' }
  return { refused: 'overdraft', details: { balance: verdict.short, amount: -change }, field: 'amount' }
}

/** Where and on whose account an entry would stand; refuses what `recordEntries` would refuse without looking at the balance. */
export const placeOfEntry = async (ctx: Ctx, entry: CoinEntry): Promise<PlacedPerson> => {
  const sound = soundOf(await openPlaces(ctx, [entry]), entry)
  if (isRefused(sound)) throw new Refusal(sound.refused, sound.details ?? {}, sound.field)
  return sound.placed
}

/**
 * Writes coin entries in 流水号 order; the outcomes come in the order given. An entry above the balance is refused and skipped, a
 * second entry with the same number repeats the first (rule R38). Two requests at once wait for each other at the account.
 */
export const recordEntries = async (ctx: Ctx, entries: readonly CoinEntry[]): Promise<Outcome[]> => {
  const places = await openPlaces(ctx, entries)
  const read = entries.map((entry) => soundOf(places, entry))
  const sound = read.filter((one): one is Sound => !isRefused(one)).toSorted(compareEntries)
  const numbers = await lockAccounts(ctx, sound)
  const ledger = await readLedger(ctx, numbers, sound)
  // The same request sent again: it stands already, whatever the balance is now.
  const again = (one: Sound) => one.entry.id !== undefined && ledger.ids.has(one.entry.id)
  const fresh = sound.filter((one) => !again(one)).map((one) => ({ one, id: one.entry.id ?? newId() }))
  const verdicts = post(
    ledger,
    fresh.map(({ one, id }) => postingOf(one, id)),
  )
  const outcomes = new Map<Sound | Refused, Outcome>(sound.filter(again).map((one) => [one, { id: one.entry.id! }]))
  for (const [i, { one, id }] of fresh.entries()) outcomes.set(one, outcomeOf(verdicts[i]!, one, id))
  const standing = fresh.filter((_, i) => 'stands' in verdicts[i]!)
  const written = await putOnce(
    ctx,
    { table: 'points.entries', id: 'entry_id' },
    standing.map(({ one, id }) => rowOf(one, id)),
  )
  // Somebody else wrote the same number at this very moment, to another account: the balances above are no longer true.
  if (written.some((outcome) => 'refused' in outcome)) throw new Refusal('duplicate', {}, 'serial')
  return read.map((one) => (isRefused(one) ? one : outcomes.get(one)!))
}

/**
 * After entries were taken back: no account may be left owing coins it has already spent (rule R38). Refused: `coins_used`, with the
 * account and what its balance would be. An account that owed before and owes less now is left alone.
 */
export const checkNoDebt = async (ctx: Ctx, void_id: string): Promise<void> => {
  const { rows: accounts } = await sql<{ member_no: string }>`
    select a.member_no from points.accounts a where a.organisation_id = ${ctx.organisation_id} and a.member_no in (
      select member_no from points.entries where organisation_id = ${ctx.organisation_id} and void_id = ${void_id}
      group by member_no having sum(amount) > 0)
    order by a.member_no for update`.execute(ctx.db)
  if (accounts.length === 0) return
  const { rows } = await sql<{ member_no: string; balance: number }>`
    select member_no, coalesce(sum(amount) filter (where void_id is null), 0) as balance from points.entries
    where organisation_id = ${ctx.organisation_id} and member_no = any(${accounts.map((account) => account.member_no)})
    group by member_no having coalesce(sum(amount) filter (where void_id is null), 0) < 0 order by member_no limit 1`.execute(
    ctx.db,
  )
  const [owing] = rows
  if (owing) throw new Refusal('coins_used', { member_no: owing.member_no, balance: owing.balance })
}
