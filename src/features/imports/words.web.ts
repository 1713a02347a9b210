/** The words of imports: texts, reasons without their particulars, and how to mend each. */
import { refusalReason } from '../../shared/refusal-texts.ts'
import { language, registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('imports', texts)

export type T = Translate<keyof typeof texts.zh>

const mending: Readonly<Record<string, keyof typeof texts.zh>> = {
  bad_date: 'mend_date',
  out_of_year: 'mend_year',
  out_of_contract: 'mend_contract',
  unknown_contract: 'mend_contract',
  unknown_station: 'mend_station',
  unknown_member: 'mend_person',
  ambiguous_person: 'mend_person',
  name_mismatch: 'mend_person',
  unknown_volunteer: 'mend_person',
  member_quarantined: 'mend_register',
  after_exit: 'mend_exit',
  duplicate: 'mend_repeat',
  id_check_digit: 'mend_card',
  id_precision_lost: 'mend_card',
  id_bad_format: 'mend_card',
  id_bad_date: 'mend_card',
  name_missing: 'mend_empty',
  number_missing: 'mend_empty',
  bad_hours: 'mend_number',
  amount_mismatch: 'mend_number',
  bad_headcount: 'mend_number',
  bad_score: 'mend_number',
  bad_amount: 'mend_number',
  implausible_value: 'mend_number',
  unknown_activity: 'mend_activity',
  activity_not_counted: 'mend_activity',
  overdraft: 'mend_balance',
}

/** How a row refused for this reason is mended. Codes come in either case: reports print them in capitals. */
export const mendWords = (t: T, code: string): string => t(mending[code.toLowerCase()] ?? 'mend_look')

/** A reason for many rows, without the particulars of one. */
export const reasonWords = (code: string): string => refusalReason(code, language())

/** `A`, `B` … `AA`: a column as Excel names it. */
export const columnLetters = (column: number): string =>
  (column >= 26 ? columnLetters(Math.floor(column / 26) - 1) : '') + String.fromCodePoint(65 + (column % 26))
