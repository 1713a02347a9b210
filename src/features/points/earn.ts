/** 金币按规则发放与收回: in the transaction that records a service, or takes it back. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows, ONE_STATEMENT } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { beyondStations } from '../../platform/request.ts'
import { executeNamed } from '../../platform/statements.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { openDirectory } from '../people/directory.ts'
import { noteWritten, onceKey } from '../records/put.ts'
import { capped, EARNING, inForce, ruleOn, worthOf, type Earned, type EarningService, type Rule, type Terms } from './earning.ts'
import { openAccounts } from './ledger.ts'
import { openRulebook, type Rulebook } from './rulebook.ts'

/** A service as it was just recorded. */
export interface Served {
  /** Of the record: what it earns has the same id, so that it earns once. */
  readonly id: string
  readonly person_id: string
  readonly station_id: string | null
  readonly contract_id: string | null
  readonly occurred_on: string
  /** As long as it took; null when nobody wrote it down. */
  readonly minutes: number | null
  readonly evidence: Evidence
  /** The register the person was found in, when the caller knows. */
  readonly registered?: { readonly member_no: string; readonly station_id: string } | undefined
}

interface Due extends Served {
  readonly rule: Rule
  readonly worth: number
}

interface Payable extends Due {
  readonly member_no: string
  readonly account_station_id: string
}

/** Coins go to the member number of the station where it happened, or the person's first one; who has none is no member. */
const payable = async (ctx: Ctx, due: readonly Due[]): Promise<Payable[]> => {
  const unknown = due.filter(({ registered }) => !registered)
  const directory =
    unknown.length > 0
      ? await openDirectory(
          ctx,
          unknown.map(({ person_id }) => ({ person_id })),
        )
      : undefined
  return due.flatMap((one) => {
    const { person_id, station_id } = one
    const found = one.registered
      ? { registered: one.registered }
      : directory!.identify({ person_id, ...(station_id ? { station_id } : {}) })
    if (!('registered' in found)) return []
    return [{ ...one, member_no: found.registered.member_no, account_station_id: found.registered.station_id }]
  })
}

interface Past {
  readonly entry_id: string
  readonly person_id: string
  readonly rule_id: string
  readonly occurred_on: string
  readonly amount: number
  readonly stands: boolean
}

/** What these people earned by rules in the months in question, and entries that have these ids already. Read after their accounts are locked. */
const readPast = async (ctx: Ctx, due: readonly Payable[]): Promise<Past[]> => {
  const persons = [...new Set(due.map(({ person_id }) => person_id))]
  const days = due.map(({ occurred_on }) => occurred_on).toSorted()
  // The second is begun when the first has its locks: it sees what another had under them.
  const [, { rows }] = await Promise.all([
    executeNamed(
      sql`select member_no from points.accounts
        where organisation_id = ${ctx.organisation_id} and person_id = any(${persons}::uuid[]) order by member_no for update`,
      ctx.db,
    ),
    executeNamed(
      sql<Past>`select entry_id, person_id, rule_id, occurred_on, amount, void_id is null as stands from points.entries
        where organisation_id = ${ctx.organisation_id} and rule_id is not null and person_id = any(${persons}::uuid[])
          and occurred_on >= ${`${days[0]!.slice(0, 7)}-01`} and occurred_on <= ${`${days.at(-1)!.slice(0, 7)}-28`}::date + 3`,
      ctx.db,
    ),
  ])
  return rows
}

/** Counts what a person has earned so far, by rule and by all. */
const openTally = (rules: readonly Rule[], past: readonly Past[]) => {
  const services = new Map(rules.map(({ rule_id, service_type }) => [rule_id, service_type]))
  const sums = new Map<string, number>()
  const keysOf = (person_id: string, day: string, service: string) => [
    `${person_id} ${day} ${service}`,
    `${person_id} ${day.slice(0, 7)} ${service}`,
    `${person_id} ${day}`,
    `${person_id} ${day.slice(0, 7)}`,
  ]
  const add = (person_id: string, day: string, rule_id: string, coins: number) => {
    for (const key of keysOf(person_id, day, services.get(rule_id) ?? '')) sums.set(key, (sums.get(key) ?? 0) + coins)
  }
  for (const { person_id, occurred_on, rule_id, amount, stands } of past) if (stands) add(person_id, occurred_on, rule_id, amount)
  return {
    add,
    of: (person_id: string, day: string, service: string): Earned => {
      const [rule_day, rule_month, all_day, all_month] = keysOf(person_id, day, service).map((key) => sums.get(key) ?? 0)
      return { rule_day: rule_day!, rule_month: rule_month!, all_day: all_day!, all_month: all_month! }
    },
  }
}

const hasCaps = ({ day_most, month_most }: Pick<Terms, 'day_most' | 'month_most'>) => day_most !== null || month_most !== null

/** Coins for each, after caps. Nothing is read when no cap holds: a credit asks nothing of the balance. */
const afterCaps = async (ctx: Ctx, { rules, terms }: Rulebook, due: readonly Payable[]) => {
  const termsOf = (day: string) => inForce(terms, day)
  if (!due.some(({ rule, occurred_on }) => hasCaps(rule) || (termsOf(occurred_on) && hasCaps(termsOf(occurred_on)!))))
    return due.map((one) => ({ one, coins: one.worth }))
  const past = await readPast(ctx, due)
  const there = new Set(past.map(({ entry_id }) => entry_id))
  const tally = openTally(rules, past)
  return due
    .filter(({ id }) => !there.has(id))
    .map((one) => {
      const { rule, worth, person_id, occurred_on } = one
      const coins = capped(worth, rule, termsOf(occurred_on), tally.of(person_id, occurred_on, rule.service_type))
      tally.add(person_id, occurred_on, rule.rule_id, coins)
      return { one, coins }
    })
}

const rowOf = (ctx: Ctx, { one, coins }: { one: Payable; coins: number }) => ({
  organisation_id: ctx.organisation_id,
  entry_id: one.id,
  member_no: one.member_no,
  person_id: one.person_id,
  account_station_id: one.account_station_id,
  station_id: one.station_id ?? one.account_station_id,
  contract_id: one.contract_id,
  occurred_on: one.occurred_on,
  kind: 'earned',
  amount: coins,
  counter: one.rule.fund,
  rule_id: one.rule.rule_id,
  reason: EARNING[one.rule.service_type as EarningService].zh,
  evidence: one.evidence,
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

/**
 * Gives what the rules of the day give for services just recorded, in the same transaction. The entry has the record's id: however often the
 * record is sent, it earns once. What came from a workbook (`imported`) earns nothing: its coins stand in the workbook of coins.
 */
export const earnCoins = async (ctx: Ctx, service_type: EarningService, served: readonly Served[]): Promise<void> => {
  const recorded = served.filter(({ evidence }) => evidence !== 'imported')
  if (recorded.length === 0) return
  const rulebook = await openRulebook(ctx)
  const due = recorded.flatMap((one): Due[] => {
    const rule = ruleOn(rulebook.rules, service_type, one.occurred_on)
    const worth = rule ? worthOf(rule, one.minutes) : 0
    return rule && worth > 0 ? [{ ...one, rule, worth }] : []
  })
  if (due.length === 0) return
  // The account may be another station's, and so may what was earned there today.
  const { writing } = await beyondStations(ctx, async () => {
    const found = await payable(ctx, due)
    if (found.length === 0) return {}
    const opening = openAccounts(ctx, found)
    if (found.length > ONE_STATEMENT) await opening
    const [given] = await Promise.all([afterCaps(ctx, rulebook, found), opening])
    const rows = given.filter(({ coins }) => coins > 0).map((one) => rowOf(ctx, one))
    const writing = insertEntries(ctx, rows)
    // Its answer is waited for behind the narrowing of the sight, which travels with it.
    writing.catch(() => undefined)
    return { writing }
  })
  noteWritten(ctx, 'points.entries', (await writing) ?? [])
}

const insertEntries = async (ctx: Ctx, rows: readonly ReturnType<typeof rowOf>[]): Promise<string[]> => {
  const written = await insertRows<{ entry_id: string }>(ctx.db, 'points.entries', rows, {
    conflict: 'on conflict do nothing',
    returning: 'entry_id',
  })
  return written.map(({ entry_id }) => entry_id)
}

interface Holding {
  readonly member_no: string
  readonly person_id: string
  readonly account_station_id: string
  readonly balance: number
}

const lockAccountsOf = async (ctx: Ctx, ids: readonly string[]): Promise<string[]> => {
  const { rows } = await sql<{ member_no: string }>`
    select a.member_no from points.accounts a where a.organisation_id = ${ctx.organisation_id} and a.member_no in (
      select member_no from points.entries
      where organisation_id = ${ctx.organisation_id} and entry_id = any(${ids}::uuid[]) and rule_id is not null)
    order by a.member_no for update`.execute(ctx.db)
  return rows.map(({ member_no }) => member_no)
}

const unrecoveredKey = (void_id: string, member_no: string) => onceKey(['coins unrecovered', void_id, member_no], null)

/** What was spent cannot be taken back: the organisation bears it, in an entry of its own (docs/decisions/0024). */
const bearSpent = async (ctx: Ctx, void_id: string, taken: ReadonlyMap<string, number>): Promise<void> => {
  const { rows } = await sql<Holding>`
    select a.member_no, a.person_id, a.station_id as account_station_id, coalesce(sum(e.amount) filter (where e.void_id is null), 0) as balance
    from points.accounts a join points.entries e on e.organisation_id = a.organisation_id and e.member_no = a.member_no
    where a.organisation_id = ${ctx.organisation_id} and a.member_no = any(${[...taken.keys()]})
    group by a.member_no, a.person_id, a.station_id`.execute(ctx.db)
  const entries = rows
    .filter(({ balance }) => balance < 0)
    .map(({ balance, ...account }) => ({
      organisation_id: ctx.organisation_id,
      entry_id: newId(),
      ...account,
      station_id: account.account_station_id,
      occurred_on: ctx.today,
      kind: 'adjusted',
      amount: Math.min(-balance, taken.get(account.member_no)!),
      counter: 'unrecovered',
      reason: '服务记录作废，金币已用掉，无法收回',
      evidence: 'witnessed',
      recorded_by: ctx.actor.account_id,
      recorded_at: ctx.now,
      once_key: unrecoveredKey(void_id, account.member_no),
    }))
  await insertRows(ctx.db, 'points.entries', entries)
  noteWritten(
    ctx,
    'points.entries',
    entries.map(({ entry_id }) => entry_id),
  )
}

/** Takes back what the records with these ids earned, by the event that took the records back. Returns the ids of the coin entries. */
export const takeBackCoins = (ctx: Ctx, void_id: string, ids: readonly string[]): Promise<string[]> =>
  beyondStations(ctx, async () => {
    if (ids.length === 0 || (await lockAccountsOf(ctx, ids)).length === 0) return []
    const { rows } = await sql<{ entry_id: string; member_no: string; amount: number }>`
      update points.entries set void_id = ${void_id}
      where organisation_id = ${ctx.organisation_id} and entry_id = any(${ids}::uuid[]) and rule_id is not null and void_id is null
      returning entry_id, member_no, amount`.execute(ctx.db)
    if (rows.length === 0) return []
    const taken = new Map<string, number>()
    for (const { member_no, amount } of rows) taken.set(member_no, (taken.get(member_no) ?? 0) + amount)
    await bearSpent(ctx, void_id, taken)
    const entry_ids = rows.map(({ entry_id }) => entry_id)
    ctx.wrote({ entity: 'points.entries', entity_ids: entry_ids, before: { void_id: null }, after: { void_id } })
    return entry_ids
  })

/** After those coins stand again: what the organisation had borne for them no longer counts. Within `beyondStations`. */
export const unbearSpent = async (ctx: Ctx, void_id: string, ids: readonly string[]): Promise<void> => {
  const keys = (await lockAccountsOf(ctx, ids)).map((member_no) => unrecoveredKey(void_id, member_no))
  if (keys.length === 0) return
  await sql`update points.entries set void_id = ${void_id}
    where organisation_id = ${ctx.organisation_id} and once_key = any(${keys}::uuid[]) and void_id is null`.execute(ctx.db)
}
