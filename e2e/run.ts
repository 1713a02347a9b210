/**
 * `npm run e2e`: people's tasks in a real browser (Debian's chromium) against the real product on an empty data folder, in order, because
 * each builds on what was done before. `--data DIR` begins with a copy of a filled folder instead, `--only WORD` runs some journeys.
 * Pictures of every page land in e2e/shots. The exit code is 1 when a journey failed.
 */
import { cpSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { chromium } from 'playwright-core'
import { journey as activities } from './activities.journey.ts'
import { journey as activityEvidence } from './activity-evidence.journey.ts'
import { journey as allPages } from './all-pages.journey.ts'
import { journey as badInput } from './bad-input.journey.ts'
import { atTheDoor, leaving, twoTablets, withoutNetwork as doorWithoutNetwork } from './door.journey.ts'
import { journey as duplicates } from './duplicates.journey.ts'
import { journey as findAPerson } from './find-a-person.journey.ts'
import { journey as firstRun } from './first-run.journey.ts'
import { journey as frontDesk } from './front-desk.journey.ts'
import { journey as handInTheReport } from './hand-in-the-report.journey.ts'
import { journey as importAYear } from './import-a-year.journey.ts'
import type { Journey } from './journey.ts'
import { journey as openAFigure } from './open-a-figure.journey.ts'
import { journey as paperSheet } from './paper-sheet.journey.ts'
import { journey as secondFactor } from './second-factor.journey.ts'
import { buildWhenStale, hengai, startServer } from './server.ts'
import { Stage } from './stage.ts'
import type { Login } from './stage.ts'
import { journey as switchLanguage } from './switch-language.journey.ts'
import { journey as withoutNetwork } from './without-network.journey.ts'

const journeys: readonly Journey[] = [
  firstRun,
  secondFactor,
  importAYear,
  badInput,
  openAFigure,
  findAPerson,
  duplicates,
  handInTheReport,
  frontDesk,
  atTheDoor,
  doorWithoutNetwork,
  twoTablets,
  leaving,
  paperSheet,
  switchLanguage,
  withoutNetwork,
  activities,
  activityEvidence,
  allPages,
]

const { values: asked } = parseArgs({ options: { data: { type: 'string' }, only: { type: 'string' } } })

const chromium_path = process.env['CHROMIUM'] ?? '/usr/bin/chromium'
const chromium_args = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
]

/** A director and administrator in a folder that was filled before. */
const addDirector = (data: string): Login => {
  const login = 'journeys'
  const printed = hengai('user', 'add', login, '--role', 'director', '--name', '林主任', '--data', data)
  hengai('user', 'add', login, '--role', 'security_administrator', '--data', data)
  const password = /: (\S+)\s*$/.exec(printed.trim())?.[1] ?? ''
  return { login, password }
}

const changePassword = async (stage: Stage, { login, password }: Login): Promise<Login> => {
  const { page } = await stage.visitAs({ login, password })
  const next = `${password}-2022`
  const answer = await page.request.post('/api/session/password', {
    data: { old_password: password, new_password: next },
    headers: { 'x-hengai': '1' },
  })
  if (!answer.ok()) throw new Error(`the password could not be changed: ${await answer.text()}`)
  await stage.endJourney()
  return { login, password: next }
}

const runJourney = async (stage: Stage, journey: Journey): Promise<boolean> => {
  const started = performance.now()
  stage.faults = []
  try {
    await journey.run(stage)
  } catch (error) {
    await stage.pictureWhatWentWrong(journey.name)
    stage.faults.push(
      error instanceof Error ? (error.stack ?? error.message).split('\n').slice(0, 12).join('\n  ') : String(error),
    )
  }
  await stage.endJourney()
  const passed = stage.faults.length === 0
  console.log(`${passed ? 'passed' : 'FAILED'}  ${journey.name}  ${((performance.now() - started) / 1000).toFixed(1)} s`)
  for (const fault of stage.faults) console.log(`  ${fault}`)
  return passed
}

/** Returns how many journeys failed. */
const runOn = async (data: string): Promise<number> => {
  if (asked.data) cpSync(asked.data, data, { recursive: true })
  const director = asked.data ? addDirector(data) : undefined
  const server = await startServer(data)
  const browser = await chromium.launch({ executablePath: chromium_path, args: chromium_args })
  const results: boolean[] = []
  try {
    const stage = new Stage(browser, server)
    if (director) stage.director = await changePassword(stage, director)
    const wanted = journeys.filter(
      (journey) => !(director && journey.from_nothing) && (!asked.only || journey.name.includes(asked.only)),
    )
    for (const journey of wanted) results.push(await runJourney(stage, journey))
  } finally {
    await browser.close()
    await server.stop()
  }
  const failed = results.filter((passed) => !passed).length
  console.log(`${results.length - failed} passed, ${failed} failed`)
  return failed
}

const runAll = async (): Promise<number> => {
  if (!existsSync(chromium_path)) throw new Error(`no browser at ${chromium_path}: install chromium, or name it in CHROMIUM`)
  if (buildWhenStale()) console.log('browser files built')
  const data = mkdtempSync(path.join(tmpdir(), 'hengai-e2e-'))
  try {
    return await runOn(data)
  } finally {
    rmSync(data, { recursive: true, force: true })
  }
}

process.exitCode = (await runAll()) === 0 ? 0 : 1
