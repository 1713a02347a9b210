/**
 * Every speed figure we claim, beside its floor, in one run (docs/decisions/0010): `npm run bench`, `-- --short` for continuous checks.
 * On the embedded database and on PostgreSQL: DATABASE_URL, or a cluster of its own where PostgreSQL is installed. `-- embedded` or
 * `-- postgres` takes one of them.
 */
import os from 'node:os'
import { asSystem } from '../src/app/as-system.ts'
import { benchCount, benchImport } from './count.ts'
import { benchCreate } from './create.ts'
import { benchList } from './list.ts'
import { told, type Line } from './measure.ts'
import { benchWeight, buildPage } from './page.ts'
import { fillRegister } from './people.ts'
import { embedded, freePort, postgres, type Place } from './place.ts'
import { benchRunning } from './running.ts'
import { benchSearch } from './search.ts'
import { signedIn } from './served.ts'

const short = process.argv.includes('--short')
const PEOPLE = 100_000

let passed = 0
let failed = 0
const print = (lines: readonly Line[]): void => {
  for (const line of lines) {
    const { text, failed: over } = told(line)
    console.log(text)
    if (over) failed++
    else passed++
  }
}

const measure = async (place: Place): Promise<void> => {
  console.log(
    `\n${place.name} · ${os.cpus().length} cores, load ${os.loadavg()[0]!.toFixed(1)} · Node ${process.version}${short ? ' · short' : ''}`,
  )
  const opened = await place.open()
  try {
    const { line, organisation_id } = await benchImport(opened)
    print([line])
    const year = { opened, organisation_id, short }
    print(await benchCount(year))
    print(await benchList(year))
    await asSystem(opened, organisation_id, 'bench', (ctx) => fillRegister(ctx, PEOPLE))
    await opened.database.script('analyze')
    print(await benchSearch(year))
    print(await benchCreate(year))
    const cookie = await signedIn(opened, organisation_id, 'director', null)
    // The embedded database belongs to one program at a time.
    await opened.rest()
    print(
      await benchRunning({
        folder: opened.folder,
        url: opened.url,
        port: await freePort(),
        cookie,
        path: '/api/records?page_size=25',
        rounds: short ? 2 : 5,
      }),
    )
  } finally {
    await opened.close()
  }
}

buildPage()
const only = ['embedded', 'postgres'].find((name) => process.argv.includes(name))
if (only !== 'postgres') await measure(embedded())
if (only !== 'embedded') {
  const place = await postgres()
  if (place) await measure(place).finally(() => place.close())
  else console.log('\nPostgreSQL: not installed here, not measured')
}

console.log('')
print([benchWeight()])
console.log(`${passed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
