/**
 * Records (服务记录): the spine, one row per person served or per head-count. Slices put services on record through `put.ts`, after `place.ts`
 * found where, for whom and under which contract; rows that count once without being services go through `put-once.ts`. Here it is read, and
 * taken back. Which table holds the details of which source, and on which page they are, the application hands over.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { openContractNames } from '../contracts/service.ts'
import { listServiceTypes } from '../orgs/service.ts'
import { namesOf } from '../people/names-of.ts'
import type * as contract from './contract.ts'
import { getRow, listRows, type ListOf } from './list.ts'
import { checkMayVoid, countBelongingOf, voidOne, voidRecordOf, type Voidable } from './void.ts'

type In<K extends keyof typeof contract> = ParsedOf<(typeof contract)[K]>
type Out<K extends keyof typeof contract> = Promise<OutputOf<(typeof contract)[K]>>

export interface Details extends Voidable {
  /** `slice.table` → page of one row, with `:id`. */
  readonly paths: Readonly<Record<string, string>>
}

const records: ListOf = {
  table: 'records.records',
  id: 'record_id',
  columns: [
    'occurred_on', 'started_at', 'minutes', 'station_id', 'contract_id', 'service_type', 'who', 'person_id', 'person_times', 'mode', 'delivered_by',
    'source', 'evidence',
  ], // prettier-ignore
  day: 'occurred_on',
  station: true,
  person: true,
  filters: {
    service_type: 'service_type',
    mode: 'mode',
    evidence: 'evidence',
    who: 'who',
    contract_id: 'contract_id',
    person_id: 'person_id',
  },
  sort: '-occurred_on',
}

type Listed = OutputOf<typeof contract.listRecords>['rows'][number]
type Bare = Omit<Listed, 'service_name' | 'contract_name'> & { readonly source: string }

interface Names {
  readonly services: readonly string[]
  service(type: string): string
  contract(id: string | null): string | null
}

const openNames = async (ctx: Ctx): Promise<Names> => {
  const types = await listServiceTypes(ctx, { page: 1, page_size: 500 })
  const { byId } = await openContractNames(ctx)
  const services = new Map(types.rows.map((row) => [row.service_type, ctx.language === 'zh' ? row.name_zh : row.name_en]))
  return {
    services: [...services.keys()],
    service: (type) => services.get(type) ?? type,
    contract: (id) => (id === null ? null : (byId.get(id)?.name ?? '')),
  }
}

const named = <R extends Bare>(row: R, names: Names) => ({
  ...row,
  started_at: row.started_at?.slice(0, 5) ?? null,
  service_name: names.service(row.service_type),
  contract_name: names.contract(row.contract_id),
})

const listRecords = async (ctx: Ctx, input: In<'listRecords'>): Out<'listRecords'> => {
  const { rows, total } = await listRows<Bare>(ctx, records, input)
  const names = await openNames(ctx)
  return { rows: rows.map((row) => named(row, names)), total }
}

const listRecordedTypes = async (ctx: Ctx): Out<'listRecordedTypes'> => {
  const names = await openNames(ctx)
  // Asks the index once per type of the catalogue instead of reading every record.
  const { rows } = await sql<{ service_type: string }>`
    select t.service_type from unnest(${names.services}::text[]) with ordinality t (service_type, place)
    where exists (select from records.records r where r.organisation_id = ${ctx.organisation_id} and r.service_type = t.service_type and r.void_id is null)
    order by t.place`.execute(ctx.db)
  return { rows: rows.map(({ service_type }) => ({ service_type, service_name: names.service(service_type) })) }
}

const listPersonRecords = async (ctx: Ctx, details: Details, input: In<'listPersonRecords'>): Out<'listPersonRecords'> => {
  const { person_id, service_type, page, page_size } = input
  if (!(await namesOf(ctx, [person_id])).has(person_id)) throw new Refusal('not_found')
  const asked: In<'listRecords'> = { person_id, service_type, page, page_size }
  const { rows, total } = await listRows<Bare>(ctx, records, asked)
  const sums = await sql<{ service_type: string; person_times: number; last_on: string }>`
    select service_type, sum(person_times) as person_times, max(occurred_on) as last_on from records.records
    where organisation_id = ${ctx.organisation_id} and void_id is null and person_id = ${person_id}
    group by service_type order by 2 desc, 1`.execute(ctx.db)
  const names = await openNames(ctx)
  return {
    rows: rows.map((row) => ({ ...named(row, names), detail_path: detailPath(details, row.source, row.record_id) })),
    total,
    sums: sums.rows.map((row) => ({ ...row, service_name: names.service(row.service_type) })),
  }
}

const detailPath = ({ paths }: Details, source: string, id: string): string | null => paths[source]?.replace(':id', id) ?? null

export const recordsService = (details: Details) => ({
  listRecords,
  getRecord: async (ctx: Ctx, { record_id }: In<'getRecord'>): Out<'getRecord'> => {
    const row = await getRow<Bare & Omit<OutputOf<typeof contract.getRecord>, 'detail_path' | 'service_name' | 'contract_name'>>(
      ctx,
      records,
      record_id,
    )
    return { ...named(row, await openNames(ctx)), detail_path: detailPath(details, row.source, record_id) }
  },
  listPersonRecords: (ctx: Ctx, input: In<'listPersonRecords'>): Out<'listPersonRecords'> =>
    listPersonRecords(ctx, details, input),
  listRecordedTypes,
  voidRecord: async (ctx: Ctx, { record_id, ...why }: In<'voidRecord'>): Out<'voidRecord'> => ({
    void_id: await voidRecordOf(ctx, details, record_id, why),
  }),
  countBelonging: async (ctx: Ctx, { source, entry_id }: In<'countBelonging'>): Out<'countBelonging'> => ({
    count: await countBelongingOf(ctx, details, source, entry_id),
  }),
  voidEntry: async (ctx: Ctx, { source, entry_id, ...why }: In<'voidEntry'>): Out<'voidEntry'> => {
    checkMayVoid(ctx, details, source)
    return { void_id: await voidOne(ctx, details, source, entry_id, why) }
  },
})
