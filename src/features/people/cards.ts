/**
 * Cards (会员卡): one in force per registration. Whoever is registered at several stations is known at each of them by any of their cards; a
 * lost or replaced one is refused with what the desk does about it.
 */
import { randomInt } from 'node:crypto'
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { today } from '../../shared/day.ts'
import { checkStation } from '../orgs/stations.ts'
import { cardCode, readCardCode, showCardCode } from './card-code.ts'
import type * as contract from './contract-cards.ts'

type BlockedFor = ParsedOf<typeof contract.blockCard>['blocked_for']

interface Card {
  readonly card_id: string
  readonly registration_id: string
  readonly person_id: string
  readonly code: string
  readonly blocked_for: BlockedFor | null
  readonly blocked_at: Date | null
  readonly replaced_by: string | null
}

const MOST_AT_ONCE = 200

const cardOf = async (ctx: Ctx, which: { code: string } | { card_id: string }): Promise<Card | undefined> => {
  const own = 'code' in which ? sql`c.code = ${which.code}` : sql`c.card_id = ${which.card_id}`
  const { rows } = await sql<Card>`
    select c.card_id, c.registration_id, r.person_id, c.code, c.blocked_for, c.blocked_at, c.replaced_by from people.cards c
    join people.registrations r on r.organisation_id = c.organisation_id and r.registration_id = c.registration_id and r.void_id is null
    where c.organisation_id = ${ctx.organisation_id} and ${own}`.execute(ctx.db)
  return rows[0]
}

interface Bearer {
  readonly registration_id: string
  readonly person_id: string
  readonly station_id: string
  readonly member_no: string
  readonly name: string
  readonly status: string
  readonly status_on: string | null
  readonly ends_on: string | null
}

/** The bearer's register that this actor sees: the card's own before another, one in force before a closed one. */
const bearerOf = async (ctx: Ctx, card: Card): Promise<Bearer | undefined> => {
  const { rows } = await sql<Bearer>`
    select r.registration_id, r.person_id, r.station_id, r.member_no, p.name, r.status, r.status_on, t.ends_on
    from people.registrations r
    join people.persons p on p.organisation_id = r.organisation_id and p.person_id = r.person_id
    left join (select registration_id, max(ends_on) as ends_on from people.membership_terms
      where organisation_id = ${ctx.organisation_id} group by registration_id) t on t.registration_id = r.registration_id
    where r.organisation_id = ${ctx.organisation_id} and r.person_id = ${card.person_id} and r.void_id is null
    order by (r.status = 'active') desc, (r.registration_id = ${card.registration_id}) desc, r.registration_id limit 1`.execute(
    ctx.db,
  )
  return rows[0]
}

const checkStanding = (ctx: Ctx, card: Card): void => {
  if (card.blocked_at === null) return
  const details = { day: today(card.blocked_at, ctx.time_zone), card: showCardCode(card.code) }
  if (card.replaced_by !== null) throw new Refusal('card_replaced', details, 'code')
  throw new Refusal(card.blocked_for === 'lost' ? 'card_lost' : 'card_blocked', details, 'code')
}

/**
 * Who bears the card of this number, scanned or typed. Refused: `card_misread`, `card_unknown` (also that of people this actor does not
 * serve), `card_lost`, `card_replaced`, `card_blocked`, `card_of_former` (left or died).
 */
export const findByCard = async (ctx: Ctx, typed: string): Promise<OutputOf<typeof contract.findCard>> => {
  const read = readCardCode(typed)
  if (read === 'misread') throw new Refusal('card_misread', {}, 'code')
  const card = read && ((await cardOf(ctx, read)) ?? (await beyondStations(ctx, () => cardOf(ctx, read))))
  const bearer = card && (await bearerOf(ctx, card))
  if (!card || !bearer) throw new Refusal('card_unknown', {}, 'code')
  checkStanding(ctx, card)
  if (bearer.status !== 'active') throw new Refusal('card_of_former', { name: bearer.name, day: bearer.status_on ?? '—' }, 'code')
  const { registration_id, person_id, station_id, member_no, name, ends_on } = bearer
  const expired_on = ends_on !== null && ends_on < ctx.today ? ends_on : null
  return { card_id: card.card_id, person_id, registration_id, station_id, member_no, name, expired_on }
}

export const findCard = (ctx: Ctx, { code }: ParsedOf<typeof contract.findCard>) => findByCard(ctx, code)

/** Too large a space to meet by chance; the unique key stands behind it. */
const newCode = (): string => cardCode(`${randomInt(10_000_000, 100_000_000)}${String(randomInt(10_000_000)).padStart(7, '0')}`)

interface Registration {
  readonly registration_id: string
  readonly station_id: string
  readonly status: string
}

const cardRow = (ctx: Ctx, card_id: string, { registration_id, station_id }: Registration) => ({
  organisation_id: ctx.organisation_id,
  card_id,
  registration_id,
  station_id,
  code: newCode(),
  issued_by: ctx.actor.account_id,
  issued_at: ctx.now,
})

/** Locks the registration, so that two desks never make two cards at once. */
export const lockRegistration = async (ctx: Ctx, registration_id: string): Promise<Registration> => {
  const { rows } = await sql<Registration>`
    select registration_id, station_id, status from people.registrations
    where organisation_id = ${ctx.organisation_id} and registration_id = ${registration_id} and void_id is null for update`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

const block = async (ctx: Ctx, card_id: string, blocked_for: BlockedFor, replaced_by: string | null): Promise<void> => {
  await sql`update people.cards set blocked_for = coalesce(blocked_for, ${blocked_for}), blocked_by = coalesce(blocked_by, ${ctx.actor.account_id}),
      blocked_at = coalesce(blocked_at, ${ctx.now}), replaced_by = ${replaced_by}
    where organisation_id = ${ctx.organisation_id} and card_id = ${card_id}`.execute(ctx.db)
  ctx.wrote({ entity: 'people.cards', entity_ids: [card_id], after: { blocked_for, replaced: replaced_by !== null } })
}

/** Cards of a registration, the newest last. */
const cardsOf = async (ctx: Ctx, registration_id: string): Promise<Omit<Card, 'person_id'>[]> => {
  const { rows } = await sql<Omit<Card, 'person_id'>>`
    select card_id, registration_id, code, blocked_for, blocked_at, replaced_by from people.cards
    where organisation_id = ${ctx.organisation_id} and registration_id = ${registration_id} order by card_id`.execute(ctx.db)
  return rows
}

export const issueCard = async (
  ctx: Ctx,
  { registration_id, card_id = newId(), instead_of }: ParsedOf<typeof contract.issueCard>,
): Promise<OutputOf<typeof contract.issueCard>> => {
  const registration = await lockRegistration(ctx, registration_id)
  const cards = await cardsOf(ctx, registration_id)
  const same = cards.find((card) => card.card_id === card_id)
  if (same) return { card_id, code: same.code }
  if (registration.status !== 'active') throw new Refusal('card_not_member')
  const last = cards.at(-1)
  if (last && last.blocked_at === null && !instead_of) throw new Refusal('card_standing', {}, 'instead_of')
  const row = cardRow(ctx, card_id, registration)
  if (last) await block(ctx, last.card_id, last.blocked_for ?? instead_of ?? 'lost', card_id)
  await insertRows(ctx.db, 'people.cards', [row])
  ctx.wrote({ entity: 'people.cards', entity_ids: [card_id], after: { registration_id } })
  return { card_id, code: row.code }
}

export const issueCards = async (
  ctx: Ctx,
  { station_id }: ParsedOf<typeof contract.issueCards>,
): Promise<OutputOf<typeof contract.issueCards>> => {
  await checkStation(ctx, station_id)
  const { rows } = await sql<Registration>`
    select r.registration_id, r.station_id, r.status from people.registrations r
    where r.organisation_id = ${ctx.organisation_id} and r.station_id = ${station_id} and r.void_id is null and r.status = 'active'
      and not exists (select from people.cards c where c.organisation_id = r.organisation_id and c.registration_id = r.registration_id)
    order by r.registration_id for update`.execute(ctx.db)
  const made = rows.slice(0, MOST_AT_ONCE).map((registration) => cardRow(ctx, newId(), registration))
  await insertRows(ctx.db, 'people.cards', made)
  if (made.length > 0) ctx.wrote({ entity: 'people.cards', entity_ids: made.map((row) => row.card_id), after: { station_id } })
  return { issued: made.length, left: rows.length - made.length }
}

export const blockCard = async (
  ctx: Ctx,
  { card_id, blocked_for }: ParsedOf<typeof contract.blockCard>,
): Promise<OutputOf<typeof contract.blockCard>> => {
  const card = await cardOf(ctx, { card_id })
  if (!card) throw new Refusal('not_found')
  await lockRegistration(ctx, card.registration_id)
  const standing = await cardOf(ctx, { card_id })
  if (standing?.blocked_at === null) await block(ctx, card_id, blocked_for, null)
  return { card_id }
}
