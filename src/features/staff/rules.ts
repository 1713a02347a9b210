/** What counts on the roll of employees (rule R25 of the example year). Pure. */
import type { Day } from '../../shared/day.ts'

export type CertificateLevel = 'assistant' | 'middle' | 'senior' | 'other'

export const employmentKinds = ['full_time', 'part_time', 'intern', 'rehired', 'dispatched', 'other'] as const
export type EmploymentKind = (typeof employmentKinds)[number]

/**
 * Level of a social work certificate (社会工作者职业资格). One in preparation (备考) has no number yet and is none: `other`.
 * 高级 senior; 助理 or 初级 assistant; otherwise middle.
 */
export const certificateLevel = (name: string, number: string | null | undefined): CertificateLevel => {
  if (!number?.trim() || !/社会工作师|社工师/.test(name)) return 'other'
  if (name.includes('高级')) return 'senior'
  return /助理|初级/.test(name) ? 'assistant' : 'middle'
}

const employmentWords: readonly (readonly [RegExp, EmploymentKind])[] = [
  [/实习|见习|intern/i, 'intern'],
  [/返聘|退休/, 'rehired'],
  [/派遣|外包|劳务/, 'dispatched'],
  [/兼职|非全日|临时|钟点|part/i, 'part_time'],
  [/全职|全日|专职|正式|合同|full/i, 'full_time'],
]

/** 用工形式 as people write it; nothing written means full time. */
export const employmentKindOf = (text: string): EmploymentKind => {
  if (text.trim() === '') return 'full_time'
  return employmentWords.find(([words]) => words.test(text))?.[1] ?? 'other'
}

/** Why an employee is not counted on a day; undefined = on the roll. Somebody hired later is not there yet. */
export const notOnRoll = (
  employee: { hired_on: Day | null; left_on: Day | null; employment_kind: EmploymentKind },
  on: Day,
): 'staff_left' | 'intern' | 'not_yet_hired' | undefined => {
  if (employee.left_on !== null && employee.left_on <= on) return 'staff_left'
  if (employee.employment_kind === 'intern') return 'intern'
  if (employee.hired_on !== null && employee.hired_on > on) return 'not_yet_hired'
  return undefined
}
