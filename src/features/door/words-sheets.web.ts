/** The words of printed sign-in sheets. */
import { registerTexts, type Translate } from '../../ui/i18n.ts'
import { texts } from './texts-sheets.ts'

export const useSheetTexts = registerTexts('door-sheets', texts)

export type SheetT = Translate<keyof typeof texts.zh>
