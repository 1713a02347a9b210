/**
 * What the seals of the audit trail cost: `npm run bench:audit` (`-- --short`), on the embedded database or on DATABASE_URL. Writing is
 * measured in pairs, with sealing going on beside it and without, each pair in both orders; sealing and verifying beside one plain pass of
 * SHA-256 over the same rows.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { openAll } from '../src/app/open.ts'
import { asSystem } from '../src/app/as-system.ts'
import { sealOrganisation } from '../src/features/audit/sealing.ts'
import { verify } from '../src/features/audit/verify.ts'
import { createOrganisation } from '../src/features/staff/organisation.ts'
import { inOrganisation } from '../src/platform/database.ts'
import { insertRows } from '../src/platform/insert-rows.ts'
import { newId } from '../src/platform/new-id.ts'
import { median, timed } from './measure.ts'

const short = process.argv.includes('--short')
const ROWS = short ? 20_000 : 100_000
const PAIRS = short ? 2 : 8
const WRITES = short ? 200 : 1_000

const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-bench-audit-'))
const opened = await openAll(folder)
const { db } = opened.database
try {
  const organisation_id = await db.transaction().execute((tx) => createOrganisation(tx, { name: 'bench' }))
  const scope = { organisation_id, stations: 'all', sensitive: [] } as const
  const fill = (count: number) =>
    inOrganisation(db, scope, (tx) =>
      insertRows(
        tx,
        'audit.entries',
        Array.from({ length: count }, () => {
          const entry = { organisation_id, audit_id: newId(), at: new Date(), request_id: newId(), action: 'recordMeal' }
          return { ...entry, entity: 'canteen.meals', entity_ids: [newId()], after: '{"way":"dine_in","price_fen":1200}' }
        }),
      ),
    )
  for (let done = 0; done < ROWS; done += 5_000) await fill(5_000)
  await opened.database.script('analyze audit.entries')

  const [plain] = await timed(() =>
    inOrganisation(db, scope, (tx) =>
      sql`select count(sha256(convert_to(to_jsonb(e)::text, 'UTF8'))) from audit.entries e where organisation_id = ${organisation_id}`.execute(
        tx,
      ),
    ),
  )
  const [sealing] = await timed(() => sealOrganisation(db, organisation_id))
  const before = process.memoryUsage().rss
  const [verifying] = await timed(async () => {
    const found = await verify(db, organisation_id)
    if (!found.holds || found.entries !== ROWS)
      throw new Error(`the chain does not hold: ${JSON.stringify(found.problems.slice(0, 3))}`)
  })
  const grown = (process.memoryUsage().rss - before) / 1_048_576

  // An organisation of its own: the hundred thousand entries above, all of the last minutes, are no station's quarter of an hour.
  const other_id = await db.transaction().execute((tx) => createOrganisation(tx, { name: 'bench beside' }))
  /** Requests one after the other, each with its entry; `sealed`: a seal is made beside them on the way, ten times as often as the server's. */
  const write = async (sealed: boolean): Promise<number> => {
    let beside: Promise<unknown> | undefined
    const [took] = await timed(async () => {
      for (let n = 0; n < WRITES; n++) {
        await asSystem(opened, other_id, 'bench', async (ctx) =>
          ctx.wrote({ entity: 'canteen.meals', entity_ids: [newId()], after: { way: 'dine_in' } }),
        )
        if (sealed && n === WRITES / 2) beside = sealOrganisation(db, other_id)
      }
      await beside
    })
    return WRITES / (took / 1_000)
  }
  const ratios: number[] = []
  const rates: Record<'on' | 'off', number[]> = { on: [], off: [] }
  await write(false)
  for (let pair = 0; pair < PAIRS; pair++) {
    const order = pair % 2 === 0 ? (['off', 'on'] as const) : (['on', 'off'] as const)
    for (const which of order) rates[which].push(await write(which === 'on'))
    ratios.push(rates.on.at(-1)! / rates.off.at(-1)!)
  }

  const line = (what: string, ms: number) =>
    console.log(
      `${what.padEnd(34)} ${ms.toFixed(0).padStart(7)} ms   floor ${plain.toFixed(0).padStart(6)} ms   × ${(ms / plain).toFixed(1)}`,
    )
  console.log(
    `${os.cpus().length} cores · Node ${process.version} · ${process.env.DATABASE_URL ? 'PostgreSQL' : 'embedded database'}`,
  )
  line(`封存 · sealing ${ROWS} entries`, sealing)
  line(`核对 · verifying ${ROWS} entries`, verifying)
  console.log(`核对时内存增加 · memory grown while verifying ${grown.toFixed(0)} MB`)
  const share = (sealing / ROWS / (1_000 / median(rates.off))) * 100
  console.log(`封存占写入 · sealing one entry takes ${share.toFixed(2)} % of what writing it takes`)
  console.log(
    `写入 · writing: ${median(rates.off).toFixed(0)}/s without sealing, ${median(rates.on).toFixed(0)}/s with; ratio of pairs ${ratios.map((one) => one.toFixed(2)).join(' ')}, median ${median(ratios).toFixed(2)}`,
  )
} finally {
  await opened.close()
  fs.rmSync(folder, { recursive: true, force: true })
}
