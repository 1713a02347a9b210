import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'

/** Which files, by the SHA-256 of their bytes, stand imported already: importing them again changes nothing. */
export const alreadyImported = async (ctx: Ctx, sha256: readonly string[]): Promise<Map<string, Date>> => {
  const { rows } = await sql<{ sha256: string; imported_at: Date }>`
    select encode(w.sha256, 'hex') as sha256, i.imported_at from imports.workbooks w
    join imports.imports i on i.organisation_id = w.organisation_id and i.import_id = w.import_id
    where w.organisation_id = ${ctx.organisation_id} and i.void_id is null and encode(w.sha256, 'hex') = any(${sha256})`.execute(
    ctx.db,
  )
  return new Map(rows.map((row) => [row.sha256, row.imported_at]))
}
