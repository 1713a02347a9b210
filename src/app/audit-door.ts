/** The running server's answer to `hengai audit verify`: on the embedded database nobody else can look. */
import { verify } from '../features/audit/verify.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import type { Db } from '../platform/database.ts'
import type { Answerer } from '../platform/local-door.ts'
import { organisationOf } from './cli-options.ts'

/** Progress is said so often at most. */
const SAY_MS = 200

/** Asked: `organisation` (else all), `expect` (a seal's hash). Says `{done, total}` while it looks, `{found}` for each organisation. */
export const answerVerify =
  (db: Db): Answerer =>
  async ({ organisation, expect }, say, gone) => {
    const all = await listOrganisations(db)
    let said = 0
    const onProgress = (progress: { done: number; total: number }) => {
      gone.throwIfAborted()
      if (Date.now() - said < SAY_MS) return
      said = Date.now()
      say({ ...progress })
    }
    for (const organisation_id of typeof organisation === 'string' ? [organisationOf(all, organisation)] : all)
      say({ found: await verify(db, organisation_id, { onProgress, expect: typeof expect === 'string' ? expect : undefined }) })
  }
