/** 入会申请·续会: who asks to become a member and what became of it, and until when somebody is one. */
import { sql } from 'kysely'
import { checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { checkStation, openStations } from '../orgs/stations.ts'
import { accountNames } from '../staff/account-names.ts'
import { lockRegistration } from './cards.ts'
import type * as contract from './contract-cards.ts'
import type { registerMember as Register } from './contract.ts'
import { checkEntry, registerMember } from './desk.ts'

type Form = ParsedOf<typeof Register>

const place = (ctx: Ctx, application_id: string) => ({
  column: 'people.applications.entry',
  organisation_id: ctx.organisation_id,
  row_id: application_id,
})

export const applyForMembership = async (
  ctx: Ctx,
  { application_id = newId(), ...form }: ParsedOf<typeof contract.applyForMembership>,
): Promise<OutputOf<typeof contract.applyForMembership>> => {
  await checkStation(ctx, form.station_id)
  checkEntry(ctx, form)
  const row = {
    organisation_id: ctx.organisation_id,
    application_id,
    station_id: form.station_id,
    name: form.name,
    applied_on: ctx.today,
    entry_sealed: ctx.keys.seal(JSON.stringify(form), place(ctx, application_id)),
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }
  const made = await insertRows(ctx.db, 'people.applications', [row], {
    conflict: 'on conflict (organisation_id, application_id) do nothing',
    returning: 'application_id',
  })
  if (made.length > 0)
    ctx.wrote({ entity: 'people.applications', entity_ids: [application_id], after: { applied_on: ctx.today } })
  return { application_id }
}

interface Application {
  readonly station_id: string
  readonly entry_sealed: Buffer
  readonly decision: 'approved' | 'refused' | null
  readonly registration_id: string | null
}

const personOf = async (ctx: Ctx, registration_id: string | null): Promise<string | null> => {
  const { rows } = await sql<{ person_id: string }>`
    select person_id from people.registrations where organisation_id = ${ctx.organisation_id} and registration_id = ${registration_id}`.execute(
    ctx.db,
  )
  return rows[0]?.person_id ?? null
}

const writeTerm = async (
  ctx: Ctx,
  term: {
    term_id: string
    registration_id: string
    station_id: string
    starts_on: string
    ends_on: string
    note?: string | undefined
  },
): Promise<void> => {
  const { term_id, registration_id, starts_on, ends_on } = term
  if (ends_on < starts_on) throw new Refusal('term_backwards', {}, 'ends_on')
  const recorded = { recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  const row = { organisation_id: ctx.organisation_id, ...term, note: term.note ?? null, ...recorded }
  const made = await insertRows(ctx.db, 'people.membership_terms', [row], {
    conflict: 'on conflict (organisation_id, term_id) do nothing',
    returning: 'term_id',
  })
  if (made.length > 0)
    ctx.wrote({ entity: 'people.membership_terms', entity_ids: [term_id], after: { registration_id, starts_on, ends_on } })
}

export const decideApplication = async (
  ctx: Ctx,
  { application_id, decision, reason, ends_on }: ParsedOf<typeof contract.decideApplication>,
): Promise<OutputOf<typeof contract.decideApplication>> => {
  const { rows } = await sql<Application>`
    select station_id, entry_sealed, decision, registration_id from people.applications
    where organisation_id = ${ctx.organisation_id} and application_id = ${application_id} for update`.execute(ctx.db)
  const application = rows[0]
  if (!application) throw new Refusal('not_found')
  if (application.decision === decision)
    return { registration_id: application.registration_id, person_id: await personOf(ctx, application.registration_id) }
  if (application.decision) throw new Refusal('application_decided')
  if (decision === 'refused' && !reason) throw new Refusal('reason_missing', {}, 'reason')
  let made: { registration_id: string; person_id: string } | undefined
  if (decision === 'approved') {
    const form = JSON.parse(ctx.keys.open(application.entry_sealed, place(ctx, application_id))) as Form
    made = await registerMember(ctx, { ...form, registration_id: form.registration_id ?? application_id })
    const { registration_id } = made
    if (ends_on)
      await writeTerm(ctx, {
        term_id: newId(),
        registration_id,
        station_id: application.station_id,
        starts_on: ctx.today,
        ends_on,
      })
  }
  await sql`update people.applications set decision = ${decision}, decision_reason = ${reason || null}, decided_by = ${ctx.actor.account_id},
      decided_at = ${ctx.now}, registration_id = ${made?.registration_id ?? null}
    where organisation_id = ${ctx.organisation_id} and application_id = ${application_id}`.execute(ctx.db)
  ctx.wrote({ entity: 'people.applications', entity_ids: [application_id], after: { decision, reason: reason || null } })
  return { registration_id: made?.registration_id ?? null, person_id: made?.person_id ?? null }
}

export const renewMembership = async (
  ctx: Ctx,
  { registration_id, term_id = newId(), ...term }: ParsedOf<typeof contract.renewMembership>,
): Promise<OutputOf<typeof contract.renewMembership>> => {
  const registration = await lockRegistration(ctx, registration_id)
  if (registration.status !== 'active') throw new Refusal('card_not_member')
  checkNotFuture(ctx, term.starts_on, 'starts_on')
  await writeTerm(ctx, { ...term, term_id, registration_id, station_id: registration.station_id })
  return { term_id }
}

type Listed = OutputOf<typeof contract.listApplications>['rows'][number]
type Row = Omit<Listed, 'station_name' | 'recorded_by_name' | 'decided_by_name' | 'decided_at'> & {
  recorded_by: string
  decided_by: string | null
  decided_at: Date | null
}

export const listApplications = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listApplications>,
): Promise<OutputOf<typeof contract.listApplications>> => {
  const { decision, station_id, q } = input
  const parts = [sql`a.organisation_id = ${ctx.organisation_id}`]
  if (decision) parts.push(decision === 'waiting' ? sql`a.decision is null` : sql`a.decision = ${decision}`)
  if (station_id) parts.push(sql`a.station_id = ${station_id}`)
  if (q?.trim()) parts.push(sql`strpos(a.name, ${q.trim()}) > 0`)
  const from = sql`from people.applications a
    left join people.registrations r on r.organisation_id = a.organisation_id and r.registration_id = a.registration_id
    where ${sql.join(parts, sql` and `)}`
  const { rows } = await sql<Row>`
    select a.application_id, a.name, a.station_id, a.applied_on, a.recorded_by, a.decision, a.decision_reason, a.decided_by, a.decided_at, r.person_id
    ${from} order by (a.decision is not null), a.application_id desc limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(
    ctx.db,
  )
  const counted = await sql<{ total: number }>`select count(*) as total ${from}`.execute(ctx.db)
  const stations = new Map((await openStations(ctx)).all.map((station) => [station.station_id, station.name]))
  const accounts = await accountNames(
    ctx,
    rows.flatMap((row) => (row.decided_by ? [row.recorded_by, row.decided_by] : [row.recorded_by])),
  )
  return {
    rows: rows.map((row) => ({
      ...row,
      station_name: stations.get(row.station_id) ?? '',
      recorded_by_name: accounts.get(row.recorded_by) ?? '',
      decided_by_name: row.decided_by && (accounts.get(row.decided_by) ?? ''),
      decided_at: row.decided_at?.toISOString() ?? null,
    })),
    total: counted.rows[0]!.total,
  }
}
