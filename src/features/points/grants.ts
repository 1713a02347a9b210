/**
 * 手工发放: what one person may give by hand stands in the terms; more waits for a second person, never oneself. The limit is on what one
 * recorder gives one member within 24 hours, so that a large amount is not given in small ones.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { accept } from '../../platform/accept.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract-rules.ts'
import { inForce } from './earning.ts'
import { placeOfEntry, recordEntries, type CoinEntry } from './ledger.ts'
import { withPlaces } from './places.ts'
import { openRulebook } from './rulebook.ts'
import { counterOf, type Counter, type Kind } from './rules.ts'

const DAY_MS = 86_400_000

const givenByHand = async (ctx: Ctx, member_no: string): Promise<number> => {
  const { rows } = await sql<{ coins: number }>`
    select coalesce(sum(amount), 0) as coins from points.entries
    where organisation_id = ${ctx.organisation_id} and member_no = ${member_no} and void_id is null and amount > 0 and rule_id is null
      and counter <> 'physical' and recorded_by = ${ctx.actor.account_id} and recorded_at > ${new Date(ctx.now.getTime() - DAY_MS)}`.execute(
    ctx.db,
  )
  return rows[0]!.coins
}

/**
 * Puts an entry on the waiting list when it gives more than its recorder may give alone. Returns its id, or undefined when it need not wait.
 * What was confirmed already stands, and sending it again does not make it wait again.
 */
export const waitForSecond = async (ctx: Ctx, entry: CoinEntry & { readonly kind: Kind }): Promise<string | undefined> => {
  if (entry.kind === 'spent' || !(entry.amount > 0)) return undefined
  const most = inForce((await openRulebook(ctx)).terms, ctx.today)?.by_hand_most
  if (most === undefined) return undefined
  const { person_id, member_no, station_id } = await placeOfEntry(ctx, entry)
  const { rows } = await sql<{ there: number }>`select count(*) as there from points.entries
    where organisation_id = ${ctx.organisation_id} and entry_id = ${entry.id ?? null}`.execute(ctx.db)
  if (rows[0]!.there > 0 || (await givenByHand(ctx, member_no)) + entry.amount <= most) return undefined
  const row = {
    organisation_id: ctx.organisation_id,
    entry_id: entry.id ?? newId(),
    member_no,
    person_id,
    station_id,
    occurred_on: entry.occurred_on,
    kind: entry.kind,
    amount: entry.amount,
    fund: counterOf(entry.kind, entry.counter),
    reason: entry.reason,
    handled_by: entry.handled_by ?? null,
    requested_by: ctx.actor.account_id,
    requested_at: ctx.now,
  }
  await insertRows(ctx.db, 'points.grant_requests', [row], { conflict: 'on conflict do nothing' })
  ctx.wrote({ entity: 'points.grant_requests', entity_ids: [row.entry_id], after: { member_no, amount: entry.amount } })
  return row.entry_id
}

interface Waiting {
  readonly entry_id: string
  readonly member_no: string
  readonly station_id: string
  readonly occurred_on: string
  readonly kind: Kind
  readonly amount: number
  readonly fund: Counter
  readonly reason: string
  readonly handled_by: string | null
  readonly requested_by: string
}

type Listed = OutputOf<typeof contract.listGrantsToConfirm>['rows'][number]

export const listGrantsToConfirm = async (
  ctx: Ctx,
  { station_id, from, to, page, page_size }: ParsedOf<typeof contract.listGrantsToConfirm>,
): Promise<OutputOf<typeof contract.listGrantsToConfirm>> => {
  const parts = [sql`organisation_id = ${ctx.organisation_id}`, sql`decided_at is null`]
  if (station_id) parts.push(sql`station_id = ${station_id}`)
  if (from) parts.push(sql`occurred_on >= ${from}`)
  if (to) parts.push(sql`occurred_on <= ${to}`)
  const where = sql.join(parts, sql` and `)
  const { rows } = await sql<Omit<Listed, 'requested_at'> & { requested_by: string; requested_at: Date }>`
    select entry_id, member_no, person_id, station_id, occurred_on, kind, amount, reason, requested_by, requested_at
    from points.grant_requests where ${where} order by requested_at, entry_id
    limit ${page_size} offset ${(page - 1) * page_size}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from points.grant_requests where ${where}`.execute(ctx.db)
  const names = await accountNames(
    ctx,
    rows.map(({ requested_by }) => requested_by),
  )
  const placed = await withPlaces(ctx, rows)
  return {
    rows: placed.map(({ requested_by, requested_at, ...row }) => ({
      ...row,
      requested_at: requested_at.toISOString(),
      requested_by_name: names.get(requested_by) ?? '',
      may_confirm: requested_by !== ctx.actor.account_id,
    })),
    total: counted.rows[0]!.total,
  }
}

/** Refused: `not_found`, `already_decided`, `not_your_own` (confirming what one asked for), and what the ledger refuses. */
export const decideGrant = async (
  ctx: Ctx,
  { entry_id, decision }: ParsedOf<typeof contract.decideGrant>,
): Promise<OutputOf<typeof contract.decideGrant>> => {
  const { rows } = await sql<Waiting & { decision: string | null }>`
    select entry_id, member_no, station_id, occurred_on, kind, amount, fund, reason, handled_by, requested_by, decision
    from points.grant_requests where organisation_id = ${ctx.organisation_id} and entry_id = ${entry_id} for update`.execute(
    ctx.db,
  )
  const [asked] = rows
  if (!asked) throw new Refusal('not_found')
  if (asked.decision) throw new Refusal('already_decided')
  if (decision === 'confirmed' && asked.requested_by === ctx.actor.account_id) throw new Refusal('not_your_own')
  await sql`update points.grant_requests set decision = ${decision}, decided_by = ${ctx.actor.account_id}, decided_at = ${ctx.now}
    where organisation_id = ${ctx.organisation_id} and entry_id = ${entry_id}`.execute(ctx.db)
  ctx.wrote({ entity: 'points.grant_requests', entity_ids: [entry_id], after: { decision } })
  if (decision === 'confirmed') {
    const { fund, handled_by, ...entry } = asked
    const one = { ...entry, id: entry_id, counter: fund, handled_by: handled_by ?? undefined, evidence: 'witnessed' as const }
    const [outcome] = await recordEntries(ctx, [one])
    accept(outcome, entry_id)
  }
  return { entry_id, decision }
}
