import { registerTexts } from '../../ui/i18n.ts'
import { texts } from './picture-texts.ts'

export const usePictureTexts = registerTexts('records-pictures', texts)
