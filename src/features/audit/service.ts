/**
 * 操作留痕 audit: search of the trail (留痕), one entry with what it changed (前后变化) and its seal (封存), who let a person's data be seen or
 * taken out (查看·导出). Entries are written by platform/request.ts with every change; they are sealed by `sealing.ts`, looked over by
 * `verify.ts`, and removed when their time is over by `retention.ts`.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { ServiceOf } from '../../platform/mount.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { listAccountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { listDisclosures } from './disclosures.ts'
import { checkWhole, getAuditEntry, listAuditEntries, type About } from './entries.ts'
import { findRule } from './retention.ts'
import { tellProblem } from './rules.ts'
import { verifyOne } from './seal-of.ts'
import { watermark } from './unsealed.ts'

const verifyAuditEntry = async (
  ctx: Ctx,
  { audit_id }: ParsedOf<typeof contract.verifyAuditEntry>,
): Promise<OutputOf<typeof contract.verifyAuditEntry>> => {
  checkWhole(ctx)
  const { rows } = await sql`
    select 1 from audit.entries where organisation_id = ${ctx.organisation_id} and audit_id = ${audit_id}`.execute(ctx.db)
  if (rows.length === 0) throw new Refusal('not_found')
  const problems = await verifyOne(ctx.db, ctx.organisation_id, audit_id)
  return {
    holds: problems === undefined ? null : problems.length === 0,
    problems: (problems ?? []).map((problem) => tellProblem(problem, ctx.language)),
    verified_at: ctx.now.toISOString(),
  }
}

const getAuditState = async (ctx: Ctx): Promise<OutputOf<typeof contract.getAuditState>> => {
  checkWhole(ctx)
  const { organisation_id, db } = ctx
  const newest = await sql<{ number: number; hash: string; sealed_at: Date }>`
    select number, encode(seal_hash, 'hex') as hash, sealed_at from audit.seals
    where organisation_id = ${organisation_id} order by number desc limit 1`.execute(db)
  const waiting = await sql<{ waiting: number }>`
    select count(*) as waiting from audit.entries
    where organisation_id = ${organisation_id} and audit_id > ${await watermark(db, organisation_id)}`.execute(db)
  const retired = await sql<{ seals: number; entries: number }>`
    select count(*) as seals, coalesce(sum(s.entries), 0) as entries from audit.retirements t
    join audit.seals s on s.organisation_id = t.organisation_id and s.number = t.number
    where t.organisation_id = ${organisation_id}`.execute(db)
  const rule = await findRule(db, organisation_id, ctx.today)
  const [seal] = newest.rows
  return {
    newest: seal ? { ...seal, sealed_at: seal.sealed_at.toISOString() } : null,
    waiting: waiting.rows[0]!.waiting,
    rule: rule
      ? {
          valid_from: rule.valid_from,
          keep_months: rule.keep_months,
          keep_health_months: rule.keep_health_months,
          source: rule.source,
        }
      : null,
    retired: retired.rows[0]!,
    accounts: await listAccountNames(ctx),
  }
}

export const auditService = (about: About): ServiceOf<typeof contract> => ({
  listAuditEntries: (ctx, input) => listAuditEntries(ctx, input, about),
  getAuditEntry,
  verifyAuditEntry,
  getAuditState,
  listDisclosures: (ctx, input) => listDisclosures(ctx, input, about),
})
