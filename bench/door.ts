/**
 * The door at the lunch rush: `npm run bench:door`, `-- --short` for continuous checks. 5,000 members on a tablet six times slower than this
 * machine; a script types as a scanner does, 40 people in a minute, and the network is cut half-way. Limit: from Enter to the name on the screen
 * p95 below 300 ms; and everybody counted once at the end.
 */
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { chromium, type Page } from 'playwright-core'
import { asSystem } from '../src/app/as-system.ts'
import { openServer } from '../src/app/server.ts'
import { recordActivities } from '../src/features/activities/sessions.ts'
import { recordStations } from '../src/features/orgs/service.ts'
import { registerMembers } from '../src/features/people/register.ts'
import { createOrganisation } from '../src/features/staff/organisation.ts'
import { sql } from 'kysely'
import { newLine, quantile, told } from './measure.ts'
import { buildPage } from './page.ts'
import { namesLike } from './people.ts'
import { embedded, type Placed } from './place.ts'
import { portOf, signedIn } from './served.ts'

const short = process.argv.includes('--short')
const MEMBERS = 5_000
const PEOPLE = short ? 16 : 40
const MINUTE_MS = 60_000
const SLOWER = 6
const LIMIT_MS = 300

const dist = fileURLToPath(new URL('../dist', import.meta.url))

/** A station with its members, each with a telephone, and a session of today. */
const fill = async (opened: Placed) => {
  const organisation_id = await opened.database.db.transaction().execute((tx) => createOrganisation(tx, { name: '门口测速' }))
  return asSystem(opened, organisation_id, 'bench', async (ctx) => {
    const [station] = await recordStations(ctx, [{ code: 'D1', name: '门口站', town: '三灶镇', state: 'open' }])
    const station_id = (station as { id: string }).id
    const member = { station_id, id_number: undefined, status: 'active', private: {}, health: {}, evidence: 'witnessed' } as const
    await registerMembers(
      ctx,
      namesLike(MEMBERS).map((name, n) => ({ ...member, name, member_no: `D${10_000 + n}`, phone: `139${10_000_000 + n}` })),
    )
    const session = { station_id, title: '午餐前', kind: '其他', mode: 'on_site', state: 'held', evidence: 'witnessed' } as const
    const [activity] = await recordActivities(ctx, [{ ...session, occurred_on: ctx.today }])
    return { organisation_id, station_id, activity_id: (activity as { id: string }).id }
  })
}

/** Notes in the page how long it takes from Enter until what changed on the screen is painted. */
const watch = (page: Page) =>
  page.addInitScript(`
    globalThis.waits = []
    let entered
    addEventListener('keydown', (event) => { if (event.key === 'Enter') entered = event.timeStamp }, { capture: true })
    document.addEventListener('DOMContentLoaded', () => new MutationObserver(() => {
      if (entered === undefined || !document.querySelector('.kiosk-name')) return
      const from = entered
      entered = undefined
      requestAnimationFrame(() => setTimeout(() => globalThis.waits.push(performance.now() - from)))
    }).observe(document.body, { childList: true, subtree: true, characterData: true }))`)

/** Scans people one after the other, evenly over the minute; cuts the network half-way. */
const rush = async (page: Page): Promise<number[]> => {
  const every = MINUTE_MS / 40
  for (let n = 0; n < PEOPLE; n++) {
    const started = performance.now()
    if (n === Math.floor(PEOPLE / 2)) await page.context().setOffline(true)
    await page.keyboard.type(`D${10_000 + n * 101}`, { delay: 5 })
    await page.keyboard.press('Enter')
    await page.waitForTimeout(Math.max(0, every - (performance.now() - started)))
  }
  await page.context().setOffline(false)
  return page.evaluate('globalThis.waits')
}

const attendances = (opened: Placed, organisation_id: string): Promise<number> =>
  asSystem(opened, organisation_id, 'bench', async ({ db }) => {
    const { rows } = await sql<{ came: number }>`select count(*) as came from records.records
      where organisation_id = ${organisation_id} and service_type = 'activity' and void_id is null`.execute(db)
    return rows[0]!.came
  })

const measure = async (opened: Placed): Promise<boolean> => {
  const { organisation_id, station_id } = await fill(opened)
  const cookie = await signedIn(opened, organisation_id, 'door_tablet', station_id)
  const { app } = await openServer({ ...opened, log: false, rate: 0, dist: path.resolve(dist) })
  await app.listen({ host: '127.0.0.1', port: 0 })
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu'],
  })
  try {
    const context = await browser.newContext({
      baseURL: `http://127.0.0.1:${portOf(app)}`,
      viewport: { width: 1280, height: 800 },
    })
    const [name, value] = cookie.split('=') as [string, string]
    await context.addCookies([{ name, value, domain: '127.0.0.1', path: '/' }])
    const page = await context.newPage()
    await watch(page)
    await page.goto('/door/kiosk')
    await page.getByRole('button', { name: '开始签到' }).click()
    await page.getByText(/认得 5,?000 位会员/).waitFor()
    const devtools = await context.newCDPSession(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
    const waits = await rush(page)
    await devtools.send('Emulation.setCPUThrottlingRate', { rate: 1 })
    await page.locator('.kiosk-waiting').waitFor({ state: 'detached', timeout: 30_000 })
    const line = newLine(`签到台 扫码到结果 · scan to result, p95 of ${waits.length}`, { aim: LIMIT_MS, limit: LIMIT_MS })
    line.ours.push(quantile(waits, 0.95))
    line.waits.push(...waits)
    const { text, failed } = told(line)
    console.log(text)
    const came = await attendances(opened, organisation_id)
    console.log(`${PEOPLE} people, ${MEMBERS} members, ${SLOWER}× slower, network cut half-way: ${came} attendances`)
    return !failed && waits.length === PEOPLE && came === PEOPLE
  } finally {
    await browser.close()
    await app.close()
  }
}

buildPage()
const opened = await embedded().open()
const passed = await measure(opened).finally(() => opened.close())
process.exit(passed ? 0 : 1)
