/** 金币规则: what a service earns under the rules of its day, and what the caps leave of it. Pure; coins are whole (枚). */
import { addDays, type Day } from '../../shared/day.ts'

/** `2022-02` → `2022-02-28`. */
export const monthEnd = (month: string): Day => addDays(`${addDays(`${month}-28`, 4).slice(0, 7)}-01`, -1)

/** Services a rule can name. What came from a workbook earns nothing by rule: its coins stand in the workbook of coins. */
export const EARNING = {
  activity: { zh: '参加活动', en: 'Coming to an activity' },
  recreation: { zh: '康娱', en: 'Recreation' },
  daycare: { zh: '日托', en: 'Day care' },
  volunteering: { zh: '志愿服务', en: 'Volunteering' },
} as const
export type EarningService = keyof typeof EARNING
export const EARNING_SERVICES = Object.keys(EARNING) as EarningService[]

export const ROLES = ['participant', 'volunteer'] as const
export type Role = (typeof ROLES)[number]
export const PER = ['time', 'hour'] as const
/** 资金来源 a rule or a person may name. */
export const FUNDS = ['government', 'donation', 'own'] as const
export type Fund = (typeof FUNDS)[number]

/** As whom a service is earned: volunteers volunteer, everybody else takes part. */
export const roleOf = (service_type: string): Role => (service_type === 'volunteering' ? 'volunteer' : 'participant')

export interface Caps {
  readonly day_most: number | null
  readonly month_most: number | null
}

export interface Rule extends Caps {
  readonly rule_id: string
  readonly service_type: string
  readonly role: Role
  readonly per: (typeof PER)[number]
  readonly coins: number
  readonly fund: Fund
  readonly valid_from: Day
  readonly valid_to: Day | null
}

export interface Terms extends Caps {
  readonly by_hand_most: number
  readonly months_kept: number | null
  readonly notice_days: number
  readonly valid_from: Day
}

/** The last of those that have begun. `given`: by valid_from, then by when they were recorded. */
export const inForce = <T extends { readonly valid_from: Day }>(given: readonly T[], on: Day): T | undefined =>
  given.findLast(({ valid_from }) => valid_from <= on)

export const ruleOn = (rules: readonly Rule[], service_type: string, on: Day): Rule | undefined => {
  const found = inForce(
    rules.filter((rule) => rule.service_type === service_type && rule.role === roleOf(service_type)),
    on,
  )
  return found && found.coins > 0 && (found.valid_to === null || on <= found.valid_to) ? found : undefined
}

/** Before caps. Only full hours count; a service whose length nobody wrote down earns nothing by the hour. */
export const worthOf = ({ per, coins }: Pick<Rule, 'per' | 'coins'>, minutes: number | null): number =>
  per === 'time' ? coins : coins * Math.floor((minutes ?? 0) / 60)

/** Coins somebody has earned by rules already: on that day and in its calendar month, by this rule and by all. */
export interface Earned {
  readonly rule_day: number
  readonly rule_month: number
  readonly all_day: number
  readonly all_month: number
}

const left = (most: number | null, had: number): number => (most === null ? Number.POSITIVE_INFINITY : Math.max(0, most - had))

/** What the caps leave of `coins`. */
export const capped = (coins: number, rule: Caps, terms: Caps | undefined, had: Earned): number =>
  Math.min(
    coins,
    left(rule.day_most, had.rule_day),
    left(rule.month_most, had.rule_month),
    left(terms?.day_most ?? null, had.all_day),
    left(terms?.month_most ?? null, had.all_month),
  )

export interface Attended {
  readonly person_id: string
  readonly occurred_on: Day
  readonly minutes: number | null
}

export interface Given {
  readonly times: number
  readonly persons: number
  /** What would have been given. */
  readonly coins: number
  /** What the caps kept back. */
  readonly kept_back: number
}

/** What one rule alone would have given for these services. */
export const wouldGive = (
  rule: Caps & Pick<Rule, 'per' | 'coins'>,
  terms: Caps | undefined,
  attended: readonly Attended[],
): Given => {
  const had = new Map<string, number>()
  let [coins, kept_back] = [0, 0]
  for (const { person_id, occurred_on, minutes } of attended) {
    const keys = [`${person_id} ${occurred_on}`, `${person_id} ${occurred_on.slice(0, 7)}`] as const
    const [day, month] = keys.map((key) => had.get(key) ?? 0) as [number, number]
    const worth = worthOf(rule, minutes)
    const given = capped(worth, rule, terms, { rule_day: day, rule_month: month, all_day: day, all_month: month })
    coins += given
    kept_back += worth - given
    for (const key of keys) had.set(key, (had.get(key) ?? 0) + given)
  }
  return { times: attended.length, persons: new Set(attended.map(({ person_id }) => person_id)).size, coins, kept_back }
}
