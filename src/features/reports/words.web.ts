import { registerTexts } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('reports', texts)
