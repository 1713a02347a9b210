/** 满意度: what can be asked of answered questionnaires. */
import { day, endpoint, id, listInput, listOutput, nullable, optional, recordedFields, words, z } from '../../shared/endpoint.ts'

const score = () => z.coerce.number().check(z.int(), z.gte(1), z.lte(5))

const response = {
  response_id: z.string(),
  occurred_on: z.string(),
  station_id: nullable(z.string()),
  station_name: z.string(),
  contract_id: nullable(z.string()),
  contract_name: z.string(),
  number: nullable(z.string()),
  age_band: nullable(z.string()),
  environment: nullable(z.number()),
  attitude: nullable(z.number()),
  expertise: nullable(z.number()),
  content: nullable(z.number()),
  overall: z.number(),
  by_proxy: z.boolean(),
  opinion: nullable(z.string()),
  evidence: z.string(),
}

export const listResponses = endpoint({
  method: 'GET',
  path: '/api/surveys/responses',
  permission: 'surveys.read',
  summary: '满意度问卷，可按项目、站点、日期、总体评分、问卷编号或意见筛选',
  input: listInput({ contract_id: optional(id()), overall: optional(score()) }),
  output: listOutput(response),
})

export const getResponse = endpoint({
  method: 'GET',
  path: '/api/surveys/responses/:response_id',
  permission: 'surveys.read',
  summary: '一份满意度问卷',
  input: z.object({ response_id: id() }),
  output: z.object({ ...recordedFields, ...response }),
})

export const recordResponse = endpoint({
  method: 'POST',
  path: '/api/surveys/responses',
  permission: 'surveys.record',
  summary: '录入一份满意度问卷：各项评分 1 至 5，总体必填；同一年内同一问卷编号只计一次',
  input: z.object({
    response_id: optional(id()),
    number: optional(words(40)),
    contract_code: words(40),
    occurred_on: day(),
    age_band: optional(words(20)),
    environment: optional(score()),
    attitude: optional(score()),
    expertise: optional(score()),
    content: optional(score()),
    overall: score(),
    by_proxy: z._default(z.boolean(), false),
    opinion: optional(words(1000)),
  }),
  output: z.object({ response_id: z.string() }),
})
