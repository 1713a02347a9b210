/**
 * The one statement that finds people by part of a name (查找). Behind row-level security PostgreSQL looks into an index only for
 * equality and ranges, so every condition here is one of these, each in a part of its own: an OR with anything else would read everybody.
 */
import { sql, type RawBuilder } from 'kysely'
import type { NameQuery } from './names.ts'

/** Names of up to four signs have an index from each sign on; longer ones are few, and are read one by one. */
const SIZES = [1, 2, 3, 4] as const

/** The first text after all that begin with `text`, in the order of code points, which is that of collation "C". */
export const textAfter = (text: string): string => {
  const signs = [...text]
  const next = signs.pop()!.codePointAt(0)! + 1
  // Between these two stand halves of signs, which are no text.
  return signs.join('') + String.fromCodePoint(next === 0xd800 ? 0xe000 : next)
}

const begins = (column: string, text: string) =>
  sql`${sql.ref(column)} collate "C" >= ${text} and ${sql.ref(column)} collate "C" < ${textAfter(text)}`

interface Part {
  readonly where: RawBuilder<unknown>
  /** Whether its index delivers the hits in order, so that the first few are enough; else there are few, and all are taken. */
  readonly in_order: boolean
}

const characters = (text: string): Part[] => {
  const [first, ...more] = text
  const from = (place: number): Part => {
    const sign = sql`${sql.ref(`sign_${place}`)} = ${first}`
    if (more.length === 0) return { where: sign, in_order: true }
    return { where: sql`${sign} and ${begins(place === 1 ? 'name_key' : `name_${place}`, text)}`, in_order: false }
  }
  return [...SIZES.map(from), { where: sql`name_size > 4 and strpos(name_key, ${text}) > 0`, in_order: false }]
}

/** Within names of one size the index delivers the order. */
const bySize = (condition: RawBuilder<unknown>): Part[] => [
  ...SIZES.map((size) => ({ where: sql`name_size = ${sql.lit(size)} and ${condition}`, in_order: true })),
  { where: sql`name_size > 4 and ${condition}`, in_order: false },
]

const initials = (text: string): Part[] => {
  // One letter begins the initials where it begins the pinyin.
  if (text.length === 1) return []
  const two = sql`initials_2 = ${text.slice(0, 2)}`
  return text.length === 2 ? bySize(two) : [{ where: sql`${two} and ${begins('initials', text)}`, in_order: false }]
}

const letters = (text: string): Part[] => [...bySize(begins('pinyin', text)), ...initials(text)]

/** Ids of the standing people of an organisation whose name holds what was typed: short names first, then by pinyin; at most `limit`. */
export const searchByName = (
  organisation_id: string,
  { kind, text }: NameQuery,
  limit: number,
): RawBuilder<{ person_id: string }> => {
  const parts = (kind === 'letters' ? letters(text) : characters(text)).map(
    ({ where, in_order }) => sql`(select person_id, name_size, pinyin from people.persons
      where organisation_id = ${organisation_id} and merged_into is null and void_id is null and ${where}
      ${in_order ? sql`order by name_size, pinyin collate "C", person_id limit ${sql.lit(limit)}` : sql``})`,
  )
  return sql`select person_id from (${sql.join(parts, sql` union all `)}) hits
    group by name_size, pinyin, person_id order by name_size, pinyin collate "C", person_id limit ${sql.lit(limit)}`
}

/** The same by a telephone number: its last four digits, or all. */
export const searchByPhone = (
  organisation_id: string,
  { column, blind }: { column: 'phone_tail_blind' | 'phone_blind'; blind: Buffer },
  limit: number,
): RawBuilder<{ person_id: string }> => sql`
  select person_id from people.persons
  where organisation_id = ${organisation_id} and merged_into is null and void_id is null and ${sql.ref(column)} = ${blind}
  order by name_size, pinyin collate "C", person_id limit ${sql.lit(limit)}`
