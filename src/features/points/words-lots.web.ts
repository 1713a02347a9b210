import { registerTexts, type Translate } from '../../ui/i18n.ts'
import { texts } from './texts-lots.ts'

export const useLotTexts = registerTexts('points_lots', texts)

type LT = Translate<keyof typeof texts.zh>

export const sources = (t: LT) => ({
  government: t('government'),
  donation: t('donation'),
  own: t('own'),
  unstated: t('unstated'),
  opening: t('opening'),
  shop: t('from_shop'),
  physical: t('from_tokens'),
  expired: t('from_expired'),
  unrecovered: t('unrecovered'),
  owed: t('owed'),
  tokens: t('tokens'),
})
