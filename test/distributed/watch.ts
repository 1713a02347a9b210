/**
 * Every statement our code sends while the tests run is held against the rules of a distributed database; the file whose test sent one that
 * breaks them fails. Statements of the tests' own are not looked at.
 */
import pg from 'pg'
import { afterAll } from 'vitest'
import { catalogue, treesOf } from './catalogue.ts'
import { refusedOf } from './statements.ts'

/** Who asks beyond one organisation, and why that may be: none of it is part of a request. */
const BEYOND: Readonly<Record<string, string>> = {
  'src/platform/migrate.ts': 'brings every organisation forward, before anybody is served',
  'src/platform/backup-rows.ts': 'a backup holds every organisation; read by the owner, table after table',
  'src/platform/backup-fill.ts': 'fills an empty database, which is distributed afterwards',
}

interface Watch {
  readonly seen: Set<string>
  readonly problems: string[]
}

type Query = (...given: unknown[]) => unknown

/** Rows of one INSERT are one statement, however many they are. */
const shape = (text: string): string => text.replace(/( values )(\([^()]*\))(,\([^()]*\))+/i, '$1$2')

/** The file of ours that asked; undefined when a test did. */
const askedBy = (stack: string): string | undefined => {
  for (const [, file] of stack.matchAll(/\/((?:src|test|bench|e2e)\/[^:?)]+)/g)) {
    if (/^src\/platform\/(statements|transaction|database|insert-rows)\.ts$/.test(file!) || file!.startsWith('test/distributed/'))
      continue
    return file!.startsWith('src/') && !/\.test\.tsx?$/.test(file!) ? file : undefined
  }
  return 'src'
}

const start = (): Watch => {
  const watch: Watch = { seen: new Set(), problems: [] }
  const query = Reflect.get(pg.Client.prototype, 'query') as Query
  pg.Client.prototype.query = function (this: pg.Client, ...given: unknown[]) {
    const [asked] = given as [string | { text?: string } | undefined]
    const text = shape((typeof asked === 'string' ? asked : asked?.text) ?? '')
    if (text !== '' && !watch.seen.has(text)) {
      const most = Error.stackTraceLimit
      Error.stackTraceLimit = 60
      const by = askedBy(new Error('asked').stack!)
      Error.stackTraceLimit = most
      if (by !== undefined && !(by in BEYOND)) {
        watch.seen.add(text)
        for (const statement of treesOf(text))
          for (const problem of refusedOf(statement, catalogue))
            watch.problems.push(`${problem} · ${by}: ${text.replaceAll(/\s+/g, ' ').slice(0, 600)}`)
      }
    }
    return query.apply(this, given)
  } as never
  return watch
}

// Files of one worker share its modules' world, and the driver with it.
const shared = globalThis as { hengaiWatch?: Watch }
const watch = (shared.hengaiWatch ??= start())

afterAll(() => {
  const problems = watch.problems.splice(0)
  if (problems.length > 0) throw new Error(`A distributed database refuses:\n${problems.join('\n')}`)
})
