/** 指标数字: what can be asked of the figures. Every value comes with its rule in words and opens into its rows. */
import { day, endpoint, id, nullable, optional, z } from '../../shared/endpoint.ts'

const period = { from: day(), to: day(), station_id: optional(id()), contract_id: optional(id()) }

/** `kind:健康讲座`, or a range of numbers: `age:60..64`, `age:100..`. */
const only = () => optional(z.string().check(z.regex(/^[a-z_]+:.{1,60}$/, 'kind:…')))

const words = z.object({ zh: z.string(), en: z.string() })

const figure = {
  key: z.string(),
  title: words,
  unit: z.string(),
  rule: words,
  rules: z.array(z.string()),
  value: nullable(z.number()),
  numerator: optional(z.number()),
  denominator: optional(z.number()),
  problem: optional(z.string()),
}

export const getFigures = endpoint({
  method: 'GET',
  reads: 'settled',
  path: '/api/figures',
  permission: 'figures.read',
  summary: '一段时间的全部指标数字；无法计算的说明原因，不显示为 0',
  input: z.object(period),
  output: z.object({ from: z.string(), to: z.string(), computed_at: z.string(), figures: z.array(z.object(figure)) }),
})

export const getFigure = endpoint({
  method: 'GET',
  reads: 'settled',
  path: '/api/figures/:key',
  permission: 'figures.read',
  summary: '一个指标数字：数值、口径，以及按月、站点、项目、凭据的拆分',
  input: z.object({ key: z.string(), ...period, only: only() }),
  output: z.object({
    ...figure,
    computed_at: z.string(),
    source: words,
    measure: z.string(),
    columns: z.array(z.object({ field: z.string(), title: words, type: z.string() })),
    splits: z.array(
      z.object({
        by: z.string(),
        parts: z.array(z.object({ name: z.string(), id: nullable(z.string()), value: nullable(z.number()) })),
      }),
    ),
  }),
})

export const listFigureRows = endpoint({
  method: 'GET',
  reads: 'settled',
  path: '/api/figures/:key/rows',
  permission: 'figures.read',
  summary: '这个数字由哪些记录组成（比率分为分子和分母两张表）',
  input: z.object({
    key: z.string(),
    ...period,
    only: only(),
    part: z._default(z.enum(['numerator', 'denominator']), 'numerator'),
    page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)), 1),
    page_size: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 25),
  }),
  output: z.object({ rows: z.array(z.record(z.string(), z.any())), total: z.number() }),
})

export const getContractIndicators = endpoint({
  method: 'GET',
  reads: 'settled',
  path: '/api/figures/contracts/:contract_id',
  permission: 'figures.read',
  summary: '一份合同的协议指标完成情况：目标、实际、完成率，以及实际值是哪个指标数字',
  input: z.object({ contract_id: id(), from: day(), to: day() }),
  output: z.object({
    indicators: z.array(
      z.object({
        indicator_id: z.string(),
        contract: z.string(),
        no: z.number(),
        metric: z.string(),
        text: z.string(),
        unit: nullable(z.string()),
        target: z.number(),
        actual: nullable(z.number()),
        numerator: optional(z.number()),
        denominator: optional(z.number()),
        rate_percent: nullable(z.number()),
        met: nullable(z.boolean()),
        figure_key: nullable(z.string()),
        only: optional(z.string()),
        way: nullable(z.enum(['own', 'through', 'whole'])),
        problem: optional(z.string()),
      }),
    ),
  }),
})

export const getLastDay = endpoint({
  method: 'GET',
  path: '/api/figures/last-day',
  permission: 'figures.read',
  summary: '最近一条服务记录的日期；页面据此选择默认年份',
  input: z.object({}),
  output: z.object({ day: nullable(z.string()) }),
})
