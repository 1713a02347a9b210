import { registerTexts, type Translate } from '../../ui/i18n.ts'
import { REASONS, type Reason } from './rules.ts'
import { texts } from './texts-duplicates.ts'

export const useDuplicateTexts = registerTexts('people_duplicates', texts)

export type DT = Translate<keyof typeof texts.zh>

const isReason = (word: string): word is Reason => (REASONS as readonly string[]).includes(word)

/** 同名 +40 */
export const sayGiven = (t: DT, { reason, points }: { reason: string; points: number }): string =>
  t('given', { reason: isReason(reason) ? t(reason) : reason, points: points > 0 ? `+${points}` : `${points}`.replace('-', '−') })
