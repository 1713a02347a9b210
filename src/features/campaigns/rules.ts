/** 电访动员·接种: what the words of a call and of a dose mean, and when a dose counts. */
import { ageOn, type Day } from '../../shared/day.ts'

const clean = (word: string): string => word.normalize('NFKC').replace(/\s/g, '')

const OUTCOMES: Record<string, string> = {
  接通: 'answered',
  已接通: 'answered',
  接听: 'answered',
  已接听: 'answered',
  已接: 'answered',
  未接: 'no_answer',
  未接通: 'no_answer',
  无人接听: 'no_answer',
  无人接: 'no_answer',
  占线: 'no_answer',
  拒接: 'refused',
  挂断: 'refused',
  关机: 'switched_off',
  停机: 'switched_off',
  空号: 'wrong_number',
  错号: 'wrong_number',
}

/** 结果 of a call; another word stays itself and is not an answer (rule R20). */
export const outcomeOf = (word: string): string => OUTCOMES[clean(word)] ?? clean(word)

const WILLINGNESS: Record<string, string> = {
  愿意: 'willing',
  同意: 'willing',
  犹豫: 'undecided',
  考虑: 'undecided',
  考虑中: 'undecided',
  拒绝: 'unwilling',
  不愿意: 'unwilling',
  已接种: 'vaccinated',
  身体不适宜: 'unfit',
  身体不适: 'unfit',
  不适宜: 'unfit',
  禁忌症: 'unfit',
}

/** 接种意愿; another word stays itself. */
export const willingnessOf = (word: string): string | undefined => WILLINGNESS[clean(word)] ?? (clean(word) || undefined)

const DOSES: Record<string, 1 | 2 | 3> = {
  1: 1,
  首针: 1,
  首剂: 1,
  第1针: 1,
  第一针: 1,
  第一剂: 1,
  第1剂: 1,
  2: 2,
  第2针: 2,
  第二针: 2,
  第二剂: 2,
  第2剂: 2,
  3: 3,
  第3针: 3,
  第三针: 3,
  第三剂: 3,
  第3剂: 3,
  加强针: 3,
}

/** 针次 (rule R21); undefined for anything else. */
export const doseOf = (word: string): 1 | 2 | 3 | undefined => DOSES[clean(word)]

/** 老年人 begin at 60: 老年人权益保障法 §2. The view campaigns.mobilised_doses says the same in SQL. */
export const ELDER_AGE = 60

export interface DoseFacts {
  readonly born_on: Day | null
  /** The first day on which the person answered a call. */
  readonly first_answered_on: Day | null
}

/** Why a sound dose adds nothing to 接种长者; undefined when it counts (rule R21). An unknown birth date proves no age. */
export const standingOf = (
  occurred_on: Day,
  { born_on, first_answered_on }: DoseFacts,
): 'under_60' | 'not_mobilised' | undefined => {
  if (born_on === null || ageOn(born_on, occurred_on) < ELDER_AGE) return 'under_60'
  return first_answered_on === null || first_answered_on > occurred_on ? 'not_mobilised' : undefined
}

/** The vaccination campaign of a year, found or made by this name. */
export const vaccinationCampaignOf = (year: number): string => `疫苗接种动员 ${year}`
