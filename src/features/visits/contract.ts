/** 上门·探访: what can be asked of services at home and visits. */
import {
  day,
  endpoint,
  id,
  listInput,
  listOutput,
  namedPerson,
  nullable,
  optional,
  recordedFields,
  servedFields,
  time,
  words,
  z,
} from '../../shared/endpoint.ts'

export const VISIT_WAYS = ['home', 'phone', 'online', 'on_site'] as const
export const RATINGS = ['very_satisfied', 'satisfied', 'fair', 'dissatisfied'] as const

const homeService = {
  home_service_id: z.string(),
  ...servedFields,
  started_at: nullable(z.string()),
  minutes: z.number(),
  service: z.string(),
  delivered_by: nullable(z.string()),
  rating: nullable(z.string()),
}

const visit = {
  visit_id: z.string(),
  ...servedFields,
  way: z.string(),
  content: nullable(z.string()),
  visitor: nullable(z.string()),
  not_counted: nullable(z.string()),
}

export const listHomeServices = endpoint({
  method: 'GET',
  path: '/api/visits/home-services',
  permission: 'visits.read',
  summary: '上门服务记录，可按站点、日期、服务项目、评价、姓名筛选',
  input: listInput({ service: optional(words(60)), rating: optional(z.enum(RATINGS)) }),
  output: listOutput(homeService),
})

export const getHomeService = endpoint({
  method: 'GET',
  path: '/api/visits/home-services/:home_service_id',
  permission: 'visits.read',
  summary: '一条上门服务记录',
  input: z.object({ home_service_id: id() }),
  output: z.object({ ...homeService, ...recordedFields }),
})

export const recordHomeService = endpoint({
  method: 'POST',
  path: '/api/visits/home-services',
  permission: 'visits.record',
  summary: '记一次上门服务：时长大于 0 且不超过 12 小时；同一人同日同一开始时间只计一次',
  input: z.object({
    home_service_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    ...namedPerson,
    service: words(60),
    started_at: time(),
    hours: z.coerce.number(),
    delivered_by: optional(words(40)),
    rating: optional(z.enum(RATINGS)),
  }),
  output: z.object({ home_service_id: z.string() }),
})

export const listVisits = endpoint({
  method: 'GET',
  path: '/api/visits/visits',
  permission: 'visits.read',
  summary: '探访记录，可按站点、日期、方式、未成功、姓名筛选',
  input: listInput({ way: optional(z.enum(VISIT_WAYS)), standing: optional(z.enum(['visit_failed'])) }),
  output: listOutput(visit),
})

export const getVisit = endpoint({
  method: 'GET',
  path: '/api/visits/visits/:visit_id',
  permission: 'visits.read',
  summary: '一条探访记录',
  input: z.object({ visit_id: id() }),
  output: z.object({ ...visit, ...recordedFields }),
})

export const recordVisit = endpoint({
  method: 'POST',
  path: '/api/visits/visits',
  permission: 'visits.record',
  summary: '记一次探访：同一人同日同一方式只计一次；未成功的只登记不计',
  input: z.object({
    visit_id: optional(id()),
    station_id: id(),
    occurred_on: day(),
    ...namedPerson,
    way: z._default(z.enum(VISIT_WAYS), 'home'),
    completed: z._default(z.boolean(), true),
    content: optional(words(200)),
    visitor: optional(words(40)),
  }),
  output: z.object({ visit_id: z.string() }),
})
