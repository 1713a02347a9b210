/** Recording contracts, what they ask for, and which stations' records they take: for the desk and for workbooks. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode } from '../../shared/normal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { whyNotCounted, type ContractState } from './rules.ts'

export interface ContractEntry {
  readonly id?: string | undefined
  readonly code: string
  readonly name: string
  readonly purchaser?: string | undefined
  readonly town?: string | undefined
  readonly domain?: string | undefined
  readonly amount_fen: number | undefined
  readonly starts_on: string | undefined
  readonly ends_on: string | undefined
  readonly is_new: boolean
  readonly state: ContractState
  readonly note?: string | undefined
  readonly evidence: Evidence
}

export interface Period {
  readonly from: string
  readonly to: string
}

/** Of ids that were not written, those that stand already: the same entry was sent before. */
const sentBefore = async (ctx: Ctx, table: string, id: string, ids: readonly string[]): Promise<ReadonlySet<string>> => {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select ${sql.ref(id)} as id from ${sql.table(table)} where organisation_id = ${ctx.organisation_id} and ${sql.ref(id)} = any(${ids}::uuid[])`.execute(
    ctx.db,
  )
  return new Set(rows.map((row) => row.id))
}

const checkContract = (entry: ContractEntry): Extract<Outcome, { refused: unknown }> | undefined => {
  if (entry.code === '') return { refused: 'number_missing', field: 'code' }
  if (!entry.starts_on) return { refused: 'bad_date', details: { text: '' }, field: 'starts_on' }
  if (!entry.ends_on || entry.ends_on < entry.starts_on)
    return { refused: 'bad_date', details: { text: entry.ends_on ?? '' }, field: 'ends_on' }
  if (entry.amount_fen === undefined || !(entry.amount_fen >= 0))
    return { refused: 'bad_value', details: { field: '合同金额', value: '' }, field: 'amount_fen' }
  return undefined
}

/** Writes contracts; of two with the same number the first stands. `period` tells which of the sound ones do not count in it. */
export const recordContracts = async (ctx: Ctx, entries: readonly ContractEntry[], period: Period): Promise<Outcome[]> => {
  const outcomes = entries.map((entry): Outcome => {
    const refused = checkContract(entry)
    if (refused) return refused
    const code = whyNotCounted(
      { starts_on: entry.starts_on!, ends_on: entry.ends_on!, state: entry.state },
      period.from,
      period.to,
    )
    return { id: entry.id ?? newId(), ...(code ? { not_counted: code } : {}) }
  })
  const rows = entries.flatMap((entry, i) => {
    const outcome = outcomes[i]!
    if ('refused' in outcome) return []
    const { id: _, ...fields } = entry
    return [
      {
        organisation_id: ctx.organisation_id,
        contract_id: outcome.id,
        ...blanks(fields),
        code: normalCode(entry.code),
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      },
    ]
  })
  const written = await insertRows<{ contract_id: string }>(ctx.db, 'contracts.contracts', rows, {
    conflict: 'on conflict do nothing',
    returning: 'contract_id',
  })
  const ids = written.map((row) => row.contract_id)
  if (ids.length > 0) ctx.wrote({ entity: 'contracts.contracts', entity_ids: ids })
  const lost = rows.map((row) => row.contract_id).filter((id) => !ids.includes(id))
  const standing = await sentBefore(ctx, 'contracts.contracts', 'contract_id', lost)
  return outcomes.map((outcome) =>
    'refused' in outcome || ids.includes(outcome.id) || standing.has(outcome.id)
      ? outcome
      : { refused: 'duplicate', field: 'code' },
  )
}

const blanks = <T extends object>(fields: T): Record<string, unknown> => ({
  purchaser: null,
  town: null,
  domain: null,
  note: null,
  ...Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, value === '' ? null : value])),
})

/** From now on the contract of this number takes the station's records on the days of its period. */
export const takeStations = async (ctx: Ctx, takes: readonly { station_id: string; contract_code: string }[]): Promise<void> => {
  const rows = takes.map((take) => ({
    organisation_id: ctx.organisation_id,
    ...take,
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }))
  await insertRows(ctx.db, 'contracts.takes', rows, { conflict: 'on conflict do nothing' })
  if (rows.length > 0)
    ctx.wrote({ entity: 'contracts.takes', entity_ids: takes.map((take) => take.station_id), after: { takes } })
}

export interface IndicatorEntry {
  readonly id?: string | undefined
  readonly contract_code: string
  readonly number: number | undefined
  readonly wording: string
  readonly unit?: string | undefined
  readonly target: number | undefined
  /** 统计口径 as written: names a figure. */
  readonly metric: string
  readonly note?: string | undefined
  readonly evidence: Evidence
}

/** Writes indicators; a number of a contract stands once. */
export const recordIndicators = async (ctx: Ctx, entries: readonly IndicatorEntry[]): Promise<Outcome[]> => {
  const { rows: known } = await sql<{ code: string }>`
    select code from contracts.contracts where organisation_id = ${ctx.organisation_id} and void_id is null`.execute(ctx.db)
  const codes = new Set(known.map((row) => row.code))
  const numbers = new Map<string, number>()
  const outcomes = entries.map((entry): Outcome => {
    const code = normalCode(entry.contract_code)
    if (!codes.has(code)) return { refused: 'unknown_contract', details: { contract: code }, field: 'contract_code' }
    if (entry.target === undefined) return { refused: 'bad_value', details: { field: '目标值', value: '' }, field: 'target' }
    return { id: entry.id ?? newId() }
  })
  const rows = entries.flatMap((entry, i) => {
    const outcome = outcomes[i]!
    if ('refused' in outcome) return []
    const contract_code = normalCode(entry.contract_code)
    const number = entry.number ?? (numbers.get(contract_code) ?? 0) + 1
    numbers.set(contract_code, number)
    return [
      {
        organisation_id: ctx.organisation_id,
        indicator_id: outcome.id,
        contract_code,
        number,
        wording: entry.wording,
        unit: entry.unit || null,
        target: entry.target,
        metric: entry.metric,
        note: entry.note || null,
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      },
    ]
  })
  const written = await insertRows<{ indicator_id: string }>(ctx.db, 'contracts.indicators', rows, {
    conflict: 'on conflict do nothing',
    returning: 'indicator_id',
  })
  const ids = new Set(written.map((row) => row.indicator_id))
  if (ids.size > 0) ctx.wrote({ entity: 'contracts.indicators', entity_ids: [...ids] })
  const lost = rows.map((row) => row.indicator_id).filter((id) => !ids.has(id))
  const standing = await sentBefore(ctx, 'contracts.indicators', 'indicator_id', lost)
  return outcomes.map((outcome) =>
    'refused' in outcome || ids.has(outcome.id) || standing.has(outcome.id) ? outcome : { refused: 'duplicate', field: 'number' },
  )
}
