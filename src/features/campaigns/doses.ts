/** Doses (接种): one dose of one person counts once, and only for an elder who had answered a call (rule R21). */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { isRefused, openPlaces, type PlacedPerson, type Refused } from '../records/place.ts'
import { putOnce, type OwnRow } from '../records/put-once.ts'
import type { ServiceEntry } from '../records/put.ts'
import { standingOf, type DoseFacts } from './rules.ts'

export interface DoseEntry extends ServiceEntry {
  /** Undefined when the word means no dose. */
  readonly dose: 1 | 2 | 3 | undefined
  /** As written, for the refusal. */
  readonly dose_text?: string | undefined
  readonly place?: string | undefined
  readonly note?: string | undefined
}

const factsOf = async (ctx: Ctx, person_ids: readonly string[]): Promise<Map<string, DoseFacts>> => {
  const { rows } = await sql<{ person_id: string } & DoseFacts>`
    select p.person_id, p.born_on, c.first_answered_on from people.persons p
    left join (
      select person_id, min(occurred_on) as first_answered_on from campaigns.calls
      where organisation_id = ${ctx.organisation_id} and person_id = any(${person_ids}::uuid[]) and not_counted is null and void_id is null
      group by person_id
    ) c on c.person_id = p.person_id
    where p.organisation_id = ${ctx.organisation_id} and p.person_id = any(${person_ids}::uuid[])`.execute(ctx.db)
  return new Map(rows.map((row) => [row.person_id, row]))
}

const nothingKnown: DoseFacts = { born_on: null, first_answered_on: null }

interface Sound {
  readonly entry: DoseEntry
  readonly dose: 1 | 2 | 3
  readonly placed: PlacedPerson
}

const rowOf = ({ entry, dose, placed }: Sound, facts: DoseFacts): OwnRow => {
  const not_counted = standingOf(entry.occurred_on, facts)
  return {
    id: entry.id ?? newId(),
    once: ['dose', placed.person_id, String(dose)],
    evidence: entry.evidence,
    not_counted,
    columns: {
      station_id: placed.station_id,
      contract_id: placed.contract_id,
      person_id: placed.person_id,
      occurred_on: entry.occurred_on,
      dose,
      place: entry.place,
      note: entry.note,
      not_counted,
    },
  }
}

/** Records doses, in the order given. `not_counted` is advice of the day it was written; figures ask the view mobilised_doses. */
export const recordDoses = async (ctx: Ctx, entries: readonly DoseEntry[]): Promise<Outcome[]> => {
  const places = await openPlaces(ctx, entries)
  const sound = entries.map((entry): Sound | Refused => {
    const placed = places.placePerson(entry)
    if (isRefused(placed)) return placed
    if (entry.dose === undefined) return { refused: 'bad_dose', details: { value: entry.dose_text ?? '' }, field: 'dose' }
    return { entry, dose: entry.dose, placed }
  })
  const persons = new Set(sound.flatMap((one) => (isRefused(one) ? [] : [one.placed.person_id])))
  const facts = persons.size > 0 ? await factsOf(ctx, [...persons]) : new Map<string, DoseFacts>()
  const rows = sound.map((one) => (isRefused(one) ? one : rowOf(one, facts.get(one.placed.person_id) ?? nothingKnown)))
  return putOnce(ctx, { table: 'campaigns.doses', id: 'dose_id' }, rows)
}
