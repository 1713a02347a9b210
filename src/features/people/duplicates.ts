/** 疑似重复: doubtful pairs are found when a person is registered, and wait for somebody who knows them. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { PersonKey } from './known.ts'
import { compare, DOUBTFUL, type Comparable } from './rules.ts'

interface Candidate extends Comparable {
  readonly person_id: string
}

const candidates = async (ctx: Ctx, persons: readonly (PersonKey & { person_id: string })[]): Promise<Candidate[]> => {
  const names = [...new Set(persons.map((p) => p.name_key))]
  const births = [...new Set(persons.flatMap((p) => (p.born_on ? [p.born_on] : [])))]
  const { rows } = await sql<Candidate>`
    select person_id, name_key, pinyin, sex, born_on, encode(id_blind, 'hex') as id_blind, encode(phone_blind, 'hex') as phone_blind
    from people.persons
    where organisation_id = ${ctx.organisation_id} and merged_into is null and void_id is null
      and (name_key = any(${names}) or born_on = any(${births}::date[]))`.execute(ctx.db)
  return rows
}

/** Compares new persons with everybody of the same name or birth date and queues the doubtful pairs, once each. */
export const queueDuplicates = async (ctx: Ctx, persons: readonly (PersonKey & { person_id: string })[]): Promise<void> => {
  if (persons.length === 0) return
  const all = await candidates(ctx, persons)
  const byId = new Map(all.map((one) => [one.person_id, one]))
  const byHandle = new Map<string, Candidate[]>()
  const handles = (one: Candidate) => [`n:${one.name_key}`, ...(one.born_on ? [`b:${one.born_on}|${one.pinyin}`] : [])]
  for (const one of all) for (const handle of handles(one)) byHandle.set(handle, [...(byHandle.get(handle) ?? []), one])
  const rows = new Map<string, Record<string, unknown>>()
  for (const { person_id } of persons) {
    const mine = byId.get(person_id)
    if (!mine) continue
    for (const other of new Set(handles(mine).flatMap((handle) => byHandle.get(handle) ?? []))) {
      if (other.person_id === person_id) continue
      const { score, reasons } = compare(mine, other)
      if (score < DOUBTFUL) continue
      const [person_a, person_b] = [person_id, other.person_id].toSorted() as [string, string]
      rows.set(`${person_a}|${person_b}`, {
        organisation_id: ctx.organisation_id,
        duplicate_id: newId(),
        person_a,
        person_b,
        score,
        reasons: JSON.stringify(reasons),
      })
    }
  }
  await insertRows(ctx.db, 'people.duplicates', [...rows.values()], { conflict: 'on conflict do nothing' })
}
