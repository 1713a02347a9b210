/** The words of figures: texts, stored words as they are said, groups of figures, problems. */
import { refusalTexts } from '../../shared/refusal-texts.ts'
import { evidenceWord } from '../../ui/cell.tsx'
import { language, registerTexts } from '../../ui/i18n.ts'
import type { Translate } from '../../ui/i18n.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('figures', texts)

export type Key = keyof typeof texts.zh
export type T = Translate<Key>

const isKey = (key: string): key is Key => key in texts.zh

/** A stored word as people say it; a reason of the imports without its particulars; what is not known stays as it is stored. */
export const storedWord = (t: T, field: string, value: unknown): string => {
  const word = String(value)
  if (field === 'evidence') return evidenceWord(word)
  if (field === 'code') {
    const reason = Object.entries(refusalTexts).find(([code]) => code === word)?.[1]
    return reason ? reason[language()].replaceAll(/[“"]?\{\w+\}[”"]?/g, '…') : word
  }
  const key = `word_${word}`
  return isKey(key) ? t(key) : word
}

const groups = [
  'org',
  'members',
  'activities',
  'service',
  'vaccination',
  'meiping',
  'kangyuan',
  'volunteers',
  'satisfaction',
  'coins',
  'measurements',
  'import',
  'other',
] as const
export type Group = (typeof groups)[number]

/** The first part of a figure's key names its group. */
export const groupOf = (key: string): Group => groups.find((group) => key.startsWith(`${group}.`)) ?? 'other'

export const inGroups = <F extends { readonly key: string }>(figures: readonly F[]): { group: Group; figures: F[] }[] =>
  groups
    .map((group) => ({ group, figures: figures.filter((figure) => groupOf(figure.key) === group) }))
    .filter((one) => one.figures.length > 0)

/** Persons, also when each counts once among other things that do (groups, towns). */
export const arePersons = ({ unit }: { readonly unit: string }): boolean => unit === '人' || unit === '名'

/** Why a figure cannot be computed, and what would change that. */
export const problemWords = (t: T, problem: string): string => {
  const key = `problem_${problem}`
  return isKey(key) ? t(key) : t('problem_other', { problem })
}
