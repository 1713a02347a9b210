/** The stored words of the spine and how they are said. */
import { registerTexts } from '../../ui/i18n.ts'
import { useMay } from '../../ui/session.tsx'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('records', texts)

export type T = Translate<keyof typeof texts.zh>

export const modes = (t: T) => ({
  on_site: t('on_site'),
  home: t('home'),
  phone: t('phone'),
  online: t('online'),
  outreach: t('outreach'),
})

export const whoWords = (t: T) => ({ person: t('person'), walk_in: t('walk_in'), headcount: t('headcount') })

export const evidences = (t: T) => ({
  scanned: t('scanned'),
  witnessed: t('witnessed'),
  self_entered: t('self_entered'),
  back_filled: t('back_filled'),
  imported: t('imported'),
})

/** Whether the account sees services that tell of somebody's health; the server hides them otherwise, and the page says so. */
export const useSeesSensitive = (): boolean => {
  const health = useMay('health.read')
  return useMay('records.sensitive') || health
}
