/** Who saw a person's values in full, and whose files held that person: told on the person's own page. */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { idsAbout, type About } from './entries.ts'
import { sayList, sayShown } from './rules.ts'

const MOST = 100

interface Row {
  readonly audit_id: string
  readonly at: Date
  readonly account_id: string
  readonly action: string
  readonly entity: string
  readonly after: {
    readonly what?: string
    readonly revealed?: string[]
    readonly reason?: string
    readonly endpoint?: string
    readonly rows?: number
  } | null
}

export const listDisclosures = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listDisclosures>,
  about: About,
): Promise<OutputOf<typeof contract.listDisclosures>> => {
  // Refuses who does not serve this person; one merged into another is found under the one who is kept.
  const { person_id } = await about.getPerson(ctx, input)
  const ids = await idsAbout(ctx, about.tables, person_id)
  const which = sql`e.organisation_id = ${ctx.organisation_id} and (e.entity = 'app.export' or e.action like 'reveal%')
    and e.entity_ids && ${ids}::uuid[]`
  const { rows } = await sql<Row>`select e.audit_id, e.at, e.account_id, e.action, e.entity, e.after from audit.entries e
    where ${which} order by e.at desc, e.audit_id desc limit ${MOST}`.execute(ctx.db)
  const counted = await sql<{ reveals: number; exports: number }>`
    select count(*) filter (where e.entity <> 'app.export') as reveals, count(*) filter (where e.entity = 'app.export') as exports
    from audit.entries e where ${which}`.execute(ctx.db)
  const accounts = await accountNames(
    ctx,
    rows.map((row) => row.account_id),
  )
  return {
    ...counted.rows[0]!,
    rows: rows.map(({ audit_id, at, account_id, entity, after }) => ({
      audit_id,
      at: at.toISOString(),
      account_name: accounts.get(account_id) ?? '',
      kind: entity === 'app.export' ? 'export' : 'reveal',
      what:
        entity === 'app.export'
          ? sayList(after?.endpoint ?? '', ctx.language)
          : sayShown(after?.what ?? after?.revealed ?? [], ctx.language),
      reason: after?.reason ?? null,
      rows: entity === 'app.export' ? (after?.rows ?? null) : null,
    })),
  }
}
