/**
 * Coins (积分金币). An account is a member number; its balance is the sum of its entries, never stored. Entries are only added
 * (`ledger.ts`): 期初 opening, 获得 earned, 兑换 spent, 冲正 adjusted; each names the account on its other side (对方账户), so that all
 * accounts together hold nothing. A balance never falls below zero at the desk (rule R38). What services earn stands in dated rules
 * (`rulebook.ts`, `earn.ts`); what is given by hand above the limit waits for a second person (`grants.ts`).
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import { findPersonIds } from '../people/names-of.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import type * as contract from './contract.ts'
import { waitForSecond } from './grants.ts'
import { recordEntries } from './ledger.ts'
import { withPlaces } from './places.ts'

type Account = OutputOf<typeof contract.getPointsAccount>
type AccountRow = Omit<Account, 'person_name' | 'station_name'>

const accountRows = (ctx: Ctx) => sql`
  select a.member_no, a.person_id, a.station_id, coalesce(e.balance, 0) as balance, coalesce(e.opening, 0) as opening,
    coalesce(e.earned, 0) as earned, coalesce(e.spent, 0) as spent, coalesce(e.adjusted, 0) as adjusted,
    coalesce(e.entries, 0) as entries, e.last_on
  from points.accounts a left join (
    select member_no, sum(amount) as balance, count(*) as entries, max(occurred_on) as last_on,
      sum(amount) filter (where kind = 'opening') as opening, sum(amount) filter (where kind = 'earned') as earned,
      -sum(amount) filter (where kind = 'spent') as spent, sum(amount) filter (where kind = 'adjusted') as adjusted
    from points.entries where organisation_id = ${ctx.organisation_id} and void_id is null group by member_no
  ) e on e.member_no = a.member_no
  where a.organisation_id = ${ctx.organisation_id}`

const SORTS: ReadonlySet<string> = new Set([
  'member_no',
  'balance',
  'opening',
  'earned',
  'spent',
  'adjusted',
  'entries',
  'last_on',
])

export const listPointsAccounts = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listPointsAccounts>,
): Promise<OutputOf<typeof contract.listPointsAccounts>> => {
  // An account whose only import was taken back holds nothing to show.
  const parts = [sql`s.entries > 0`]
  if (input.station_id) parts.push(sql`s.station_id = ${input.station_id}`)
  if (input.from) parts.push(sql`s.last_on >= ${input.from}`)
  if (input.to) parts.push(sql`s.last_on <= ${input.to}`)
  const typed = input.q?.trim()
  if (typed) {
    const persons = await findPersonIds(ctx, typed)
    parts.push(
      sql`(s.person_id = any(${persons}::uuid[]) or s.member_no like ${`%${normalCode(typed).replace(/[\\%_]/g, '\\$&')}%`})`,
    )
  }
  const where = sql.join(parts, sql` and `)
  const column = input.sort?.replace(/^-/, '') ?? ''
  const asked = SORTS.has(column) ? input.sort! : '-balance'
  const order = sql`s.${sql.ref(asked.replace(/^-/, ''))} ${asked.startsWith('-') ? sql`desc nulls last` : sql`asc nulls last`}, s.member_no`
  const { rows } = await sql<AccountRow>`select s.* from (${accountRows(ctx)}) s where ${where}
    order by ${order} limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from (${accountRows(ctx)}) s where ${where}`.execute(
    ctx.db,
  )
  return { rows: await withPlaces(ctx, rows), total: counted.rows[0]!.total }
}

export const getPointsAccount = async (ctx: Ctx, { member_no }: ParsedOf<typeof contract.getPointsAccount>): Promise<Account> => {
  const { rows } = await sql<AccountRow>`${accountRows(ctx)} and a.member_no = ${normalCode(member_no)}`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('not_found')
  return (await withPlaces(ctx, rows))[0]!
}

const balanceOf = async (ctx: Ctx, member_no: string): Promise<number> => {
  const { rows } = await sql<{ balance: number }>`select coalesce(sum(amount), 0) as balance from points.entries
    where organisation_id = ${ctx.organisation_id} and member_no = ${normalCode(member_no)} and void_id is null`.execute(ctx.db)
  return rows[0]!.balance
}

const entries: ListOf = {
  table: 'points.entries',
  id: 'entry_id',
  columns: [
    'occurred_on', 'station_id', 'contract_id', 'person_id', 'member_no', 'kind', 'amount', 'counter', 'rule_id', 'serial', 'reason', 'handled_by', 'evidence',
    'recorded_at',
  ], // prettier-ignore
  day: 'occurred_on',
  station: true,
  person: true,
  search: ['member_no', 'serial', 'reason'],
  filters: { member_no: 'member_no', kind: 'kind', counter: 'counter' },
  // Last written first: with equal instants the id tells, so an account reads in the order in which its balance was looked at.
  sort: '-recorded_at',
}

type Entry = OutputOf<typeof contract.listEntries>['rows'][number]

/** What each account held after each of these entries; an entry taken back has no balance of its own and shows the one before it. */
const withBalances = async <R extends Pick<Entry, 'entry_id' | 'member_no' | 'balance' | 'recorded_at'>>(
  ctx: Ctx,
  rows: readonly R[],
): Promise<R[]> => {
  const ids = rows.map((row) => row.entry_id)
  const numbers = [...new Set(rows.map((row) => row.member_no))]
  const { rows: found } = await sql<{ entry_id: string; balance: number }>`
    select entry_id, balance from (
      select entry_id, coalesce(sum(amount) filter (where void_id is null) over (partition by member_no order by recorded_at, entry_id), 0) as balance
      from points.entries where organisation_id = ${ctx.organisation_id} and member_no = any(${numbers})
    ) b where entry_id = any(${ids}::uuid[])`.execute(ctx.db)
  const balances = new Map(found.map((row) => [row.entry_id, row.balance]))
  return rows.map((row) => ({
    ...row,
    balance: balances.get(row.entry_id) ?? 0,
    recorded_at: new Date(row.recorded_at).toISOString(),
  }))
}

export const listEntries = async (
  ctx: Ctx,
  { member_no, ...input }: ParsedOf<typeof contract.listEntries>,
): Promise<OutputOf<typeof contract.listEntries>> => {
  const asked = { ...input, member_no: member_no === undefined ? undefined : normalCode(member_no) }
  const { rows, total } = await listRows<Entry>(ctx, entries, asked)
  return { rows: await withBalances(ctx, rows), total }
}

export const getEntry = async (
  ctx: Ctx,
  { entry_id }: ParsedOf<typeof contract.getEntry>,
): Promise<OutputOf<typeof contract.getEntry>> => {
  const row = await getRow<OutputOf<typeof contract.getEntry>>(ctx, entries, entry_id)
  return (await withBalances(ctx, [row]))[0]!
}

export const recordEntry = async (
  ctx: Ctx,
  { entry_id, fund, ...input }: ParsedOf<typeof contract.recordEntry>,
): Promise<OutputOf<typeof contract.recordEntry>> => {
  checkNotFuture(ctx, input.occurred_on)
  const entry = { ...input, id: entry_id, counter: input.kind === 'spent' ? undefined : fund, evidence: 'witnessed' as const }
  const waits = await waitForSecond(ctx, entry)
  if (waits) return { entry_id: waits, balance: await balanceOf(ctx, input.member_no), waits: true }
  const [outcome] = await recordEntries(ctx, [entry])
  const id = accept(outcome, entry_id)
  return { entry_id: id, balance: await balanceOf(ctx, input.member_no), waits: false }
}
