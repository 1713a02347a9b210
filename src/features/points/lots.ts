/**
 * 批次: every credit is a lot, and debits eat lots in one order: first to expire, then by day, then by ledger order. What is left of each is read from the
 * entries, never stored (docs/decisions/0024): liability by source of funds, coins about to expire, and those that do.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { noteWritten } from '../records/put.ts'
import type * as contract from './contract-lots.ts'
import { inForce, monthEnd, type Terms } from './earning.ts'
import { withPlaces } from './places.ts'
import { openRulebook } from './rulebook.ts'
import { COUNTERS } from './rules.ts'

/** The day on which a lot may last be used, by the terms of the day on which it was given: the end of a month, or never. */
const lastDay = (terms: readonly Terms[]): RawBuilder<unknown> => {
  const cases = terms.toReversed().map(({ valid_from, months_kept }) =>
    months_kept === null
      ? sql`when e.occurred_on >= ${valid_from}::date then null`
      : sql`when e.occurred_on >= ${valid_from}::date
            then (date_trunc('month', e.occurred_on::timestamp) + make_interval(months => ${months_kept + 1}))::date - 1`,
  )
  return cases.length === 0 ? sql`null::date` : sql`(case ${sql.join(cases, sql` `)} end)`
}

interface Asked {
  readonly terms: readonly Terms[]
  /** Entries up to this day. */
  readonly on: string
  readonly station_id?: string | undefined
  /** These accounts; default all in sight. */
  readonly numbers?: readonly string[]
}

/** Lots with what is left of them: member_no, person_id, station_id, counter, amount, last_day, remaining. */
const lots = (ctx: Ctx, { terms, on, station_id, numbers }: Asked): RawBuilder<unknown> => sql`
  select l.member_no, l.person_id, l.station_id, l.counter, l.amount, l.last_day,
    least(l.amount, greatest(0, sum(l.amount) over (partition by l.member_no order by l.last_day nulls last, l.occurred_on, l.recorded_at, l.entry_id)
      - coalesce(d.used, 0))) as remaining
  from (
    select e.entry_id, e.member_no, a.person_id, a.station_id, e.counter, e.amount, e.occurred_on, e.recorded_at, ${lastDay(terms)} as last_day
    from points.entries e join points.accounts a on a.organisation_id = e.organisation_id and a.member_no = e.member_no
    where e.organisation_id = ${ctx.organisation_id} and e.void_id is null and e.amount > 0 and e.occurred_on <= ${on}
      ${station_id ? sql`and a.station_id = ${station_id}` : sql``} ${numbers ? sql`and e.member_no = any(${numbers})` : sql``}
  ) l left join (
    select member_no, -sum(amount) as used from points.entries
    where organisation_id = ${ctx.organisation_id} and void_id is null and amount < 0 and occurred_on <= ${on} group by member_no
  ) d on d.member_no = l.member_no`

/** 应付金币, by where the coins came from. `tokens`: physical coins in people's hands; `owed`: what accounts lack (only workbooks leave that). */
export const listLiabilities = async (
  ctx: Ctx,
  { station_id, month, on = month ? monthEnd(month) : ctx.today }: ParsedOf<typeof contract.listLiabilities>,
): Promise<OutputOf<typeof contract.listLiabilities>> => {
  const { terms } = await openRulebook(ctx)
  const notice = inForce(terms, ctx.today)?.notice_days ?? 0
  const bySource = await sql<{ counter: string; given: number; remaining: number; accounts: number; expiring: number }>`
    select counter, sum(amount) as given, sum(remaining) as remaining, count(distinct member_no) filter (where remaining > 0) as accounts,
      coalesce(sum(remaining) filter (where last_day <= ${addDays(on, notice)}), 0) as expiring
    from (${lots(ctx, { terms, on, station_id })}) lot group by counter`.execute(ctx.db)
  const held = await sql<{ balance: number; tokens: number }>`
    select coalesce(sum(e.amount), 0) as balance, coalesce(-sum(e.amount) filter (where e.counter = 'physical'), 0) as tokens
    from points.entries e join points.accounts a on a.organisation_id = e.organisation_id and a.member_no = e.member_no
    where e.organisation_id = ${ctx.organisation_id} and e.void_id is null and e.occurred_on <= ${on}
      ${station_id ? sql`and a.station_id = ${station_id}` : sql``}`.execute(ctx.db)
  const { balance, tokens } = held.rows[0]!
  const place = (source: string) => COUNTERS.findIndex((each) => each === source)
  const rows = bySource.rows
    .toSorted((a, b) => place(a.counter) - place(b.counter))
    .map(({ counter, given, remaining, accounts, expiring }) => ({
      source: counter,
      given,
      used: given - remaining,
      remaining,
      accounts,
      expiring,
    }))
  const owed = rows.reduce((sum, row) => sum + row.remaining, 0) - balance
  const none = { given: 0, used: 0, accounts: 0, expiring: 0 }
  if (owed > 0) rows.push({ ...none, source: 'owed', remaining: -owed })
  if (tokens !== 0) rows.push({ ...none, source: 'tokens', remaining: tokens })
  return { rows, total: rows.length, on, balance, outstanding: balance + tokens }
}

/** Accounts with coins that expire within the days of notice, or within `days`. */
export const listExpiring = async (
  ctx: Ctx,
  { station_id, days, page, page_size }: ParsedOf<typeof contract.listExpiring>,
): Promise<OutputOf<typeof contract.listExpiring>> => {
  const { terms } = await openRulebook(ctx)
  const until = addDays(ctx.today, days ?? inForce(terms, ctx.today)?.notice_days ?? 30)
  const expiring = sql`
    select member_no, person_id, station_id, last_day, sum(remaining) as coins from (${lots(ctx, { terms, on: ctx.today, station_id })}) lot
    where remaining > 0 and last_day <= ${until} group by member_no, person_id, station_id, last_day`
  const { rows } = await sql<{ member_no: string; person_id: string; station_id: string; last_day: string; coins: number }>`
    ${expiring} order by last_day, member_no limit ${page_size} offset ${(page - 1) * page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from (${expiring}) x`.execute(ctx.db)
  return { rows: await withPlaces(ctx, rows), total: counted.rows[0]!.total }
}

/** The coins of an account that expire first, and until when they can be used; null when none do. */
export const findNextExpiry = async (ctx: Ctx, member_no: string): Promise<{ last_day: string; coins: number } | null> => {
  const { terms } = await openRulebook(ctx)
  const { rows } = await sql<{ last_day: string; coins: number }>`
    select last_day, sum(remaining) as coins from (${lots(ctx, { terms, on: ctx.today, numbers: [member_no] })}) lot
    where remaining > 0 and last_day is not null group by last_day order by last_day limit 1`.execute(ctx.db)
  return rows[0] ?? null
}

/** So many accounts in one transaction. */
const AT_ONCE = 500

/**
 * Coins whose last day has passed go out of the accounts, by one entry each. Run daily: what has expired already has nothing left. Returns how many
 * accounts it took coins from; fewer than `AT_ONCE` = nothing is left to do.
 */
export const expireCoins = async (ctx: Ctx): Promise<{ accounts: number; more: boolean }> => {
  const { terms } = await openRulebook(ctx)
  if (!terms.some(({ months_kept }) => months_kept !== null)) return { accounts: 0, more: false }
  const gone = (numbers?: readonly string[]) => sql<{ member_no: string; person_id: string; station_id: string; coins: number }>`
    select member_no, person_id, station_id, sum(remaining) as coins
    from (${lots(ctx, { terms, on: ctx.today, ...(numbers ? { numbers } : {}) })}) lot
    where remaining > 0 and last_day < ${ctx.today} group by member_no, person_id, station_id order by member_no limit ${AT_ONCE}`
  const found = (await gone().execute(ctx.db)).rows.map(({ member_no }) => member_no)
  if (found.length === 0) return { accounts: 0, more: false }
  await sql`select member_no from points.accounts
    where organisation_id = ${ctx.organisation_id} and member_no = any(${found}) order by member_no for update`.execute(ctx.db)
  // Read again now that nobody can spend them.
  const { rows } = await gone(found).execute(ctx.db)
  const entries = rows.map(({ coins, station_id, ...account }) => ({
    organisation_id: ctx.organisation_id,
    entry_id: newId(),
    ...account,
    account_station_id: station_id,
    station_id,
    occurred_on: ctx.today,
    kind: 'adjusted',
    amount: -coins,
    counter: 'expired',
    reason: '到期作废',
    evidence: 'witnessed',
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }))
  await insertRows(ctx.db, 'points.entries', entries)
  noteWritten(
    ctx,
    'points.entries',
    entries.map(({ entry_id }) => entry_id),
  )
  return { accounts: entries.length, more: found.length === AT_ONCE }
}
