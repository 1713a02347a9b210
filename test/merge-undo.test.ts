/** A merge that is undone leaves no trace in any table, whatever both persons did: coins, cards, enrolments, arrivals, doubts. */
import fc from 'fast-check'
import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { recordEnrolment } from '../src/features/activities/contract-enrolments.ts'
import { recordPlan } from '../src/features/activities/contract-planning.ts'
import { recordCheckIn } from '../src/features/door/contract.ts'
import { findCard, issueCard } from '../src/features/people/contract-cards.ts'
import { getPerson, mergePeople, registerMember, undoMerge } from '../src/features/people/contract.ts'
import { recordEntry } from '../src/features/points/contract.ts'
import { recordCoinRule } from '../src/features/points/contract-rules.ts'
import { newId } from '../src/platform/new-id.ts'
import { addDays, today } from '../src/shared/day.ts'
import { newActivityWorld, type ActivityWorld } from './activity-world.ts'
import { asOwner, readTables } from './rows-everywhere.ts'
import type { Caller } from './world.ts'

let at: ActivityWorld
let director: Caller
let tables: readonly string[]
const here = today(new Date(), 'Asia/Shanghai')

/** What says that a merge was made and undone: the trail, the merge itself, the event that took repeats back. */
const HISTORY = ['people.merges', 'records.voids']

beforeAll(async () => {
  at = await newActivityWorld()
  director = await at.world.account('director')
  tables = (await readTables(at.world.database))
    .map(({ table }) => table as string)
    .filter((table) => !HISTORY.includes(table) && !/^(audit|staff|backup|app)\./.test(table))
  const rule = { service_type: 'activity', per: 'time', coins: 2, fund: 'own', valid_from: here, source: '站务会议' } as const
  expect((await director.call(recordCoinRule, rule)).status).toBe(200)
})

/** What the organisation bore for spent coins and no longer bears stays in the ledger, voided: nothing is taken out of it (docs/decisions/0024). */
const BORNE_NO_MORE = sql`and not (t.counter = 'unrecovered' and t.void_id is not null)`

/** Every row of the organisation, byte by byte. */
const everything = (): Promise<Record<string, string[]>> =>
  asOwner(at.world.database, at.world.organisation_id, async (tx) => {
    const found: Record<string, string[]> = {}
    for (const table of tables) {
      const { rows } = await sql<{ text: string }>`select t::text as text from ${sql.table(table)} t
        where t.organisation_id = ${at.world.organisation_id} ${table === 'points.entries' ? BORNE_NO_MORE : sql``} order by 1`.execute(
        tx,
      )
      found[table] = rows.map((row) => row.text)
    }
    return found
  })

let serial = 0

const register = async (parts: object = {}) => {
  const member_no = `HB${String(++serial).padStart(5, '0')}`
  const { status, body } = await director.call(registerMember, {
    station_id: at.station_id, name: '陈桂英', member_no, joined_on: '2021-01-01', ...parts,
  }) // prettier-ignore
  expect(status).toBe(200)
  return { ...body, member_no }
}

type Registered = Awaited<ReturnType<typeof register>>

type Deed = 'arrives' | 'enrols' | 'earns' | 'spends' | 'card'

interface Step {
  readonly deed: Deed
  readonly who: number
  readonly session: number
}

const step: fc.Arbitrary<Step> = fc.record({
  deed: fc.constantFrom<Deed>('arrives', 'enrols', 'earns', 'spends', 'card'),
  who: fc.nat(1),
  session: fc.nat(1),
})

/** One attendance too many, and its coins are spent. */
const SPENT: Step[] = [
  { deed: 'arrives', who: 0, session: 0 },
  { deed: 'arrives', who: 1, session: 0 },
  { deed: 'spends', who: 1, session: 0 },
]

/** Both do everything, at the same sessions. */
const EACH: Step[] = [0, 1].flatMap((who) =>
  (['arrives', 'enrols', 'earns', 'spends', 'card'] as const).map((deed) => ({ deed, who, session: 0 })),
)

const course = async (): Promise<string> => {
  const sessions = [{ activity_id: newId(), occurred_on: addDays(here, 3) }]
  const plan = {
    station_id: at.station_id,
    title: '手机课堂',
    kind: '讲座',
    sessions,
    started_at: '09:00',
    minutes: 60,
    capacity: 1,
  }
  const { status, body } = await at.worker.call(recordPlan, plan)
  expect(status).toBe(200)
  return body.activity_ids[0]!
}

const does = async ({ deed, who, session }: Step, persons: readonly Registered[], sessions: readonly string[]) => {
  const { person_id, member_no, registration_id } = persons[who]!
  const activity_id = sessions[session]!
  if (deed === 'arrives') return director.call(recordCheckIn, { check_in_id: newId(), activity_id, way: 'card', code: member_no })
  if (deed === 'enrols')
    return director.call(recordEnrolment, { enrolment_id: newId(), activity_id: sessions[2]!, person_id, way: 'desk' })
  if (deed === 'card') return director.call(issueCard, { registration_id })
  const earned = deed === 'earns'
  return director.call(recordEntry, {
    entry_id: newId(), member_no, occurred_on: here, kind: earned ? 'earned' : 'spent', amount: earned ? 5 : 2, reason: earned ? '帮忙' : '肥皂',
  }) // prettier-ignore
}

describe('a merge', () => {
  it('undone restores every row of every table', { timeout: 300_000 }, async () => {
    const worked = new Set<Deed>()
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 3, maxLength: 14 }), fc.boolean(), async (steps, third) => {
        const sessions = [
          await at.hold({ occurred_on: here, title: '早操' }),
          await at.hold({ occurred_on: here, title: '合唱' }),
          await course(),
        ]
        const born_on = `19${40 + (serial % 40)}-0${1 + (serial % 9)}-11`
        const persons = [
          await register({ ...(third ? {} : { born_on }), phone: `137${String(10_000_000 + serial)}` }),
          await register({ born_on, sex: 'female' }),
        ]
        // Only the one who goes may be the third; that doubt is asked of the kept one while the merge stands.
        if (third) await register({ born_on })
        for (const one of steps) if ((await does(one, persons, sessions)).status === 200) worked.add(one.deed)
        const before = await everything()
        const [kept_id, gone_id] = [persons[0]!.person_id, persons[1]!.person_id]
        const { status, body } = await director.call(mergePeople, { kept_id, gone_id, reason: '同一人' })
        expect(status).toBe(200)
        expect(await everything()).not.toEqual(before)
        expect((await director.call(undoMerge, { merge_id: body.merge_id })).status).toBe(200)
        expect(await everything()).toEqual(before)
      }),
      {
        numRuns: 12,
        examples: [
          [EACH, true],
          [EACH, false],
          [SPENT, false],
        ],
      },
    )
    expect([...worked].toSorted()).toEqual(['arrives', 'card', 'earns', 'enrols', 'spends'])
  })

  it('leaves both cards with the one person, and each with its own when it is undone', async () => {
    const [a, b] = [await register(), await register()]
    const [mine, theirs] = await Promise.all(
      [a, b].map(async ({ registration_id }) => (await director.call(issueCard, { registration_id })).body.code),
    )
    const bearer = async (code: string) => (await director.call(findCard, { code })).body.person_id
    const { body } = await director.call(mergePeople, { kept_id: a.person_id, gone_id: b.person_id, reason: '同一人' })
    expect([await bearer(mine!), await bearer(theirs!)]).toEqual([a.person_id, a.person_id])
    expect((await director.call(getPerson, { person_id: b.person_id })).body.person_id).toBe(a.person_id)
    await director.call(undoMerge, { merge_id: body.merge_id })
    expect([await bearer(mine!), await bearer(theirs!)]).toEqual([a.person_id, b.person_id])
  })
})
