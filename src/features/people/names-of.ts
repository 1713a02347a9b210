/** Names for lists: full for those who work with the people, masked (王*芳) for everybody else. */
import { sql } from 'kysely'
import { may, type Ctx } from '../../platform/context.ts'
import { nameQuery, queryGrams, type NameQuery } from './names.ts'

export const maskedName = (name: string): string =>
  name.length <= 1 ? '*' : name.length === 2 ? `${name[0]}*` : `${name[0]}${'*'.repeat(name.length - 2)}${name.at(-1)}`

/** Person id → name as this actor may see it. Persons of other stations are not in the map. */
export const namesOf = async (ctx: Ctx, person_ids: readonly (string | null)[]): Promise<Map<string, string>> => {
  const ids = [...new Set(person_ids.filter((id): id is string => id !== null))]
  if (ids.length === 0) return new Map()
  const { rows } = await sql<{ person_id: string; name: string }>`
    select person_id, name from people.persons
    where organisation_id = ${ctx.organisation_id} and person_id = any(${ids}::uuid[])`.execute(ctx.db)
  const full = may(ctx, 'people.read')
  return new Map(rows.map((row) => [row.person_id, full ? row.name : maskedName(row.name)]))
}

const condition = (ctx: Ctx, query: NameQuery) => {
  if (query.kind === 'digits') {
    const tail = ctx.keys.blind(query.text, query.text.length === 4 ? 'phone-tail' : 'phone', ctx.organisation_id)
    return query.text.length === 4 ? sql`phone_tail_blind = ${tail}` : sql`phone_blind = ${tail}`
  }
  const like = `%${query.text}%`
  if (query.kind === 'characters') return sql`search_grams @> ${queryGrams(query, '')} and name_key like ${like}`
  const initials = sql`search_grams @> ${queryGrams(query, 'i:')} and initials like ${`${query.text}%`}`
  if (query.text.length === 1) return initials
  return sql`((${initials}) or (search_grams @> ${queryGrams(query, 'p:')} and pinyin like ${`${query.text}%`}))`
}

/**
 * Persons whose name, pinyin, initials or telephone (last four digits, or all) match what was typed; at most `limit`, best first.
 * The search is fenced (OFFSET 0), because under LIMIT the planner otherwise leaves the gram index.
 */
export const findPersonIds = async (ctx: Ctx, typed: string, limit = 500): Promise<string[]> => {
  const query = nameQuery(typed)
  if (!query) return []
  const { rows } = await sql<{ person_id: string }>`
    select person_id from (
      select person_id, length(name_key) as size, pinyin from people.persons
      where ${condition(ctx, query)} and organisation_id = ${ctx.organisation_id} and merged_into is null and void_id is null
      offset 0
    ) hits order by size, pinyin limit ${limit}`.execute(ctx.db)
  return rows.map((row) => row.person_id)
}
