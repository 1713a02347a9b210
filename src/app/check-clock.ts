/** The machine's clock against what was recorded last: a computer whose battery is empty wakes up years ago. */
import { sql } from 'kysely'
import { timeOf } from '../features/audit/unsealed.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { enterAsOwner, type Db } from '../platform/database.ts'

/** Clocks are set by a little now and then, and another server's may differ by two minutes (platform/database.ts). */
const BEHIND_MS = 10 * 60_000

/** When the last change was written, by the id of its entry in the trail. */
const lastChange = (db: Db, organisation_id: string): Promise<number> =>
  db.transaction().execute(async (tx) => {
    await enterAsOwner(tx, organisation_id)
    await sql`set local app.sensitive = 'health,service,account'`.execute(tx)
    const { rows } = await sql<{ audit_id: string }>`
      select audit_id from audit.entries where organisation_id = ${organisation_id} order by audit_id desc limit 1`.execute(tx)
    return rows[0] ? timeOf(rows[0].audit_id) : 0
  })

/**
 * Refuses to serve when the clock stands before the last change: what is recorded would be dated wrongly, and the seals of the trail, which go by
 * time, would pass it over. HENGAI_CLOCK_IS_RIGHT=1 says that it was wrong before and is right now.
 */
export const checkClock = async (db: Db, now: Date): Promise<void> => {
  if (process.env.HENGAI_CLOCK_IS_RIGHT === '1') return
  for (const organisation_id of await listOrganisations(db)) {
    const last = await lastChange(db, organisation_id)
    if (last <= now.getTime() + BEHIND_MS) continue
    const [is, was] = [now.toISOString(), new Date(last).toISOString()]
    throw new Error(
      `系统时钟比最后一条记录还早：现在显示 ${is}，最后一条记录于 ${was}（UTC）。请先校准时间。如果是以前的时间错了、现在是对的，请设 HENGAI_CLOCK_IS_RIGHT=1 再启动 · ` +
        `The clock stands before the last change: it says ${is}, the last change was at ${was} (UTC). Set it first. If it was wrong then and is right now, start with HENGAI_CLOCK_IS_RIGHT=1.`,
    )
  }
}
