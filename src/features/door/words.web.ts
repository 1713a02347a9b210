/** The words of the door, and times of day as they are said there. */
import { showInstant } from '../../ui/format.ts'
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('door', texts)

export type T = Translate<keyof typeof texts.zh>

/** `09:12`, where the organisation is. */
export const clock = (at: number | string | Date): string => showInstant(new Date(at)).slice(11)
