/**
 * The rules of a distributed PostgreSQL (Citus, docs/decisions/0020), held against the catalogue of a migrated database and the bodies of its
 * functions. The statements our code sends are held against them while every test runs (test/distributed/watch.ts).
 */
import { sql } from 'kysely'
import { parsePlPgSQLSync } from 'libpg-query'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Database } from '../src/platform/database.ts'
import { catalogue, ownFunctions, REFERENCE, treesOf } from './distributed/catalogue.ts'
import { refusedOf } from './distributed/statements.ts'
import { openEmptyDatabase } from './world.ts'

let database: Database
beforeAll(async () => {
  database = await openEmptyDatabase()
})
afterAll(() => database.close())

const rowsOf = async <R>(query: ReturnType<typeof sql<R>>) => (await query.execute(database.db)).rows
const OURS = sql`n.nspname not in ('pg_catalog', 'information_schema') and n.nspname not like 'pg_toast%'`

describe('the catalogue', () => {
  it('keys, unique indexes and foreign keys of every table hold organisation_id, but for named reference tables', async () => {
    const tables = await rowsOf(sql<{ name: string; has: boolean }>`
      select n.nspname || '.' || c.relname as name, exists (select 1 from pg_index i join pg_attribute a on a.attrelid = c.oid
        and a.attnum = any(i.indkey::int2[]) where i.indrelid = c.oid and i.indisprimary and a.attname = 'organisation_id') as has
      from pg_class c join pg_namespace n on n.oid = c.relnamespace where c.relkind in ('r', 'p') and ${OURS}`)
    const without = tables.filter(({ name, has }) => !has && !(name in REFERENCE)).map(({ name }) => name)
    expect(without).toEqual([])
    expect(Object.keys(REFERENCE).filter((name) => !tables.some((table) => table.name === name))).toEqual([])
    expect(tables.length).toBeGreaterThan(60)
    const reference = Object.keys(REFERENCE)
    const unique = await rowsOf(sql<{ name: string }>`
      select c.relname as name from pg_index i join pg_class c on c.oid = i.indexrelid join pg_class t on t.oid = i.indrelid
      join pg_namespace n on n.oid = t.relnamespace
      where i.indisunique and ${OURS} and n.nspname || '.' || t.relname <> all(${reference})
        and not exists (select 1 from pg_attribute a where a.attrelid = t.oid and a.attnum = any(i.indkey::int2[]) and a.attname = 'organisation_id')`)
    expect(unique).toEqual([])
    const exclusions = await rowsOf(sql`select conname from pg_constraint c join pg_namespace n on n.oid = c.connamespace
      where c.contype = 'x' and ${OURS}`)
    expect(exclusions).toEqual([])
  })

  it('foreign keys stay within the organisation, and neither set null nor follow an update', async () => {
    const keys = await rowsOf(sql<{ name: string; from: string; to: string; within: boolean; action: string }>`
      select c.conname as name, n.nspname || '.' || t.relname as from, fn.nspname || '.' || f.relname as to,
        exists (select 1 from unnest(c.conkey, c.confkey) k(own, other)
          join pg_attribute a on a.attrelid = c.conrelid and a.attnum = k.own and a.attname = 'organisation_id'
          join pg_attribute b on b.attrelid = c.confrelid and b.attnum = k.other and b.attname = 'organisation_id') as within,
        c.confdeltype::text || c.confupdtype::text as action
      from pg_constraint c join pg_class t on t.oid = c.conrelid join pg_namespace n on n.oid = t.relnamespace
      join pg_class f on f.oid = c.confrelid join pg_namespace fn on fn.oid = f.relnamespace
      where c.contype = 'f' and ${OURS}`)
    expect(keys.length).toBeGreaterThan(20)
    const wrong = keys.filter(({ from, to, within, action }) =>
      from in REFERENCE ? !(to in REFERENCE) : (!within && !(to in REFERENCE)) || !/^[arc][ar]$/.test(action),
    )
    expect(wrong).toEqual([])
  })

  it('there is no trigger, no rule, no sequence of 32 bits', async () => {
    expect(await rowsOf(sql`select tgname from pg_trigger where not tgisinternal`)).toEqual([])
    expect(await rowsOf(sql`select rulename from pg_rules where schemaname not in ('pg_catalog', 'information_schema')`)).toEqual(
      [],
    )
    expect(await rowsOf(sql`select sequencename from pg_sequences where data_type::text <> 'bigint'`)).toEqual([])
  })

  it('no policy holds a sub-query or calls a function of ours', async () => {
    const policies = await rowsOf(sql<{ name: string; text: string }>`
      select schemaname || '.' || tablename as name, coalesce(qual, '') || ' ' || coalesce(with_check, '') as text from pg_policies`)
    expect(policies.length).toBeGreaterThan(60)
    const own = new RegExp(`\\b(${ownFunctions.map(({ name }) => name.replace('.', '\\.')).join('|')})\\(`)
    expect(policies.filter(({ text }) => /\bselect\b/i.test(text) || own.test(text))).toEqual([])
  })

  it('views hold every table they read to the organisation of the first', async () => {
    const views = await rowsOf(sql<{
      name: string
      text: string
    }>`select schemaname || '.' || viewname as name, definition as text
      from pg_views where schemaname not in ('pg_catalog', 'information_schema')`)
    expect(views.map(({ name }) => name)).toEqual(
      [...catalogue.distributed].filter((name) => /mobilised_doses|graded_meas/.test(name)).toSorted(),
    )
    // Asked for one organisation, as every query of a view is.
    const refused = views.flatMap(({ name, text }) => {
      const first = /\bFROM[\s(]+(\S+) (\w+)/.exec(text)!
      const held = `${text.replace(/;\s*$/, '')} ${/\bWHERE\b(?![\s\S]*\))/.test(text) ? 'and' : 'where'} ${first[2]}.organisation_id = $1`
      return refusedOf(treesOf(held)[0], catalogue, 'view').map((problem) => `${name}: ${problem}`)
    })
    expect(refused).toEqual([])
  })
})

describe('the functions', () => {
  /** Every statement of a body; a record's field stands for a value. */
  const statementsIn = (whole: string): string[] => {
    if (/LANGUAGE sql/i.test(whole)) return [/\$function\$([\s\S]*)\$function\$/.exec(whole)![1]!]
    const found: string[] = []
    JSON.stringify(parsePlPgSQLSync(whole), (key, value: unknown) => {
      if (key === 'query' && typeof value === 'string' && /^\s*(select|insert|update|delete|with)\b/i.test(value))
        found.push(value)
      return value
    })
    return found
  }

  it.each(ownFunctions.map(({ name, whole }) => ({ name, whole })))('$name asks nothing that is refused', ({ whole }) => {
    // One statement may go to all nodes: the owner's, who is bound by no organisation yet.
    const refused = statementsIn(whole).flatMap((text) => treesOf(text).flatMap((tree) => refusedOf(tree, catalogue)))
    expect(refused).toEqual([])
    expect(whole).not.toMatch(/set_config/)
  })

  it('entering an organisation sets it in a way that reaches the workers', () => {
    const enter = ownFunctions.find(({ name }) => name === 'app.enter')!.whole
    expect(enter.match(/execute format\('set local /g)).toHaveLength(4)
  })
})

describe('the check of statements', () => {
  const refused = (text: string) => treesOf(text).flatMap((tree) => refusedOf(tree, catalogue))

  it.each([
    'select * from records.records where void_id is null',
    'select * from records.records where organisation_id = $1 or void_id is null',
    'select * from records.records r join people.persons p on p.person_id = r.person_id where r.organisation_id = $1',
    'select 1 from staff.grants g, staff.roles r where g.organisation_id = $1 and r.role = g.role',
    'select * from records.records r where organisation_id = $1 and exists (select 1 from people.persons p where p.person_id = r.person_id)',
    'select * from (select * from records.records) x where x.organisation_id = $1',
    'with x as (select * from records.records) select * from x where organisation_id = $1',
    'with recursive x as (select 1 as n union all select n + 1 from x, records.records) select * from x',
    'select * from records.records where station_id = $1 for update',
    'select * from records.records where organisation_id = $1 union all select * from records.records',
    'update records.records set void_id = $1 where record_id = $2',
    'update records.records set void_id = gen_random_uuid() where organisation_id = $1',
    'update records.records set organisation_id = $1 where organisation_id = $2',
    'delete from staff.recovery_codes where account_id = $1',
    'insert into staff.roles (role) values ($1)',
    'insert into staff.roles (organisation_id, role) select organisation_id, role from staff.roles where organisation_id = $1',
    'insert into staff.roles (organisation_id, role) values ($1, $2) on conflict (role) do nothing',
    'merge into staff.roles r using staff.roles s on true when matched then do nothing',
    'copy records.records from stdin',
    "select set_config('app.organisation_id', $1, true)",
    "set app.organisation_id = 'x'",
    'select pg_advisory_xact_lock(1)',
    'select a.name from staff.accounts a left join staff.list_logins() l on true where a.organisation_id = $1',
  ])('refuses %s', (text) => {
    expect(refused(text)).not.toEqual([])
  })

  it.each([
    'select * from records.records where organisation_id = $1 and void_id is null for update',
    'select * from records.records r join people.persons p using (organisation_id, person_id) where p.organisation_id = $1::uuid',
    'select * from records.records r left join people.persons p on (p.organisation_id, p.person_id) = (r.organisation_id, r.person_id) where r.organisation_id = $1',
    'select (select count(*) from records.voids v where v.organisation_id = r.organisation_id) from records.records r where r.organisation_id = $1',
    'with x as (select * from records.records where organisation_id = $1) select * from x join people.persons p on p.organisation_id = x.organisation_id',
    'insert into staff.roles (organisation_id, role) values ($1, $2), ($3, $4) on conflict (organisation_id, role) do update set name_zh = excluded.name_zh',
    'update records.records r set void_id = x.v from (values ($1::uuid, $2::uuid)) as x (v, id) where r.organisation_id = $3 and r.record_id = x.id',
    "set local app.organisation_id = 'x'",
    'select * from staff.logins where login = $1 for update',
    'select login from staff.list_logins() where account_id = $1',
  ])('lets %s through', (text) => {
    expect(refused(text)).toEqual([])
  })
})
