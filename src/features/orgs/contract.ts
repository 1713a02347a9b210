/** 机构·站点: the organisation's own settings, its stations (站点), the service catalogue (服务目录). */
import { endpoint, id, day, listInput, listOutput, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'

export const stationKinds = ['home_care_station', 'elder_care_centre', 'disability_centre', 'other'] as const
export const stationStates = ['open', 'closed'] as const

export const getOrganisation = endpoint({
  method: 'GET',
  path: '/api/organisation',
  permission: 'orgs.read',
  summary: 'What the organisation says of itself, its time zone, and how much it lets in at once.',
  input: z.object({}),
  output: z.object({
    organisation_id: id(),
    name: z.string(),
    credit_code: nullable(z.string()),
    leader: nullable(z.string()),
    phone: nullable(z.string()),
    address: nullable(z.string()),
    time_zone: z.string(),
    /** Workbooks waiting for import, all together. */
    upload_limit_mb: z.number(),
    created_at: z.iso.datetime(),
  }),
})

export const saveOrganisation = endpoint({
  method: 'PUT',
  path: '/api/organisation',
  permission: 'orgs.manage',
  summary: 'Changes the settings; what is left out becomes empty. Days and months begin at midnight of the time zone.',
  input: z.object({
    name: words(100),
    /** 统一社会信用代码, with its check character. */
    credit_code: optional(words(30)),
    leader: optional(words(60)),
    phone: optional(words(40)),
    address: optional(words(200)),
    time_zone: words(60),
    upload_limit_mb: z._default(whole(2048).check(z.gte(64)), 256),
  }),
  output: z.object({}),
})

const station = {
  station_id: id(),
  code: z.string(),
  name: z.string(),
  town: nullable(z.string()),
  community: nullable(z.string()),
  division_code: nullable(z.string()),
  kind: z.enum(stationKinds),
  opened_on: nullable(z.string()),
  leader: nullable(z.string()),
  phone: nullable(z.string()),
  state: z.enum(stationStates),
}

export const listStations = endpoint({
  method: 'GET',
  path: '/api/stations',
  permission: 'orgs.read',
  summary: 'Stations the account may see.',
  input: listInput({ town: optional(z.string()), kind: optional(z.enum(stationKinds)), state: optional(z.enum(stationStates)) }),
  output: listOutput(station),
})

export const getStation = endpoint({
  method: 'GET',
  path: '/api/stations/:station_id',
  permission: 'orgs.read',
  summary: 'One station.',
  input: z.object({ station_id: id() }),
  output: z.object({ ...station, note: nullable(z.string()), recorded_by: id(), recorded_at: z.iso.datetime() }),
})

const stationFields = {
  code: words(40),
  name: words(100),
  town: optional(words(60)),
  community: optional(words(60)),
  division_code: optional(z.string().check(z.regex(/^\d{6,12}$/))),
  kind: optional(z.enum(stationKinds)),
  opened_on: optional(day()),
  leader: optional(words(60)),
  phone: optional(words(40)),
  state: z._default(z.enum(stationStates), 'open'),
  note: optional(words(500)),
}

export const recordStation = endpoint({
  method: 'POST',
  path: '/api/stations',
  permission: 'orgs.record',
  summary: 'A new station. Its kind is guessed from the name unless it is given.',
  input: z.object({ station_id: optional(id()), ...stationFields }),
  output: z.object({ station_id: id() }),
})

export const saveStation = endpoint({
  method: 'PUT',
  path: '/api/stations/:station_id',
  permission: 'orgs.record',
  summary: 'Corrects a station; the audit trail keeps what stood before.',
  input: z.object({ station_id: id(), ...stationFields }),
  output: z.object({}),
})

export const listTowns = endpoint({
  method: 'GET',
  path: '/api/towns',
  permission: 'orgs.read',
  summary: 'Towns with the number of open stations the account may see.',
  input: z.object({}),
  output: z.object({ rows: z.array(z.object({ town: z.string(), stations: z.number() })) }),
})

export const listServiceTypes = endpoint({
  method: 'GET',
  path: '/api/service-types',
  permission: 'orgs.read',
  summary: 'The service catalogue on a day (default today).',
  input: listInput({ on: optional(day()), domain: optional(z.string()), counts_in_total: optional(z.enum(['true', 'false'])) }),
  output: listOutput({
    service_type: z.string(),
    valid_from: z.string(),
    valid_to: nullable(z.string()),
    domain: z.string(),
    name_zh: z.string(),
    name_en: z.string(),
    counts_in_total: z.boolean(),
    /** Seen only by who may see health, or such services. */
    sensitive: z.boolean(),
    source: z.string(),
  }),
})

/** `off`: nobody works. `work`: a Saturday or Sunday worked instead (调休上班). */
export const HOLIDAY_KINDS = ['off', 'work'] as const

export const listHolidays = endpoint({
  method: 'GET',
  path: '/api/holidays',
  permission: 'orgs.read',
  summary: 'Days off and days worked instead, the latest first.',
  input: listInput({ kind: optional(z.enum(HOLIDAY_KINDS)) }),
  output: listOutput({ day: z.string(), kind: z.enum(HOLIDAY_KINDS), name: z.string(), source: z.string() }),
})

export const saveHolidays = endpoint({
  method: 'PUT',
  path: '/api/holidays',
  permission: 'orgs.record',
  summary: 'Puts down a stretch of days off, or of days worked instead, with the notice they stand in.',
  input: z.object({ from: day(), to: optional(day()), kind: z.enum(HOLIDAY_KINDS), name: words(40), source: words(100) }),
  output: z.object({ days: z.number() }),
})

export const removeHoliday = endpoint({
  method: 'DELETE',
  path: '/api/holidays/:day',
  permission: 'orgs.record',
  summary: 'Takes a day back that was put down by mistake.',
  input: z.object({ day: day() }),
  output: z.object({}),
})
