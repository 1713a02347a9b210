/**
 * 机构 orgs: settings, stations (站点) with town (镇), community (村居) and division code (区划代码), service catalogue (服务目录).
 * A closed station keeps its records; it is not counted among the stations.
 */
import { sql } from 'kysely'
import { accept } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import type { Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { executeNamed } from '../../platform/statements.ts'
import type { Day } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { normalCode, normalName } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { catalogue, catalogueFrom } from './catalogue.ts'
import type * as contract from './contract.ts'
import { openStations } from './stations.ts'
import { isCreditCode, stationKindOf, type StationKind } from './rules.ts'

export { holidaysBetween, insertHolidays, listHolidays, removeHoliday, saveHolidays } from './holidays.ts'

/** Seeds the catalogue of a new organisation. */
export const insertCatalogue = async (tx: Tx, organisation_id: string): Promise<void> => {
  await insertRows(
    tx,
    'orgs.service_types',
    catalogue.map((entry) => ({
      organisation_id,
      ...entry,
      valid_from: catalogueFrom,
      counts_in_total: entry.counts_in_total ?? false,
      sensitive: entry.sensitive ?? false,
    })),
  )
}

type Organisation = OutputOf<typeof contract.getOrganisation>

export const getOrganisation = async (ctx: Ctx): Promise<Organisation> => {
  const { rows } = await sql<Omit<Organisation, 'created_at'> & { created_at: Date }>`
    select organisation_id, name, credit_code, leader, phone, address, time_zone, upload_limit_mb, created_at
    from orgs.organisations where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  return { ...rows[0]!, created_at: rows[0]!.created_at.toISOString() }
}

const isTimeZone = (name: string): boolean => {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone.length > 0
  } catch {
    return false
  }
}

/** Refused: `bad_value` (time zone), `credit_code_wrong`. */
export const saveOrganisation = async (ctx: Ctx, input: ParsedOf<typeof contract.saveOrganisation>) => {
  const { name, time_zone, upload_limit_mb, leader = null, phone = null, address = null } = input
  if (!isTimeZone(time_zone)) throw new Refusal('bad_value', { field: 'time_zone', value: time_zone }, 'time_zone')
  const credit_code = input.credit_code === undefined ? null : normalCode(input.credit_code)
  if (credit_code !== null && !isCreditCode(credit_code)) throw new Refusal('credit_code_wrong', {}, 'credit_code')
  const { organisation_id, created_at: _, ...before } = await getOrganisation(ctx)
  await sql`update orgs.organisations set name = ${name}, credit_code = ${credit_code}, leader = ${leader}, phone = ${phone},
      address = ${address}, time_zone = ${time_zone}, upload_limit_mb = ${upload_limit_mb}
    where organisation_id = ${organisation_id}`.execute(ctx.db)
  const after = { name, credit_code, leader, phone, address, time_zone, upload_limit_mb }
  ctx.wrote({ entity: 'orgs.organisations', entity_ids: [organisation_id], before, after })
  return {}
}

export interface StationEntry {
  readonly station_id?: string | undefined
  readonly code: string
  readonly name: string
  readonly town?: string | undefined
  readonly community?: string | undefined
  readonly division_code?: string | undefined
  readonly kind?: StationKind | undefined
  /** What a register says about the kind; read together with the name. */
  readonly kind_words?: string | undefined
  readonly opened_on?: Day | undefined
  readonly leader?: string | undefined
  readonly phone?: string | undefined
  readonly state: 'open' | 'closed'
  readonly note?: string | undefined
}

const stationRow = (ctx: Ctx, entry: StationEntry, station_id: string) => ({
  organisation_id: ctx.organisation_id,
  station_id,
  code: normalCode(entry.code),
  name: entry.name,
  town: entry.town ?? null,
  community: entry.community ?? null,
  division_code: entry.division_code ?? null,
  kind: entry.kind ?? stationKindOf(`${entry.kind_words ?? ''} ${entry.name}`, entry.opened_on ?? ctx.today),
  opened_on: entry.opened_on ?? null,
  leader: entry.leader ?? null,
  phone: entry.phone ?? null,
  state: entry.state,
  note: entry.note ?? null,
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

/**
 * Puts stations on record. Refused: `name_missing`, `number_missing`, `duplicate` (code or name stands already). Recorded but not
 * counted: `station_closed`.
 */
export const recordStations = async (ctx: Ctx, entries: readonly StationEntry[]): Promise<Outcome[]> => {
  const { rows: standing } = await sql<{ station_id: string; code: string; name: string }>`
    select station_id, code, name from orgs.stations where organisation_id = ${ctx.organisation_id} and void_id is null`.execute(
    ctx.db,
  )
  const taken = new Map<string, string>()
  for (const station of standing) {
    taken.set(`code ${station.code}`, station.station_id)
    taken.set(`name ${normalName(station.name)}`, station.station_id)
  }
  const rows: ReturnType<typeof stationRow>[] = []
  const outcomes = entries.map((entry): Outcome => {
    const [code, name] = [`code ${normalCode(entry.code)}`, `name ${normalName(entry.name)}`]
    if (name === 'name ') return { refused: 'name_missing', field: 'name' }
    if (code === 'code ') return { refused: 'number_missing', field: 'code' }
    const repeats_id = taken.get(code) ?? taken.get(name)
    if (repeats_id) return { refused: 'duplicate', field: taken.has(code) ? 'code' : 'name', repeats_id }
    const station_id = entry.station_id ?? newId()
    taken.set(code, station_id).set(name, station_id)
    rows.push(stationRow(ctx, entry, station_id))
    return entry.state === 'closed' ? { id: station_id, not_counted: 'station_closed' } : { id: station_id }
  })
  await insertRows(ctx.db, 'orgs.stations', rows)
  if (rows.length > 0)
    ctx.wrote({
      entity: 'orgs.stations',
      entity_ids: rows.map((row) => row.station_id),
      after: { codes: rows.map((row) => row.code) },
    })
  return outcomes
}

export const recordStation = async (ctx: Ctx, input: ParsedOf<typeof contract.recordStation>) => {
  const [outcome] = await recordStations(ctx, [input])
  return { station_id: accept(outcome, input.station_id) }
}

export const saveStation = async (ctx: Ctx, input: ParsedOf<typeof contract.saveStation>) => {
  const before = await getStation(ctx, input)
  const { rows: same } = await sql<{ code: string; name: string }>`
    select code, name from orgs.stations
    where organisation_id = ${ctx.organisation_id} and void_id is null and station_id <> ${input.station_id}`.execute(ctx.db)
  if (same.some((station) => station.code === normalCode(input.code))) throw new Refusal('duplicate', {}, 'code')
  if (same.some((station) => normalName(station.name) === normalName(input.name))) throw new Refusal('duplicate', {}, 'name')
  const row = stationRow(ctx, input, input.station_id)
  await sql`update orgs.stations set code = ${row.code}, name = ${row.name}, town = ${row.town}, community = ${row.community},
      division_code = ${row.division_code}, kind = ${row.kind}, opened_on = ${row.opened_on}, leader = ${row.leader}, phone = ${row.phone},
      state = ${row.state}, note = ${row.note}
    where organisation_id = ${ctx.organisation_id} and station_id = ${input.station_id}`.execute(ctx.db)
  const { organisation_id: _, station_id, recorded_by: _by, recorded_at: _at, ...after } = row
  ctx.wrote({ entity: 'orgs.stations', entity_ids: [station_id], before, after })
  return {}
}

/** A station by code or name as people write it; undefined when none or several fit. */
export const findStation = async (ctx: Ctx, text: string): Promise<string | undefined> => (await openStations(ctx)).find(text)

type StationRow = OutputOf<typeof contract.listStations>['rows'][number]

/** A station of another station's people is as good as none. */
const mySight = (ctx: Ctx) =>
  sql`(${ctx.stations === 'all'} or s.station_id = any(${ctx.stations === 'all' ? [] : ctx.stations}::uuid[]))`

export const listStations = async (ctx: Ctx, input: ParsedOf<typeof contract.listStations>) => {
  const { town = null, kind = null, state = null, station_id = null } = input
  const key = input.q ? normalName(input.q) : null
  const { rows } = await sql<StationRow & { total: number }>`
    select s.station_id, s.code, s.name, s.town, s.community, s.division_code, s.kind, s.opened_on, s.leader, s.phone, s.state, count(*) over ()::int as total
    from orgs.stations s
    where s.organisation_id = ${ctx.organisation_id} and s.void_id is null and ${mySight(ctx)}
      and (${station_id}::uuid is null or s.station_id = ${station_id})
      and (${town}::text is null or s.town = ${town}) and (${kind}::text is null or s.kind = ${kind}) and (${state}::text is null or s.state = ${state})
      and (${key}::text is null or strpos(s.name, ${key}) > 0 or strpos(s.code, upper(${key})) > 0 or strpos(s.town, ${key}) > 0 or strpos(s.community, ${key}) > 0)
    order by ${input.sort === 'name' ? sql`s.name` : input.sort === '-name' ? sql`s.name desc` : input.sort === '-code' ? sql`s.code desc` : sql`s.code`}
    limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(ctx.db)
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

export const getStation = async (
  ctx: Ctx,
  { station_id }: { station_id: string },
): Promise<OutputOf<typeof contract.getStation>> => {
  const { rows } = await sql<StationRow & { note: string | null; recorded_by: string; recorded_at: Date }>`
    select s.station_id, s.code, s.name, s.town, s.community, s.division_code, s.kind, s.opened_on, s.leader, s.phone, s.state, s.note, s.recorded_by, s.recorded_at
    from orgs.stations s
    where s.organisation_id = ${ctx.organisation_id} and s.station_id = ${station_id} and s.void_id is null and ${mySight(ctx)}`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return { ...rows[0], recorded_at: rows[0].recorded_at.toISOString() }
}

export const listTowns = async (ctx: Ctx) => {
  const { rows } = await sql<{ town: string; stations: number }>`
    select s.town, count(*)::int as stations from orgs.stations s
    where s.organisation_id = ${ctx.organisation_id} and s.void_id is null and s.state = 'open' and s.town is not null and ${mySight(ctx)}
    group by s.town order by min(s.code)`.execute(ctx.db)
  return { rows }
}

type ServiceTypeRow = OutputOf<typeof contract.listServiceTypes>['rows'][number]

export const listServiceTypes = async (ctx: Ctx, input: ParsedOf<typeof contract.listServiceTypes>) => {
  const { on = ctx.today, domain = null, counts_in_total = null } = input
  const { rows } = await sql<ServiceTypeRow & { total: number }>`
    select t.service_type, t.valid_from, t.valid_to, t.domain, t.name_zh, t.name_en, t.counts_in_total, t.sensitive, t.source, count(*) over ()::int as total
    from orgs.service_types t
    where t.organisation_id = ${ctx.organisation_id} and t.valid_from <= ${on}::date and (t.valid_to is null or t.valid_to >= ${on}::date)
      and (${domain}::text is null or t.domain = ${domain})
      and (${counts_in_total}::text is null or t.counts_in_total = (${counts_in_total} = 'true'))
      and (${input.q ?? null}::text is null or strpos(t.name_zh, ${input.q ?? null}) > 0 or strpos(lower(t.name_en), lower(${input.q ?? null})) > 0)
    order by t.counts_in_total desc, t.domain, t.service_type limit ${input.page_size} offset ${(input.page - 1) * input.page_size}`.execute(
    ctx.db,
  )
  return { rows: rows.map(({ total: _, ...row }) => row), total: rows[0]?.total ?? 0 }
}

/** Service types that tell of somebody's health, as the catalogue says today. */
export const sensitiveServiceTypes = (ctx: Ctx): Promise<ReadonlySet<string>> =>
  ctx.remember(`sensitive on ${ctx.today}`, () => readSensitive(ctx))

const readSensitive = async (ctx: Ctx): Promise<ReadonlySet<string>> => {
  const { rows } = await executeNamed(
    sql<{ service_type: string }>`
    select service_type from orgs.service_types where organisation_id = ${ctx.organisation_id} and sensitive
      and valid_from <= ${ctx.today}::date and (valid_to is null or valid_to >= ${ctx.today}::date)`,
    ctx.db,
  )
  return new Set(rows.map((row) => row.service_type))
}

export interface StationDetail {
  readonly station_id: string
  readonly code: string
  readonly name: string
  readonly town: string | null
  readonly community: string | null
  readonly opened_on: Day | null
  readonly state: string
}

/** All stations of the organisation with what a report says of them. */
export const listStationDetails = async (ctx: Ctx): Promise<StationDetail[]> => {
  const { rows } = await sql<StationDetail>`
    select station_id, code, name, town, community, opened_on, state from orgs.stations
    where organisation_id = ${ctx.organisation_id} and void_id is null order by code`.execute(ctx.db)
  return rows
}
