/**
 * Canteen (长者饭堂). A meal (助餐) is recorded once, at the till or from a workbook, through `recordMeals`: one person, one day, one
 * meal (餐次) counts once, whichever station served it. Later: menu, orders, subsidy rules, claims.
 */
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { recordServices, type ServiceEntry } from '../records/put.ts'
import type * as contract from './contract.ts'
import { addsUp, mealOf, type Price } from './rules.ts'

export interface MealEntry extends ServiceEntry, Price {
  /** 餐次 as written. */
  readonly meal: string
  readonly way: 'dine_in' | 'take_away' | 'delivery'
}

const yuan = (fen: number) => fen / 100

/** Records meals, of the desk or of a workbook, in the order given. */
export const recordMeals = (ctx: Ctx, entries: readonly MealEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'meal',
      source: 'canteen.meals',
      mode: (entry) => (entry.way === 'delivery' ? 'home' : 'on_site'),
      check: (entry) =>
        addsUp(entry)
          ? undefined
          : {
              refused: 'amount_mismatch',
              details: { sum: `${yuan(entry.subsidy_fen)} + ${yuan(entry.paid_fen)} ≠ ${yuan(entry.charge_fen)}` },
              field: 'charge_fen',
            },
      once: (entry) => [entry.occurred_on, mealOf(entry.meal)],
    },
    async (accepted) => {
      const rows = accepted.map(({ entry, id, placed }) => ({
        organisation_id: ctx.organisation_id,
        meal_id: id,
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        meal: mealOf(entry.meal),
        way: entry.way,
        charge_fen: entry.charge_fen,
        subsidy_fen: entry.subsidy_fen,
        paid_fen: entry.paid_fen,
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      }))
      await insertRows(ctx.db, 'canteen.meals', rows)
    },
  )

export const recordMeal = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.recordMeal>,
): Promise<OutputOf<typeof contract.recordMeal>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordMeals(ctx, [{ ...input, id: input.meal_id, evidence: 'witnessed' }])
  return { meal_id: accept(outcome, input.meal_id) }
}

const meals: ListOf = {
  table: 'canteen.meals',
  id: 'meal_id',
  columns: [
    'occurred_on',
    'station_id',
    'contract_id',
    'person_id',
    'meal',
    'way',
    'charge_fen',
    'subsidy_fen',
    'paid_fen',
    'evidence',
  ],
  day: 'occurred_on',
  station: true,
  person: true,
  filters: { meal: 'meal', way: 'way' },
  sort: '-occurred_on',
}

export const listMeals = (ctx: Ctx, input: ParsedOf<typeof contract.listMeals>): Promise<OutputOf<typeof contract.listMeals>> =>
  listRows(ctx, meals, input)

export const getMeal = (ctx: Ctx, { meal_id }: ParsedOf<typeof contract.getMeal>): Promise<OutputOf<typeof contract.getMeal>> =>
  getRow(ctx, meals, meal_id)
