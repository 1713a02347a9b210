/** The words of the trail's pages and what its filters offer. */
import { registerTexts, type Language, type Translate } from '../../ui/i18n.ts'
import { KINDS } from './rules.ts'
import { texts } from './texts.ts'
import { texts as trailTexts } from './trail-texts.ts'

export const useTexts = registerTexts('audit', texts)

export type T = Translate<keyof typeof texts.zh>

export const kinds = (t: T): Record<string, string> => Object.fromEntries(KINDS.map((kind) => [kind, t(`kind_${kind}`)]))

/** `canteen.meals` → 用餐: a slice's name ends at the first line below. */
export const entities = (language: Language): Record<string, string> =>
  Object.fromEntries(
    Object.entries(trailTexts[language]).flatMap(([key, word]) =>
      key.startsWith('entity_') ? [[key.slice('entity_'.length).replace('_', '.'), word]] : [],
    ),
  )
