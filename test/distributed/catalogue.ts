/** What a statement's check must know of the database, read from db/schema.sql, which schema.test.ts keeps current. */
import fs from 'node:fs'
import path from 'node:path'
import { loadModule, parseSync } from 'libpg-query'
import type { Catalogue } from './statements.ts'

await loadModule()

// Tests run from the project's root; a screen's test has no address of its own file.
const text = fs.readFileSync(path.resolve('db/schema.sql'), 'utf8')

/** Tables of no organisation: reference tables there, one copy on each node. */
export const REFERENCE: Readonly<Record<string, string>> = {
  'app.migrations': 'which files were run; asked by the owner before anybody is served',
  'app.leases': 'work of the whole installation that one server does at a time',
  'staff.tenants': 'which organisations there are; asked before one is entered',
  'staff.logins': 'a user name is unique over all organisations, and looked up before the organisation is known',
  'staff.sessions': 'a session is found by its token before the organisation is known',
}

const tables = [...text.matchAll(/create table (\S+) \(([\s\S]*?)\n\);/g)].map(([, name, body]) => ({ name: name!, body: body! }))
const functions = [...text.matchAll(/CREATE OR REPLACE FUNCTION ([\w.]+)\([\s\S]*?\$function\$;/g)].map(([whole, name]) => ({
  name: name!,
  whole,
}))

/** A function whose body names a table. */
const reads = (whole: string) => /\b(from|into|update|join)\s+[a-z]+\.[a-z_]+/.test(whole.slice(whole.indexOf('$function$')))

export const catalogue: Catalogue = {
  distributed: new Set([
    ...tables.map(({ name }) => name).filter((name) => !(name in REFERENCE)),
    ...[...text.matchAll(/create view (\S+) as/g)].map(([, name]) => name!),
  ]),
  volatile: new Set([
    'random',
    'gen_random_uuid',
    'uuidv7',
    'clock_timestamp',
    'timeofday',
    'nextval',
    'setval',
    ...functions.filter(({ whole }) => !/\b(STABLE|IMMUTABLE)\b/.test(whole)).map(({ name }) => name.split('.')[1]!),
  ]),
  reading: new Set(functions.filter(({ whole }) => reads(whole)).map(({ name }) => name)),
}

/** Our own functions: their name and their whole text. */
export const ownFunctions: readonly { readonly name: string; readonly whole: string }[] = functions

/** The parse trees of a text of one or more statements. */
export const treesOf = (statements: string): unknown[] =>
  ((parseSync(statements) as { stmts?: { stmt?: unknown }[] }).stmts ?? []).map(({ stmt }) => stmt)
