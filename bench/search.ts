/** W4: part of a name among a hundred thousand people, twenty hits, beside one statement over a bare table with the index made for it. */
import { CompiledQuery, sql } from 'kysely'
import { findSystemAsking } from '../src/features/staff/organisation.ts'
import { findPersonIds } from '../src/features/people/names-of.ts'
import { insertRows } from '../src/platform/insert-rows.ts'
import { newId } from '../src/platform/new-id.ts'
import { runAs } from '../src/platform/request.ts'
import { inTurns, newLine, timed, type Line } from './measure.ts'
import type { Year } from './served.ts'

const HITS = 20

interface Person {
  readonly person_id: string
  readonly name_key: string
  readonly pinyin: string
  readonly initials: string
  readonly phone_tail_blind: Buffer | null
}

type Kind = 'characters' | 'one_sign' | 'pinyin' | 'initials' | 'phone'

const KINDS: Readonly<Record<Kind, string>> = {
  characters: 'characters 王芳',
  one_sign: 'one sign 王',
  pinyin: 'pinyin wangf',
  initials: 'initials wf',
  phone: 'phone tail 4321',
}

/** What people type, of somebody who is there: some typed little, some much. */
const typedFor = (kind: Kind, { name_key, pinyin, initials }: Person, n: number): string => {
  switch (kind) {
    case 'characters':
      return n % 3 === 0 ? name_key : n % 3 === 1 ? name_key.slice(0, 2) : name_key.slice(-2)
    case 'one_sign':
      return name_key[n % name_key.length]!
    case 'pinyin':
      return pinyin.slice(0, 2 + (n % 7))
    case 'initials':
      return initials.slice(0, n % 2 === 0 ? 2 : 3)
    case 'phone':
      return String((n * 7919) % 10_000).padStart(4, '0')
  }
}

const gramsOf = (name: string): string[] => [...new Set([...name, ...[...name].slice(1).map((sign, i) => name[i] + sign)])]

const fillFloor = async ({ opened, organisation_id }: Year): Promise<Person[]> => {
  const { database } = opened
  const { db } = database
  await database.script(`create schema if not exists floor; drop table if exists floor.people;
    create table floor.people (person_id uuid primary key, name text, size smallint, pinyin text collate "C", initials text collate "C", grams text[], tail bytea)`)
  const people = await db.transaction().execute(async (tx) => {
    await sql`select app.enter(${organisation_id}, 'all', '')`.execute(tx)
    return (
      await sql<Person>`select person_id, name_key, pinyin, initials, phone_tail_blind from people.persons
        where organisation_id = ${organisation_id} and merged_into is null and void_id is null order by person_id`.execute(tx)
    ).rows
  })
  await db.transaction().execute((tx) =>
    insertRows(
      tx,
      'floor.people',
      people.map(({ person_id, name_key, pinyin, initials, phone_tail_blind }) => ({
        person_id, name: name_key, size: name_key.length, pinyin, initials, grams: gramsOf(name_key), tail: phone_tail_blind,
      })), // prettier-ignore
    ),
  )
  await database.script(`create index on floor.people using gin (grams); create index on floor.people (pinyin); create index on floor.people (initials);
    create index on floor.people (tail); analyze floor.people`)
  return people
}

const CONDITIONS: Readonly<Record<Kind, string>> = {
  characters: 'grams @> array[$1]',
  one_sign: 'grams @> array[$1]',
  pinyin: `pinyin >= $1 and pinyin < $1 || '~'`,
  initials: `initials >= $1 and initials < $1 || '~'`,
  phone: 'tail = $1',
}

export const benchSearch = async (year: Year): Promise<Line[]> => {
  const { opened, organisation_id, short } = year
  const { db } = opened.database
  const people = await fillFloor(year)
  const asking = await findSystemAsking(db, organisation_id)
  const { rows } = await db.transaction().execute(async (tx) => {
    await sql`select app.enter(${organisation_id}, 'all', '')`.execute(tx)
    return sql<{ station_id: string }>`select station_id from orgs.stations where code = 'SZ'`.execute(tx)
  })
  const of_station = [rows[0]!.station_id]
  const questions = short ? 150 : 600
  const lines: Line[] = []
  for (const [kind, words] of Object.entries(KINDS) as [Kind, string][]) {
    for (const stations of kind === 'phone' ? (['all'] as const) : (['all', of_station] as const)) {
      const line = newLine(`W4 ${words}, ${stations === 'all' ? 'whole' : 'one station'}`, { aim_p99: 2, limit: 500 })
      lines.push(line)
      const typed = (n: number) => typedFor(kind, people[(n * 7919) % people.length]!, n)
      let mine = 0
      let theirs = 0
      await inTurns(
        questions / 25,
        () =>
          runAs(db, opened.keys, { ...asking, stations, request_id: newId(), action: 'bench' }, async (ctx) => {
            for (let i = 0; i < 25; i++) {
              const q = typed(mine++)
              const [took] = await timed(() => findPersonIds(ctx, q, HITS))
              if (mine > 25) {
                line.ours.push(took)
                line.waits.push(took)
              }
            }
          }),
        () =>
          db.connection().execute(async (connection) => {
            for (let i = 0; i < 25; i++) {
              const q = typed(theirs++)
              const value =
                kind === 'phone'
                  ? opened.keys.blind(q, 'phone-tail', organisation_id)
                  : q.length > 2 && kind === 'characters'
                    ? q.slice(0, 2)
                    : q
              const text = `select person_id from floor.people where ${CONDITIONS[kind]} order by size, pinyin limit ${HITS}`
              const [took] = await timed(() => connection.executeQuery(CompiledQuery.raw(text, [value])))
              if (theirs > 25) {
                line.floor.push(took)
                line.floor_waits.push(took)
              }
            }
          }),
      )
    }
  }
  return lines
}
