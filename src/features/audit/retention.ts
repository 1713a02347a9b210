/**
 * 留存期限: how long entries are kept is a dated row of the organisation. What is beyond it is removed as whole sealed batches by a
 * command; the seals stay, so that the chain still holds, and say by which rule their entries went.
 */
import { sql } from 'kysely'
import type { Db, Tx } from '../../platform/database.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import { RETENTION_SEED, monthsBefore, type RetentionRule } from './rules.ts'
import { asKeeper } from './keeper.ts'

/** Entries (alias e) about health, kept by the longer period. */
export const isHealth = sql<boolean>`(split_part(e.entity, '.', 1) in ('health', 'rehab') or e.entity = 'campaigns.doses')`

/** Entries removed in one transaction, unless a single seal holds more. */
const AT_ONCE = 20_000

export interface StoredRule extends RetentionRule {
  readonly rule_id: string
  readonly valid_from: string
}

/** The rule an organisation starts with, at its first seal. */
export const seedRetention = async (tx: Tx, organisation_id: string, now: Date): Promise<void> => {
  const { rows } = await sql`select 1 from audit.retention_rules where organisation_id = ${organisation_id} limit 1`.execute(tx)
  if (rows.length > 0) return
  await insertRows(tx, 'audit.retention_rules', [
    { organisation_id, rule_id: newId(), valid_from: '2017-06-01', ...RETENTION_SEED, recorded_at: now },
  ])
}

/** The rule in force on a day; undefined before the first seal. */
export const findRule = async (tx: Tx, organisation_id: string, on: string): Promise<StoredRule | undefined> => {
  const { rows } = await sql<StoredRule>`
    select rule_id, valid_from, keep_months, keep_health_months, source from audit.retention_rules
    where organisation_id = ${organisation_id} and valid_from <= ${on}
    order by valid_from desc, recorded_at desc limit 1`.execute(tx)
  return rows[0]
}

interface By {
  readonly account_id: string
  readonly now: Date
}

const writeEntry = (
  tx: Tx,
  organisation_id: string,
  by: By,
  entry: { action: string; entity: string; entity_ids: string[]; after: unknown },
) =>
  insertRows(tx, 'audit.entries', [
    {
      organisation_id,
      audit_id: newId(),
      at: by.now,
      account_id: by.account_id,
      request_id: newId(),
      ...entry,
      after: JSON.stringify(entry.after),
    },
  ])

/** A new rule from a day on. At least six months (网络安全法 §21, 2026 修订后 §23), health not shorter: the table refuses less. */
export const recordRule = (
  db: Db,
  organisation_id: string,
  rule: RetentionRule & { readonly valid_from: string },
  by: By,
): Promise<string> =>
  asKeeper(db, organisation_id, async (tx) => {
    const rule_id = newId()
    await insertRows(tx, 'audit.retention_rules', [
      { organisation_id, rule_id, ...rule, recorded_by: by.account_id, recorded_at: by.now },
    ])
    const entity = 'audit.retention_rules'
    await writeEntry(tx, organisation_id, by, { action: 'audit keep', entity, entity_ids: [rule_id], after: rule })
    return rule_id
  })

/** Seals whose entries are all beyond their period, oldest first, up to AT_ONCE entries. */
const dueSeals = async (tx: Tx, organisation_id: string, rule: StoredRule, now: Date): Promise<number[]> => {
  const { rows } = await sql<{ number: number; before: number }>`
    select s.number, coalesce(sum(s.entries) over (order by s.number rows between unbounded preceding and 1 preceding), 0) as before
    from audit.seals s left join audit.retirements t on t.organisation_id = s.organisation_id and t.number = s.number
    where s.organisation_id = ${organisation_id} and t.number is null
      and s.last_at < case s.kept when 'health' then ${monthsBefore(now, rule.keep_health_months)}::timestamptz
        else ${monthsBefore(now, rule.keep_months)}::timestamptz end
    order by s.number limit 500`.execute(tx)
  return rows.filter((row, at) => at === 0 || row.before < AT_ONCE).map((row) => row.number)
}

const retireSome = (db: Db, organisation_id: string, by: By): Promise<{ seals: number; entries: number }> =>
  asKeeper(db, organisation_id, async (tx) => {
    const rule = await findRule(tx, organisation_id, by.now.toISOString().slice(0, 10))
    const numbers = rule ? await dueSeals(tx, organisation_id, rule, by.now) : []
    if (!rule || numbers.length === 0) return { seals: 0, entries: 0 }
    const { rows } = await sql<{ audit_ids: string[] }>`
      delete from audit.sealed_rows where organisation_id = ${organisation_id} and number = any(${numbers}::integer[])
      returning audit_ids`.execute(tx)
    const ids = rows.flatMap((row) => row.audit_ids)
    const { numAffectedRows } = await sql`
      delete from audit.entries where organisation_id = ${organisation_id} and audit_id = any(${ids}::uuid[])`.execute(tx)
    const entries = Number(numAffectedRows ?? 0)
    await insertRows(
      tx,
      'audit.retirements',
      numbers.map((number) => ({
        organisation_id,
        number,
        rule_id: rule.rule_id,
        retired_at: by.now,
        retired_by: by.account_id,
      })),
    )
    const after = { seals: numbers.length, first: numbers[0], last: numbers.at(-1), entries }
    await writeEntry(tx, organisation_id, by, {
      action: 'audit retire',
      entity: 'audit.seals',
      entity_ids: [rule.rule_id],
      after,
    })
    return { seals: numbers.length, entries }
  })

/** Removes what the rule in force no longer keeps, some thousand entries at a time. Returns how much went. */
export const retire = async (db: Db, organisation_id: string, by: By): Promise<{ seals: number; entries: number }> => {
  const total = { seals: 0, entries: 0 }
  for (;;) {
    const { seals, entries } = await retireSome(db, organisation_id, by)
    if (seals === 0) return total
    total.seals += seals
    total.entries += entries
  }
}
