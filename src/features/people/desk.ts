/** The register at the desk: somebody joins, leaves, dies or comes back. */
import { sql } from 'kysely'
import { checkNotFuture } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import { Refusal } from '../../shared/refusal.ts'
import { checkStation } from '../orgs/stations.ts'
import type * as contract from './contract.ts'
import { registerMembers } from './register.ts'

const personOf = async (ctx: Ctx, registration_id: string): Promise<{ person_id: string; registers: number }> => {
  const { rows } = await sql<{ person_id: string; registers: number }>`
    select r.person_id, (select count(*) from people.registrations o
      where o.organisation_id = r.organisation_id and o.person_id = r.person_id and o.void_id is null) as registers
    from people.registrations r where r.organisation_id = ${ctx.organisation_id} and r.registration_id = ${registration_id}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

type Form = ParsedOf<typeof contract.registerMember>

/** What the form holds under seal; the rest stands in columns. */
const PRIVATE = [
  'ethnicity', 'household_address', 'address', 'marital', 'education', 'politics', 'income', 'insurance', 'religion', 'contact1_name',
  'contact1_relation', 'contact1_phone', 'contact2_name', 'contact2_relation', 'contact2_phone', 'guardian', 'guardian_relation',
  'guardian_phone', 'doctor', 'interests', 'needs', 'note',
] as const // prettier-ignore
const HEALTH = ['height', 'weight', 'chronic', 'medication', 'allergy', 'diet', 'disability_text'] as const

const filledOf = (form: Form, fields: readonly (keyof Form)[]): Record<string, string> =>
  Object.fromEntries(fields.flatMap((field) => (form[field] ? [[field, String(form[field])]] : [])))

/** Refuses a form that could not be registered: `id_*`, `name_missing`, `future_date`. */
export const checkEntry = (ctx: Ctx, form: Form): void => {
  if (form.born_on) checkNotFuture(ctx, form.born_on, 'born_on')
  if (form.joined_on) checkNotFuture(ctx, form.joined_on, 'joined_on')
  const identity = readIdNumber(form.id_number)
  if (identity.kind === 'refused') throw new Refusal(identity.refused, {}, 'id_number')
}

export const registerMember = async (ctx: Ctx, form: Form): Promise<OutputOf<typeof contract.registerMember>> => {
  await checkStation(ctx, form.station_id)
  checkEntry(ctx, form)
  const { registration_id } = form
  const [outcome] = await registerMembers(ctx, [
    {
      ...form,
      id: registration_id,
      member_no: form.member_no,
      id_number: form.id_number,
      joined_on: form.joined_on ?? ctx.today,
      status: 'active',
      private: filledOf(form, PRIVATE),
      health: filledOf(form, HEALTH),
      evidence: 'witnessed',
    },
  ])
  if (!outcome) throw new Error('no outcome')
  // The same request sent again finds its own registration.
  const again = 'refused' in outcome && registration_id !== undefined && outcome.repeats_id === registration_id
  if ('refused' in outcome && !again) throw new Refusal(outcome.refused, outcome.details ?? {}, outcome.field)
  const id = 'id' in outcome ? outcome.id : registration_id!
  const { person_id, registers } = await beyondStations(ctx, () => personOf(ctx, id))
  return { registration_id: id, person_id, already_known: registers > 1 }
}

interface Standing {
  registration_id: string
  person_id: string
  station_id: string
  status: 'active' | 'withdrawn' | 'deceased'
  status_on: string | null
}

type Change = ParsedOf<typeof contract.changeStatus>

/** The registration asked for; death, and the correction of a death, concern all registers that name the person. */
const concerned = async (ctx: Ctx, { registration_id, status }: Change): Promise<Standing[]> => {
  const { rows } = await sql<Standing>`
    select registration_id, person_id, station_id, status, status_on from people.registrations
    where organisation_id = ${ctx.organisation_id} and registration_id = ${registration_id} and void_id is null for update`.execute(
    ctx.db,
  )
  const [asked] = rows
  if (!asked) throw new Refusal('not_found')
  if (status !== 'deceased' && asked.status !== 'deceased') return rows
  const all = await beyondStations(ctx, () =>
    sql<Standing>`select registration_id, person_id, station_id, status, status_on from people.registrations
      where organisation_id = ${ctx.organisation_id} and person_id = ${asked.person_id} and void_id is null order by registration_id for update`.execute(
      ctx.db,
    ),
  )
  return status === 'deceased'
    ? all.rows
    : all.rows.filter((row) => row.registration_id === registration_id || row.status === 'deceased')
}

export const changeStatus = async (ctx: Ctx, input: Change): Promise<OutputOf<typeof contract.changeStatus>> => {
  const { status, status_on, reason } = input
  checkNotFuture(ctx, status_on, 'status_on')
  const rows = (await concerned(ctx, input)).filter((row) => row.status !== status || row.status_on !== status_on)
  if (rows.length === 0) return { changed: 0 }
  const ids = rows.map((row) => row.registration_id)
  const changes = rows.map((row) => ({
    organisation_id: ctx.organisation_id,
    change_id: newId(),
    registration_id: row.registration_id,
    station_id: row.station_id,
    status,
    status_on,
    was_status: row.status,
    was_status_on: row.status_on,
    reason,
    changed_by: ctx.actor.account_id,
    changed_at: ctx.now,
  }))
  await beyondStations(ctx, async () => {
    await sql`update people.registrations set status = ${status}, status_on = ${status_on}
      where organisation_id = ${ctx.organisation_id} and registration_id = any(${ids}::uuid[])`.execute(ctx.db)
    await insertRows(ctx.db, 'people.status_changes', changes)
  })
  for (const row of rows)
    ctx.wrote({
      entity: 'people.registrations',
      entity_ids: [row.registration_id],
      before: { status: row.status, status_on: row.status_on },
      after: { status, status_on, reason },
    })
  return { changed: rows.length }
}
