import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { Refusal } from '../../shared/refusal.ts'
import { rememberedPasswords } from './account-rules.ts'
import { isPassword } from './password.ts'

/** Refuses one of the last passwords (the present one has been compared before); forgets what is older than the rule remembers. */
export const checkNotUsedBefore = async (ctx: Ctx, account_id: string, password: string): Promise<void> => {
  const count = await rememberedPasswords(ctx)
  const { rows } = await sql<{ password_hash: string; replaced_at: Date }>`
    select password_hash, replaced_at from staff.old_passwords
    where organisation_id = ${ctx.organisation_id} and account_id = ${account_id} order by replaced_at desc`.execute(ctx.db)
  // The present one is the last of them.
  for (const { password_hash } of rows.slice(0, count - 1))
    if (await isPassword(password, password_hash)) throw new Refusal('password_used_before', { count }, 'new_password')
  const beyond = rows[count]?.replaced_at
  if (beyond)
    await sql`delete from staff.old_passwords
      where organisation_id = ${ctx.organisation_id} and account_id = ${account_id} and replaced_at <= ${beyond}`.execute(ctx.db)
}
