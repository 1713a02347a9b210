/**
 * 查找重复: the whole register, a part at a time. Each part is a request of its own with its own transaction: it is short, others work between,
 * stopping is not asking for the next, and after a lost connection or on another server it goes on where it was.
 */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import { PASSES, pairsIn, type Pass } from './blocks.ts'
import type * as contract from './contract-duplicates.ts'
import { CANDIDATE, queuePairs, type Candidate } from './duplicates.ts'
import { weightsInForce } from './weights.ts'

/** Persons read at once, about: 25,000 are some 10 MB and less than a second. */
const PART = 25_000

type Scan = OutputOf<typeof contract.startDuplicateScan>
type Row = Omit<Scan, 'started_at' | 'ended_at'> & { started_at: Date; ended_at: Date | null }

const shown = ({ started_at, ended_at, ...row }: Row): Scan => ({
  ...row,
  started_at: started_at.toISOString(),
  ended_at: ended_at?.toISOString() ?? null,
})

const COLUMNS = sql`scan_id, state, done, parts, persons, found, started_at, ended_at`

/** A scan reaches the stations of whoever started it, so nobody else goes on with it. */
const lockScan = async (ctx: Ctx, scan_id: string): Promise<Row> => {
  const { rows } = await sql<Row>`select ${COLUMNS} from people.duplicate_scans
    where organisation_id = ${ctx.organisation_id} and scan_id = ${scan_id} and started_by = ${ctx.actor.account_id} for update`.execute(
    ctx.db,
  )
  if (!rows[0]) throw new Refusal('not_found')
  return rows[0]
}

export const startDuplicateScan = async (
  ctx: Ctx,
  { scan_id = newId() }: ParsedOf<typeof contract.startDuplicateScan>,
): Promise<Scan> => {
  const { rows } = await sql<{ persons: number }>`select count(*)::int as persons from people.persons
    where organisation_id = ${ctx.organisation_id} and merged_into is null and void_id is null`.execute(ctx.db)
  const persons = rows[0]!.persons
  const parts = PASSES.length * Math.max(1, Math.ceil(persons / PART))
  const row = { organisation_id: ctx.organisation_id, scan_id, state: 'running', parts, persons }
  await insertRows(ctx.db, 'people.duplicate_scans', [{ ...row, started_by: ctx.actor.account_id, started_at: ctx.now }], {
    conflict: 'on conflict do nothing',
  })
  return shown(await lockScan(ctx, scan_id))
}

const KEYS: Readonly<Record<Pass, RawBuilder<unknown>>> = {
  phone: sql`p.phone_blind`,
  birth: sql`p.born_on`,
  name: sql`p.pinyin`,
}

/** Persons of this part who share the key with somebody. A key lies in one part altogether. */
const readPart = async (ctx: Ctx, pass: Pass, part: number, of: number): Promise<Candidate[]> => {
  const key = KEYS[pass]
  const { rows } = await sql<Candidate>`
    select person_id, name_key, pinyin, sex, born_on, id_blind, phone_blind from (
      select ${CANDIDATE}, count(*) over (partition by ${key}) as sharing from people.persons p
      where p.organisation_id = ${ctx.organisation_id} and p.merged_into is null and p.void_id is null and ${key} is not null
        and (hashtext(${key}::text) & 2147483647) % ${of}::int = ${part}::int) one
    where sharing > 1`.execute(ctx.db)
  return rows
}

const searchPart = async (ctx: Ctx, { done, parts }: Row): Promise<number> => {
  const of = parts / PASSES.length
  const pass = PASSES[Math.floor(done / of)]!
  const persons = await readPart(ctx, pass, done % of, of)
  return queuePairs(ctx, pairsIn(persons, pass), await weightsInForce(ctx))
}

const moveOn = async (ctx: Ctx, row: Row): Promise<Scan> => {
  await sql`update people.duplicate_scans set state = ${row.state}, done = ${row.done}, found = ${row.found}, ended_at = ${row.ended_at}
    where organisation_id = ${ctx.organisation_id} and scan_id = ${row.scan_id}`.execute(ctx.db)
  if (row.state !== 'running')
    ctx.wrote({ entity: 'people.duplicate_scans', entity_ids: [row.scan_id], after: { state: row.state, found: row.found } })
  return shown(row)
}

/** Searches the part after `done`; one that was searched before, or a scan that has ended, is answered as it stands. */
export const continueDuplicateScan = async (
  ctx: Ctx,
  { scan_id, done }: ParsedOf<typeof contract.continueDuplicateScan>,
): Promise<Scan> => {
  const row = await lockScan(ctx, scan_id)
  if (row.state !== 'running' || row.done !== done) return shown(row)
  const found = row.found + (await searchPart(ctx, row))
  const ended = done + 1 === row.parts
  return moveOn(ctx, { ...row, done: done + 1, found, ...(ended ? { state: 'done', ended_at: ctx.now } : {}) })
}

export const cancelDuplicateScan = async (
  ctx: Ctx,
  { scan_id }: ParsedOf<typeof contract.cancelDuplicateScan>,
): Promise<Scan> => {
  const row = await lockScan(ctx, scan_id)
  return row.state === 'running' ? moveOn(ctx, { ...row, state: 'cancelled', ended_at: ctx.now }) : shown(row)
}

export const getLastDuplicateScan = async (ctx: Ctx): Promise<OutputOf<typeof contract.getLastDuplicateScan>> => {
  const { rows } = await sql<Row>`select ${COLUMNS} from people.duplicate_scans
    where organisation_id = ${ctx.organisation_id} and started_by = ${ctx.actor.account_id}
    order by started_at desc, scan_id desc limit 1`.execute(ctx.db)
  return { scan: rows[0] ? shown(rows[0]) : null }
}
