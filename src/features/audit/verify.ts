/**
 * Looks at every seal and every entry of an organisation and says what is not as it was sealed. Works a seal at a time: the hashes are
 * compared inside the database, and only a seal that does not hold is read out, row by row.
 */
import { sql } from 'kysely'
import { enter, type Db, type Tx } from '../../platform/database.ts'
import { HASH_BYTES, NOTHING_BEFORE, rowHash, sealHash, type SealParts } from './hashes.ts'
import { monthsBefore, type AuditProblem } from './rules.ts'
import { AHEAD_MS, allUnsealed, isOurs, timeOf, unsealedInWindow, watermark } from './unsealed.ts'

/** Seals read in one statement. */
const SEALS = 200
/** Problems told one by one; beyond that they are only counted. */
const MOST_PROBLEMS = 1_000
/** The server seals every minute: what waits for longer than this was forgotten, or lost its seal. */
export const WAITING_MS = 60 * 60_000
/** An entry's own time is the start of its request, its id the end; no request lasts a day. */
const BACK_DATED = '1 day'

export interface StoredSeal extends SealParts {
  readonly seal_hash: Buffer
}

interface SealState extends StoredSeal {
  readonly retired_at: Date | null
  /** Months the rule named by the retirement keeps this kind of entries, and from when it was in force; null without that rule. */
  readonly keep_months: number | null
  readonly valid_from: string | null
}

export interface Verification {
  readonly organisation_id: string
  readonly verified_at: string
  readonly holds: boolean
  readonly seals: number
  readonly entries: number
  /** Entries not sealed yet, and not late. */
  readonly waiting: number
  readonly retired: { readonly seals: number; readonly entries: number }
  /** Seals that somebody had made for entries out of their time, with the reason given. */
  readonly late: readonly { readonly number: number; readonly entries: number; readonly reason: string }[]
  readonly newest: { readonly number: number; readonly hash: string; readonly sealed_at: string } | null
  /** The first thousand. */
  readonly problems: readonly AuditProblem[]
  readonly problem_count: number
}

export interface Progress {
  readonly done: number
  readonly total: number
}

interface Choices {
  /** Hash (hex) of a seal that was written down elsewhere: the chain must still hold it. */
  readonly expect?: string | undefined
  readonly onProgress?: (progress: Progress) => void
  readonly now?: Date
}

export const readSeals = async (tx: Tx, organisation_id: string, after: number, limit: number): Promise<SealState[]> => {
  const { rows } = await sql<SealState>`
    select s.organisation_id, s.number, s.sealed_at, s.kept, s.entries, s.first_id, s.last_id, s.first_at, s.last_at, s.late_reason,
      s.rows_hash, s.seal_hash, t.retired_at, u.valid_from,
      case s.kept when 'health' then u.keep_health_months else u.keep_months end as keep_months
    from audit.seals s
    left join audit.retirements t on t.organisation_id = s.organisation_id and t.number = s.number
    left join audit.retention_rules u on u.organisation_id = t.organisation_id and u.rule_id = t.rule_id
    where s.organisation_id = ${organisation_id} and s.number > ${after} order by s.number limit ${limit}`.execute(tx)
  return rows
}

interface RowsState {
  /** SHA-256 of the stored row hashes. */
  readonly rows_hash: Buffer
  readonly count: number
  /** The entries as they are now give the stored hashes. */
  readonly same: boolean
  readonly back_dated: readonly string[] | null
}

/** The rows of one seal, compared where they lie. */
export const compareRows = async (tx: Tx, organisation_id: string, number: number): Promise<RowsState | undefined> => {
  const { rows } = await sql<RowsState>`
    select sha256(r.row_hashes) as rows_hash, cardinality(r.audit_ids) as count, f.hashes = r.row_hashes as same, f.back_dated
    from audit.sealed_rows r cross join lateral (
      select string_agg(case when e.audit_id is null then ''::bytea else ${rowHash} end, ''::bytea order by u.n) as hashes,
        array_agg(e.audit_id) filter (where e.at < to_timestamp(('x' || translate(left(e.audit_id::text, 13), '-', ''))::bit(48)::bigint / 1000.0)
          - interval '${sql.raw(BACK_DATED)}') as back_dated
      from unnest(r.audit_ids) with ordinality u(audit_id, n)
      left join audit.entries e on e.organisation_id = ${organisation_id} and e.audit_id = u.audit_id) f
    where r.organisation_id = ${organisation_id} and r.number = ${number}`.execute(tx)
  return rows[0]
}

/** Row by row: what is missing, changed, or stands where another stood. */
const tellRows = async (tx: Tx, organisation_id: string, number: number): Promise<AuditProblem[]> => {
  const { rows } = await sql<{ audit_id: string; stored: Buffer; fresh: Buffer | null }>`
    select u.audit_id, substr(r.row_hashes, ((u.n - 1) * ${HASH_BYTES} + 1)::integer, ${HASH_BYTES}) as stored,
      case when e.audit_id is not null then ${rowHash} end as fresh
    from audit.sealed_rows r cross join lateral unnest(r.audit_ids) with ordinality u(audit_id, n)
    left join audit.entries e on e.organisation_id = r.organisation_id and e.audit_id = u.audit_id
    where r.organisation_id = ${organisation_id} and r.number = ${number} order by u.n`.execute(tx)
  const places = new Map(rows.map((row, place) => [row.stored.toString('hex'), place + 1]))
  return rows.flatMap(({ audit_id, stored, fresh }, place): AuditProblem[] => {
    if (!fresh) return [{ kind: 'entry_missing', seal: number, audit_id, place: place + 1 }]
    if (fresh.equals(stored)) return []
    const sealed_at_place = places.get(fresh.toString('hex'))
    return sealed_at_place
      ? [{ kind: 'entry_moved', seal: number, audit_id, place: place + 1, was_place: sealed_at_place }]
      : [{ kind: 'entry_changed', seal: number, audit_id, place: place + 1 }]
  })
}

const tellRetired = (seal: SealState, retired_at: Date, rows: RowsState | undefined): AuditProblem[] => {
  if (rows) return [{ kind: 'retired_but_there', seal: seal.number }]
  const { keep_months, valid_from, last_at } = seal
  const inForce = valid_from !== null && valid_from <= retired_at.toISOString().slice(0, 10)
  const isOver = keep_months !== null && last_at <= monthsBefore(retired_at, keep_months)
  return inForce && isOver ? [] : [{ kind: 'retired_against_rule', seal: seal.number }]
}

/** One seal: the chain to the one before, its list of rows, its rows. */
const tellSeal = async (tx: Tx, seal: SealState, before: StoredSeal | undefined): Promise<AuditProblem[]> => {
  const { organisation_id, number } = seal
  const problems: AuditProblem[] = []
  const follows = number === 1 ? NOTHING_BEFORE : before?.number === number - 1 ? before.seal_hash : undefined
  for (let missing = (before?.number ?? 0) + 1; missing < number && problems.length < MOST_PROBLEMS; missing++)
    problems.push({ kind: 'seal_missing', seal: missing })
  if (follows && !sealHash(seal, follows).equals(seal.seal_hash)) problems.push({ kind: 'seal_changed', seal: number })
  const rows = await compareRows(tx, organisation_id, number)
  if (seal.retired_at) return [...problems, ...tellRetired(seal, seal.retired_at, rows)]
  if (!rows) return [...problems, { kind: 'list_missing', seal: number }]
  if (!rows.rows_hash.equals(seal.rows_hash) || rows.count !== seal.entries) problems.push({ kind: 'list_changed', seal: number })
  if (!rows.same) problems.push(...(await tellRows(tx, organisation_id, number)))
  if (seal.late_reason === null)
    for (const audit_id of rows.back_dated ?? []) problems.push({ kind: 'entry_back_dated', seal: number, audit_id })
  return problems
}

/** Entries in no seal: a few that wait for the next one; anything else was put in later, or has lost its seal. */
const tellUnsealed = async (tx: Tx, organisation_id: string, now: Date, onPage: (looked: number) => void) => {
  const last = await watermark(tx, organisation_id)
  const inWindow = new Set(await unsealedInWindow(tx, organisation_id, last, MOST_PROBLEMS))
  const problems: AuditProblem[] = []
  const forgotten = { first: '', count: 0 }
  let [count, waiting] = [0, 0]
  const tell = (problem: AuditProblem) => {
    count++
    if (problems.length < MOST_PROBLEMS) problems.push(problem)
  }
  for await (const { ids, looked } of allUnsealed(tx, organisation_id)) {
    for (const audit_id of ids) {
      const age = now.getTime() - timeOf(audit_id)
      if (!isOurs(audit_id) || age < -AHEAD_MS) tell({ kind: 'entry_foreign', audit_id })
      else if (audit_id <= last && !inWindow.has(audit_id)) tell({ kind: 'entry_inserted', audit_id })
      else if (age <= WAITING_MS) waiting++
      else if (forgotten.count++ === 0) forgotten.first = audit_id
    }
    onPage(looked)
  }
  if (forgotten.count > 0) tell({ kind: 'entries_unsealed', audit_id: forgotten.first, count: forgotten.count })
  return { problems, count, waiting }
}

/** In one snapshot of the database: what is written, sealed or retired meanwhile is not looked at. */
export const verify = (db: Db, organisation_id: string, { expect, onProgress, now = new Date() }: Choices = {}) =>
  db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await enter(tx, { organisation_id, stations: 'all', sensitive: [] })
      return look(tx, organisation_id, now, expect, onProgress)
    })

const look = async (
  tx: Tx,
  organisation_id: string,
  now: Date,
  expect: string | undefined,
  onProgress: Choices['onProgress'],
): Promise<Verification> => {
  const { rows } = await sql<{ seals: number; entries: number }>`
    select count(*) as seals, coalesce(sum(entries), 0) as entries from audit.seals where organisation_id = ${organisation_id}`.execute(
    tx,
  )
  const total = rows[0]!.entries
  const problems: AuditProblem[] = []
  let [problem_count, done, expected] = [0, 0, expect === undefined]
  const tell = (found: readonly AuditProblem[], count = found.length) => {
    problem_count += count
    problems.push(...found.slice(0, Math.max(0, MOST_PROBLEMS - problems.length)))
  }
  const retired = { seals: 0, entries: 0 }
  const late: Verification['late'][number][] = []
  let before: StoredSeal | undefined
  for (let page = await readSeals(tx, organisation_id, 0, SEALS); page.length > 0;) {
    for (const seal of page) {
      tell(await tellSeal(tx, seal, before))
      expected ||= seal.seal_hash.toString('hex') === expect
      if (seal.retired_at) {
        retired.seals++
        retired.entries += seal.entries
      }
      if (seal.late_reason !== null) late.push({ number: seal.number, entries: seal.entries, reason: seal.late_reason })
      done += seal.entries
      onProgress?.({ done: Math.floor(done / 2), total })
      before = seal
    }
    page = await readSeals(tx, organisation_id, before!.number, SEALS)
  }
  const unsealed = await tellUnsealed(tx, organisation_id, now, (looked) =>
    onProgress?.({ done: Math.floor((total + Math.min(looked, total)) / 2), total }),
  )
  tell(unsealed.problems, unsealed.count)
  if (!expected) tell([{ kind: 'expected_missing', expected: expect! }])
  return {
    organisation_id,
    verified_at: now.toISOString(),
    holds: problem_count === 0,
    seals: rows[0]!.seals,
    entries: total,
    waiting: unsealed.waiting,
    retired,
    late,
    newest: before
      ? { number: before.number, hash: before.seal_hash.toString('hex'), sealed_at: before.sealed_at.toISOString() }
      : null,
    problems,
    problem_count,
  }
}
