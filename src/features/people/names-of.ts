/** Names for lists: full for those who work with the people, masked (王*芳) for everybody else. */
import { sql } from 'kysely'
import { mayHere, type Ctx } from '../../platform/context.ts'
import { executeByOnePlan } from '../../platform/statements.ts'
import { searchByName, searchByPhone } from './name-search.ts'
import { nameQuery, type NameQuery } from './names.ts'
import { maskedPhone, type SealedPerson } from './secrets.ts'

export const maskedName = (name: string): string =>
  name.length <= 1 ? '*' : name.length === 2 ? `${name[0]}*` : `${name[0]}${'*'.repeat(name.length - 2)}${name.at(-1)}`

/** Person id → name as this actor may see it. Persons of other stations are not in the map. */
export const namesOf = async (ctx: Ctx, person_ids: readonly (string | null)[]): Promise<Map<string, string>> => {
  const ids = [...new Set(person_ids.filter((id): id is string => id !== null))]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ person_id: string; name: string }>`
    select person_id, name from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = any(${ids}::uuid[])`.execute(ctx.db)
  const full = mayHere(ctx, 'people.read')
  return new Map(rows.map((row) => [row.person_id, full ? row.name : maskedName(row.name)]))
}

const search = ({ organisation_id, keys }: Ctx, query: NameQuery, limit: number) => {
  if (query.kind !== 'digits') return searchByName(organisation_id, query, limit)
  const tail = query.text.length === 4
  const blind = keys.blind(query.text, tail ? 'phone-tail' : 'phone', organisation_id)
  return searchByPhone(organisation_id, { column: tail ? 'phone_tail_blind' : 'phone_blind', blind }, limit)
}

/**
 * Persons whose name, pinyin, initials or telephone (last four digits, or all) match what was typed; at most `limit`, best first.
 */
export const findPersonIds = async (ctx: Ctx, typed: string, limit = 500): Promise<string[]> => {
  const query = nameQuery(typed)
  if (!query) return []
  const { rows } = await executeByOnePlan(search(ctx, query, limit), ctx.db)
  return rows.map((row) => row.person_id)
}

/** Person id → telephone with its middle masked (138****1234). Who has none is not in the map. */
export const maskedPhonesOf = async (ctx: Ctx, person_ids: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<SealedPerson>`select person_id, id_sealed, phone_sealed from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = any(${[...new Set(person_ids)]}::uuid[])`.execute(ctx.db)
  return new Map(
    rows.flatMap((row) => {
      const phone = maskedPhone(ctx, row)
      return phone === null ? [] : [[row.person_id, phone] as const]
    }),
  )
}
