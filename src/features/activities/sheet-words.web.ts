import { registerTexts } from '../../ui/i18n.ts'
import { texts } from './sheet-texts.ts'

export const useSheetTexts = registerTexts('activities-sheets', texts)
