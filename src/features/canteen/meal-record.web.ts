import { registerTexts, type Translate } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { getMeal, MEALS, WAYS } from './contract.ts'
import { texts } from './texts.ts'

export const useTexts = registerTexts('canteen', texts)

type Say = Translate<keyof typeof texts.zh>

/** Stored word → the word shown; a meal by another name stays as it was written. */
export const mealWord = (t: Say, meal: string): string =>
  MEALS.some((known) => known === meal) ? t(meal as (typeof MEALS)[number]) : meal
export const wayWord = (t: Say, way: string): string =>
  WAYS.some((known) => known === way) ? t(way as (typeof WAYS)[number]) : way

/** The stored words of a choice and how they are said. */
export const words = (t: Say, stored: readonly (typeof MEALS | typeof WAYS)[number][]): Record<string, string> =>
  Object.fromEntries(stored.map((word) => [word, t(word)]))

/** One meal, in the drawer and on its page. */
export const mealRecord = (t: Say): RecordSpec<typeof getMeal> => ({
  endpoint: getMeal,
  id_field: 'meal_id',
  entity: 'canteen.meals',
  path: (id) => `/canteen/meals/${id}`,
  title: (meal) => `${meal.person_name} · ${mealWord(t, meal.meal)}`,
  fields: [
    { field: 'person_name', title: t('name'), kind: 'name' },
    { field: 'occurred_on', title: t('day'), kind: 'day' },
    { field: 'meal', title: t('meal'), show: (meal) => mealWord(t, meal.meal) },
    { field: 'way', title: t('way'), show: (meal) => wayWord(t, meal.way) },
    { field: 'station_name', title: t('station') },
    { field: 'charge_fen', title: t('charge'), kind: 'yuan' },
    { field: 'subsidy_fen', title: t('subsidy'), kind: 'yuan' },
    { field: 'paid_fen', title: t('paid'), kind: 'yuan' },
  ],
})
