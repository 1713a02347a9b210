/** The rules of the house (CONTRIBUTING.md), checked by reading the files. Each test lists what breaks its rule. */
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { floors, mayUse } from '../scripts/may-use.mjs'
import { personTables } from '../src/app/person-lifecycle.ts'
import { refusalTexts } from '../src/shared/refusal-texts.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (path: string) => readFileSync(join(root, path), 'utf8')
const exists = (path: string) => existsSync(join(root, path))

/** Every file below a folder, as a path from the root; [] when there is no such folder. */
const filesBelow = (folder: string): string[] =>
  exists(folder)
    ? readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
        .toSorted()
    : []

const isCode = (path: string) => /\.(ts|tsx|mjs)$/.test(path)
const isTest = (path: string) => /\.test\.tsx?$/.test(path)
const sources = filesBelow('src').filter(isCode)
const tests = [...sources.filter(isTest), ...filesBelow('test').filter(isTest), ...filesBelow('e2e').filter(isCode)]
const sliceNames = exists('src/features') ? readdirSync(join(root, 'src/features')).filter((name) => !name.startsWith('.')) : []
const migrations = filesBelow('db/migrations')

describe('the map of slices', () => {
  const order = Object.values(floors).flat()
  const floorOf = (slice: string) => Object.values(floors).findIndex((names) => names.includes(slice))

  test('every slice stands on exactly one floor', () => {
    expect(order.toSorted()).toEqual(Object.keys(mayUse).toSorted())
    expect(new Set(order).size).toBe(order.length)
  })

  test('nobody uses a higher floor', () => {
    const upwards = Object.entries(mayUse).flatMap(([slice, used]) =>
      used.filter((other) => floorOf(other) > floorOf(slice)).map((other) => `${slice} → ${other}`),
    )
    expect(upwards).toEqual([])
  })

  test('uses on one floor make no circle', () => {
    const reached = (slice: string, from: readonly string[] = []): string[] =>
      from.includes(slice) ? [slice] : (mayUse[slice] ?? []).flatMap((other) => reached(other, [...from, slice]))
    expect(Object.keys(mayUse).filter((slice) => reached(slice).length > 0)).toEqual([])
  })
})

describe('slices', () => {
  test('every folder under src/features is on the map', () => {
    expect(sliceNames.filter((name) => mayUse[name] === undefined)).toEqual([])
  })

  test('every slice has its contract and its service', () => {
    const missing = sliceNames.flatMap((name) =>
      ['contract.ts', 'service.ts'].map((file) => `src/features/${name}/${file}`).filter((path) => !exists(path)),
    )
    expect(missing).toEqual([])
  })

  test('every slice is in the glossary', () => {
    const glossary = read('docs/glossary.md')
    expect(sliceNames.filter((name) => !glossary.includes(`\`src/features/${name}\``))).toEqual([])
  })

  test.each(['sheets', 'figures'])('every %s.ts is handed over by src/app', (name) => {
    const handedOver = read(`src/app/${name}.ts`)
    const owners = sliceNames.filter((slice) => exists(`src/features/${slice}/${name}.ts`))
    expect(owners.filter((slice) => !handedOver.includes(`'../features/${slice}/${name}.ts'`))).toEqual([])
  })

  test("every service begins with its slice's Chinese name in brackets", () => {
    const bare = sliceNames
      .map((name) => `src/features/${name}/service.ts`)
      .filter((path) => exists(path) && !/^\/\*\*[^/]*[（(][^）)]*\p{Script=Han}/u.test(read(path)))
    expect(bare).toEqual([])
  })
})

describe('refusals', () => {
  const holes = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).toSorted()

  test('every code has a Chinese and an English text with the same details', () => {
    const wrong = Object.entries(refusalTexts)
      .filter(([, { zh, en }]) => !/\p{Script=Han}/u.test(zh) || !/[a-z]/i.test(en) || `${holes(zh)}` !== `${holes(en)}`)
      .map(([code]) => code)
    expect(wrong).toEqual([])
  })

  test('every code in the code has its texts', () => {
    const named = /(?:new Refusal\(\s*|\b(?:refused|not_counted):\s*)'([a-z_0-9]+)'/g
    // A screen's `not_counted: …` names a label of its own.
    const unknown = sources
      .filter((path) => !path.endsWith('.tsx'))
      .flatMap((path) =>
        [...read(path).matchAll(named)]
          .filter((match) => !((match[1] ?? '') in refusalTexts))
          .map((match) => `${path}: ${match[1]}`),
      )
    expect(unknown).toEqual([])
  })

  test('every text is used', () => {
    const code = sources
      .filter((path) => path !== 'src/shared/refusal-texts.ts' && !isTest(path))
      .map(read)
      .join('\n')
    expect(Object.keys(refusalTexts).filter((name) => !new RegExp(`['"\`]${name}['"\`]`).test(code))).toEqual([])
  })
})

describe('files', () => {
  test('no file of src is longer than 400 lines', () => {
    const long = sources
      .filter((path) => path !== 'src/platform/database-types.ts')
      .map((path) => ({ path, lines: read(path).split('\n').length - 1 }))
      .filter(({ lines }) => lines > 400)
    expect(long).toEqual([])
  })

  test('names say what a file is about', () => {
    const empty = /^(schema|data|info|items?|manager|handlers?|helpers?|utils?|common|process|do|misc)$/
    const kinds = /^(types|hooks|constants|lib|components|services|controllers|models)$/
    const named = [...sources, ...filesBelow('e2e'), ...filesBelow('bench')].filter((path) => {
      const steps = path
        .replace(/\.test\.tsx?$|\.\w+$/, '')
        .split('/')
        .slice(1)
      return steps.some((step) => kinds.test(step) || step.split(/[.-]/).some((word) => empty.test(word)))
    })
    expect(named).toEqual([])
  })

  test('src is three folders deep at most, without barrels', () => {
    expect(sources.filter((path) => path.split('/').length > 4)).toEqual([])
    expect(sources.filter((path) => /\/index\.tsx?$/.test(path))).toEqual([])
  })

  test('nothing is left for later', () => {
    const marker = new RegExp(`\\b(${['TO' + 'DO', 'FIX' + 'ME', 'X' + 'XX', 'HA' + 'CK'].join('|')})\\b`)
    expect([...sources, ...tests, ...filesBelow('bench').filter(isCode)].filter((path) => marker.test(read(path)))).toEqual([])
  })

  test('every test runs', () => {
    const off = /\b(?:test|it|describe)(?:\.\w+)*\.(?:only|skip|todo)\b|\bx(?:it|describe)\(/
    expect(tests.filter((path) => path !== 'test/house.test.ts' && off.test(read(path)))).toEqual([])
  })
})

describe('migrations', () => {
  /** Tables that belong to no organisation, each with its reason. */
  const shared: Record<string, string> = {
    'app.migrations': 'which files were run on this database',
    'app.leases': 'which server is at which work of the whole installation',
    'staff.tenants': 'which organisations there are, before one is entered',
    'staff.logins': 'a user name is unique over all organisations and is looked up before the organisation is known',
    'staff.sessions': 'a session is found by its token before the organisation is known',
  }

  const withoutComments = (text: string) => text.replaceAll(/--[^\n]*/g, '')
  /** schema.test.ts keeps it current. */
  const schemaText = exists('db/schema.sql') ? read('db/schema.sql') : ''
  const tables = schemaText.split(/\n(?=(?:--[^\n]*\n)*create table )/).flatMap((block) => {
    const name = /create table (\S+) \(/.exec(block)?.[1]
    return name === undefined ? [] : [{ name, block: block.split(/\n-- ════/)[0] ?? '' }]
  })
  const owned = tables.filter(({ name }) => shared[name] === undefined)
  const breaking = (rule: RegExp) => owned.filter(({ block }) => !rule.test(block)).map(({ name }) => name)

  test('files are numbered without gaps', () => {
    const expected = migrations.map((_, at) => String(at + 1).padStart(4, '0'))
    expect(migrations.map((path) => /\/(\d{4})_[a-z_]+\.sql$/.exec(path)?.[1])).toEqual(expected)
  })

  test('every table the migrations make is in db/schema.sql', () => {
    const made = migrations.flatMap((path) =>
      [...withoutComments(read(path)).matchAll(/create table (?:if not exists )?([a-z_]+\.[a-z_]+)/gi)].map((match) => match[1]),
    )
    const known = new Set(tables.map(({ name }) => name))
    expect(made.length).toBeGreaterThan(0)
    expect(made.filter((name) => name !== undefined && !known.has(name))).toEqual([])
  })

  test('organisation_id leads every primary key', () => {
    expect(breaking(/primary key \(organisation_id[,)]/)).toEqual([])
  })

  test('every table with a person is reached by merge, export and erasure (src/app/person-lifecycle.ts)', () => {
    const withPerson = owned
      .filter(({ name, block }) => name !== 'people.persons' && /^  person_id +uuid/m.test(block))
      .map(({ name }) => name)
    expect([...personTables].toSorted()).toEqual(withPerson.toSorted())
  })

  test('a table outside the wall is closed to the application role', () => {
    const outside = tables.filter(({ name }) => shared[name] !== undefined)
    expect(outside.filter(({ block }) => !block.includes('-- hengai_app: no privilege')).map(({ name }) => name)).toEqual([])
    expect(Object.keys(shared).filter((name) => !outside.some((table) => table.name === name))).toEqual([])
  })

  test('every unique key holds organisation_id', () => {
    const loose = owned.flatMap(({ name, block }) =>
      block
        .split('\n')
        .filter((line) => /^create unique index|^\s+constraint \S+ unique/.test(line) && !line.includes('organisation_id'))
        .map((line) => `${name}: ${line.trim()}`),
    )
    expect(loose).toEqual([])
  })

  const policies = tables.flatMap(({ name, block }) =>
    [...block.matchAll(/create policy[^;]*;/g)].map((match) => ({ name, text: match[0] })),
  )

  test('row-level security is on, forced, and every policy names the organisation', () => {
    expect(breaking(/enable row level security/)).toEqual([])
    expect(breaking(/force row level security/)).toEqual([])
    expect(breaking(/create policy wall .*\n(\s+to .*\n)?\s+using \(.*organisation_id = .*app\.organisation_id/)).toEqual([])
    // a restrictive policy only takes away from what another lets through
    const lets = policies.filter(({ text }) => !text.includes('as restrictive'))
    const loose = lets.filter(({ text }) => !/using \(.*organisation_id = .*app\.organisation_id/.test(text))
    expect(loose).toEqual([])
  })

  test('no policy looks anything up', () => {
    expect(
      policies.filter(({ text }) => /\bselect\b|\bexists\b/i.test(text.replace(/for select/, ''))).map(({ name }) => name),
    ).toEqual([])
  })

  test('nobody may truncate, and the audit trail is only added to', () => {
    const grants = tables.flatMap(({ block }) => /^grant (.*);$/m.exec(block)?.[0] ?? [])
    expect(grants.filter((grant) => /truncate|references/.test(grant))).toEqual([])
    expect(grants.filter((grant) => grant.includes('on audit.'))).toEqual([
      'grant select, insert on audit.entries to hengai_app;',
      'grant select on audit.retention_rules to hengai_app;',
      'grant select on audit.retirements to hengai_app;',
      'grant select on audit.sealed_rows to hengai_app;',
      'grant select on audit.seals to hengai_app;',
    ])
  })

  test("what runs with the owner's rights fixes its search path and is not open to everyone", () => {
    const functions = schemaText.split(/\n(?=-- May be executed by )/).slice(1)
    const open = functions
      .filter(
        (text) =>
          /SECURITY DEFINER/.test(text) && (!/SET search_path/.test(text) || text.startsWith('-- May be executed by everyone')),
      )
      .map((text) => /FUNCTION (\S+)\(/.exec(text)?.[1])
    expect(functions.length).toBeGreaterThan(0)
    expect(open).toEqual([])
  })

  test('a migration that fills rows for every organisation lifts the wall for its tables, and puts it back', () => {
    const behindWall = new Set(owned.map(({ name }) => name))
    const bound = migrations.flatMap((path) => {
      const text = withoutComments(read(path)).replace(/\$\$[\s\S]*?\$\$/g, '')
      const filled = [...text.matchAll(/^(?:insert into|update|delete from) (\w+\.\w+)/gm)].map(([, table]) => table!)
      const says = (table: string, what: string) => text.includes(`alter table ${table} ${what} row level security;`)
      return filled
        .filter((table) => behindWall.has(table) && !(says(table, 'no force') && says(table, 'force')))
        .map((table) => `${path}: ${table}`)
    })
    expect(bound).toEqual([])
  })

  test('nothing a distributed database refuses', () => {
    const refused =
      /create (?:or replace )?(?:constraint )?trigger|set_config\s*\(|on delete set (?:null|default)|on update cascade|uuidv7\s*\(/i
    expect(migrations.filter((path) => refused.test(withoutComments(read(path))))).toEqual([])
    expect(tables.filter(({ block }) => block.includes('-- trigger')).map(({ name }) => name)).toEqual([])
  })
})

describe('documents', () => {
  const documents = [
    ...readdirSync(root).filter((name) => name.endsWith('.md')),
    ...filesBelow('docs').filter((path) => path.endsWith('.md')),
  ]
  const scripts = (JSON.parse(read('package.json')) as { scripts: Record<string, string> }).scripts

  test('no link is dead', () => {
    const dead = documents.flatMap((path) =>
      [...read(path).matchAll(/\]\(([^)\s#]+)[^)]*\)|src="([^"]+)"/g)]
        .map((match) => match[1] ?? match[2] ?? '')
        .filter((target) => !/^(https?|mailto):/.test(target) && !exists(join(dirname(path), target)))
        .map((target) => `${path}: ${target}`),
    )
    expect(dead).toEqual([])
  })

  test('every path and command they name is there', () => {
    const wrong = documents.flatMap((path) => {
      const text = read(path)
      const paths = [...text.matchAll(/`((?:src|db|docs|scripts|test|e2e|bench|bin|examples)\/[\w./-]*\w)`/g)].map(
        (match) => match[1] ?? '',
      )
      const commands = [...text.matchAll(/npm run (?:-s )?([a-z0-9-]+)/g)].map((match) => match[1] ?? '')
      const wanting = [...paths.filter((target) => !exists(target)), ...commands.filter((name) => scripts[name] === undefined)]
      return [...new Set(wanting)].map((name) => `${path}: ${name}`)
    })
    expect(wrong).toEqual([])
  })

  test('both READMEs show the same commands', () => {
    const commands = (path: string) =>
      [...read(path).matchAll(/^(?:npm|DATABASE_URL=|node) ?.*$/gm)].map((match) => match[0].replace(/\s+#.*$/, ''))
    expect(commands('README.zh-CN.md')).toEqual(commands('README.md'))
    expect(commands('README.md').length).toBeGreaterThan(3)
  })

  test('decision records are numbered, short, and say context, decision and consequences', () => {
    const records = filesBelow('docs/decisions')
    expect(records.map((path) => /\/(\d{4})-[a-z0-9-]+\.md$/.exec(path)?.[1])).toEqual(
      records.map((_, at) => String(at + 1).padStart(4, '0')),
    )
    const incomplete = records.filter((path) => {
      const text = read(path)
      return (
        !['## Context', '## Decision', '## Consequences'].every((heading) => text.includes(heading)) ||
        text.split('\n').length > 60
      )
    })
    expect(incomplete).toEqual([])
  })
})
