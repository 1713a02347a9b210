/** The stored words of the register and how they are said, for tables, filters and profiles. */
import { registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('people', texts)

export type T = Translate<keyof typeof texts.zh>

export const sexes = (t: T) => ({ female: t('female'), male: t('male') })

export const statuses = (t: T) => ({ active: t('active'), withdrawn: t('withdrawn'), deceased: t('deceased') })

/** Categories 1–7 as on the disability card (残疾人证). */
export const disabilities = (t: T): Readonly<Record<string, string>> => ({
  1: t('disability_1'),
  2: t('disability_2'),
  3: t('disability_3'),
  4: t('disability_4'),
  5: t('disability_5'),
  6: t('disability_6'),
  7: t('disability_7'),
})

export const grades = (t: T): Readonly<Record<string, string>> =>
  Object.fromEntries([1, 2, 3, 4].map((grade) => [grade, t('grade', { grade })]))

export const showDisability = (t: T, category: number | null, grade: number | null): string =>
  [category === null ? '' : disabilities(t)[category], grade === null ? '' : grades(t)[grade]].filter(Boolean).join(' ')

/** A stored word that may have a text of its own; another stays as it is. */
export const wordOf = (t: T, word: string): string => (word in texts.zh ? t(word as keyof typeof texts.zh) : word)
