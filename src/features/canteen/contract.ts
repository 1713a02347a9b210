/** 长者饭堂: what can be asked of the canteen. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  namedPerson,
  optional,
  recordedFields,
  servedFields,
  whole,
  z,
} from '../../shared/endpoint.ts'

export const MEALS = ['breakfast', 'lunch', 'dinner'] as const
export const WAYS = ['dine_in', 'take_away', 'delivery'] as const

const meal = {
  meal_id: z.string(),
  ...servedFields,
  meal: z.string(),
  way: z.string(),
  charge_fen: z.number(),
  subsidy_fen: z.number(),
  paid_fen: z.number(),
}

export const listMeals = endpoint({
  method: 'GET',
  path: '/api/canteen/meals',
  permission: 'canteen.read',
  summary: '用餐记录，可按站点、日期、餐次、用餐方式、姓名筛选',
  input: listInput({ meal: optional(z.enum(MEALS)), way: optional(z.enum(WAYS)) }),
  output: listOutput(meal),
})

export const getMeal = endpoint({
  method: 'GET',
  path: '/api/canteen/meals/:meal_id',
  permission: 'canteen.read',
  summary: '一条用餐记录',
  input: z.object({ meal_id: id() }),
  output: z.object({ ...meal, ...recordedFields }),
})

export const recordMeal = endpoint({
  method: 'POST',
  path: '/api/canteen/meals',
  permission: 'canteen.record',
  summary: '记一餐：同一人同日同餐次只计一次；餐费 = 补贴 + 自付（分）',
  input: z.object({
    meal_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    meal: z.enum(MEALS),
    way: z._default(z.enum(WAYS), 'dine_in'),
    ...namedPerson,
    charge_fen: whole(100_000),
    subsidy_fen: whole(100_000),
    paid_fen: whole(100_000),
  }),
  output: z.object({ meal_id: z.string() }),
})
