/**
 * What people wait for is answered by an index, behind row-level security, for who sees the whole organisation and for who sees one
 * station. The statements are those the server really sent; each is planned again with reading a whole table forbidden, so that a plan
 * which reads one all the same has no index to use, however small the tables of a test are.
 */
import { CompiledQuery, sql } from 'kysely'
import pg from 'pg'
import { afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { listAuditEntries } from '../src/features/audit/contract.ts'
import { listAttendances } from '../src/features/activities/contract.ts'
import { listFigureRows } from '../src/features/figures/contract.ts'
import { searchPeople } from '../src/features/people/contract.ts'
import { nameKeys } from '../src/features/people/names.ts'
import { listPersonRecords, listRecords } from '../src/features/records/contract.ts'
import type { Ctx } from '../src/platform/context.ts'
import { insertRows } from '../src/platform/insert-rows.ts'
import { newId } from '../src/platform/new-id.ts'
import { runAs } from '../src/platform/request.ts'
import { namesLike } from '../bench/people.ts'
import { keys, newWorld, type Answer, type World } from './world.ts'

let world: World
let station: string
let person_id: string

/** Tables that grow with every day of work, or hold everybody. */
const LARGE = [
  'records.records',
  'people.persons',
  'people.registrations',
  'activities.attendances',
  'canteen.meals',
  'audit.entries',
]

interface Sent {
  readonly text: string
  readonly values: unknown[]
}

const sentDuring = async (ask: () => Promise<Answer<unknown>>): Promise<Sent[]> => {
  const sent: Sent[] = []
  const query = Reflect.get(pg.Client.prototype, 'query') as (...given: unknown[]) => unknown
  vi.spyOn(pg.Client.prototype, 'query').mockImplementation(function (this: pg.Client, ...given: unknown[]) {
    const [asked, values] = given as [string | { text: string }, unknown[] | undefined]
    sent.push({ text: typeof asked === 'string' ? asked : asked.text, values: values ?? [] })
    return query.apply(this, given)
  })
  const answer = await ask()
  vi.restoreAllMocks()
  expect(answer.status).toBe(200)
  return sent.filter(
    ({ text }) => /^\s*(select|with)/.test(text) && LARGE.some((table) => text.replaceAll('"', '').includes(table)),
  )
}

interface Node {
  readonly 'Node Type': string
  readonly 'Relation Name'?: string
  readonly Schema?: string
  readonly 'Index Name'?: string
  readonly 'Index Cond'?: string
  readonly Plans?: readonly Node[]
}

const nodesOf = (node: Node): Node[] => [node, ...(node.Plans ?? []).flatMap(nodesOf)]

/** All steps of all plans, as the statements are run for these stations. */
const planned = (sent: readonly Sent[], stations: 'all' | readonly string[]): Promise<Node[]> =>
  runAs(world.database.db, keys, { ...world.system, stations, request_id: 'test', action: 'test' }, async ({ db }) => {
    await sql`set local enable_seqscan = off`.execute(db)
    const nodes: Node[] = []
    for (const { text, values } of sent) {
      const { rows } = await db.executeQuery<{ 'QUERY PLAN': [{ Plan: Node }] }>(
        CompiledQuery.raw(`explain (verbose, format json) ${text}`, values),
      )
      nodes.push(...nodesOf(rows[0]!['QUERY PLAN'][0].Plan))
    }
    return nodes
  })

const readsWhole = (nodes: readonly Node[]): string[] =>
  nodes
    .filter((node) => node['Node Type'] === 'Seq Scan' && LARGE.includes(`${node.Schema}.${node['Relation Name']}`))
    .map((node) => `${node.Schema}.${node['Relation Name']}`)

const conditionsOn = (nodes: readonly Node[]): string => nodes.map((node) => node['Index Cond'] ?? '').join('\n')

const PEOPLE = 3000

const day = (n: number) => new Date(Date.UTC(2022, 0, 1 + (n % 365))).toISOString().slice(0, 10)

/** Enough rows that the planner tells a good index from a bad one: people with all kinds of names, a year of work. */
const fill = async (ctx: Ctx): Promise<void> => {
  const { organisation_id } = ctx
  const common = { organisation_id, recorded_by: ctx.actor.account_id }
  const people = namesLike(PEOPLE).map((name, n) => ({
    ...common,
    person_id: newId(),
    name,
    ...nameKeys(name),
    station_ids: [station],
    phone_tail_blind: keys.blind(String(n).padStart(4, '0'), 'phone-tail', organisation_id),
  }))
  person_id = people[0]!.person_id
  await insertRows(ctx.db, 'people.persons', people)
  const counts = { station_id: station, who: 'person', person_times: 1, evidence: 'imported' }
  const rows = people.flatMap((person, n) => [n, n * 7].map((at) => ({ person_id: person.person_id, occurred_on: day(at) })))
  const service = { service_type: 'meal', mode: 'on_site', source: 'canteen.meals' }
  await insertRows(
    ctx.db,
    'records.records',
    rows.map((row) => ({ ...common, ...counts, ...row, ...service, record_id: newId() })),
  )
  const activity_id = newId()
  const session = { title: '唱歌', title_key: '唱歌', kind: '社区活动', kind_code: 'other', mode: 'on_site', state: 'held' }
  await insertRows(ctx.db, 'activities.activities', [
    { ...common, ...session, activity_id, station_id: station, occurred_on: day(0), evidence: 'imported' },
  ])
  await insertRows(
    ctx.db,
    'activities.attendances',
    rows.map((row) => ({ ...common, ...counts, ...row, attendance_id: newId(), activity_id, kind: 'other' })),
  )
  const done = { organisation_id, request_id: 'test', action: 'recordMeal', entity: 'canteen.meals' }
  await insertRows(
    ctx.db,
    'audit.entries',
    rows.map((row) => ({ ...done, audit_id: newId(), at: new Date(row.occurred_on), entity_ids: [newId()] })),
  )
}

beforeAll(async () => {
  world = await newWorld()
  station = await world.station()
  await world.run(fill)
  await world.database.script(LARGE.map((table) => `analyze ${table}`).join(';'))
})

afterEach(() => {
  vi.restoreAllMocks()
})

describe.each([
  ['the whole organisation', 'director', true],
  ['one station', 'station_manager', false],
] as const)('for %s', (_, role, whole) => {
  const stations = () => (whole ? ('all' as const) : [station])
  const asker = () => (whole ? world.account(role) : world.account(role, station))

  it.each([
    ['one sign of a name', '王', ['sign_1 =', 'sign_2 =', 'sign_3 =']],
    ['two signs of a name', '秀英', ['name_key >=', 'name_2 >=', 'name_3 >=']],
    ['pinyin', 'wangx', ['pinyin >=', 'initials >=']],
    ['two initials', 'wx', ['pinyin >=', 'initials_2 =']],
    ['the end of a telephone number', '4321', ['phone_tail_blind =']],
  ])('people are found by %s in an index', async (_what, q, conditions) => {
    const caller = await asker()
    const nodes = await planned(await sentDuring(() => caller.call(searchPeople, { q })), stations())
    expect(readsWhole(nodes)).toEqual([])
    const used = conditionsOn(nodes).replaceAll(/\(|\)|::text| COLLATE "C"/g, '')
    for (const condition of conditions) expect(used).toContain(condition)
  })

  it('the records of a time are listed by their day', async () => {
    const caller = await asker()
    const sent = await sentDuring(() =>
      caller.call(listRecords, { from: '2022-03-01', to: '2022-03-31', station_id: station, page: 1, page_size: 25 }),
    )
    const nodes = await planned(sent, stations())
    expect(readsWhole(nodes)).toEqual([])
    expect(conditionsOn(nodes)).toContain('occurred_on')
  })

  it('the sign-ins of a time are listed by their day', async () => {
    const caller = await asker()
    const sent = await sentDuring(() =>
      caller.call(listAttendances, { from: '2022-03-01', to: '2022-03-31', who: 'person', page: 1, page_size: 25 }),
    )
    const nodes = await planned(sent, stations())
    expect(readsWhole(nodes)).toEqual([])
    expect(conditionsOn(nodes)).toContain('occurred_on')
    // The index gives the order: nobody sorts a whole period to show its last 25.
    expect(nodes.map((node) => node['Node Type'])).not.toContain('Sort')
  })

  it("a person's services are found by the person", async () => {
    const caller = await asker()
    const nodes = await planned(
      await sentDuring(() => caller.call(listPersonRecords, { person_id, page: 1, page_size: 25 })),
      stations(),
    )
    expect(readsWhole(nodes)).toEqual([])
    expect(conditionsOn(nodes)).toContain('person_id')
  })

  it('the records behind a figure are found by their day', async () => {
    const caller = await asker()
    const sent = await sentDuring(() =>
      caller.call(listFigureRows, {
        key: 'service.person_times.total',
        from: '2022-03-01',
        to: '2022-03-31',
        page: 1,
        page_size: 25,
      }),
    )
    const nodes = await planned(sent, stations())
    expect(readsWhole(nodes)).toEqual([])
    expect(conditionsOn(nodes)).toContain('occurred_on')
  })
})

it('the audit trail is searched by time in an index', async () => {
  const auditor = await world.account('auditor')
  const sent = await sentDuring(() =>
    auditor.call(listAuditEntries, { from: '2022-03-01', to: '2022-03-31', page: 1, page_size: 25 }),
  )
  const nodes = await planned(sent, 'all')
  expect(readsWhole(nodes)).toEqual([])
  expect(conditionsOn(nodes)).toMatch(/entries\.at|\bat\b/)
})

it('an activity is found by its id while it is in no statistics yet: PostgreSQL before 17 then takes the youngest index', async () => {
  const { rows } = await sql<{ primary: boolean }>`select indisprimary as "primary" from pg_index
    where indrelid = 'activities.activities'::regclass order by indexrelid desc limit 1`.execute(world.database.db)
  expect(rows).toEqual([{ primary: true }])
})
