import { sql } from 'kysely'
import { v7 } from 'uuid'
import { beforeEach, expect, it } from 'vitest'
import { asOwner } from '../../../test/rows-everywhere.ts'
import { newWorld, type World } from '../../../test/world.ts'
import { recordRule, retire } from './retention.ts'
import { monthsBefore } from './rules.ts'
import { sealOrganisation } from './sealing.ts'
import { verify } from './verify.ts'

let world: World
let id: string

beforeEach(async () => {
  world = await newWorld()
  id = world.organisation_id
})

const by = () => ({ account_id: world.system.actor.account_id, now: new Date() })
const age = (months: number) => monthsBefore(new Date(), months)
const db = () => world.database.db

/** Entries of long ago, sealed long ago. */
const longAgo = async (months: number, entity = 'canteen.meals') => {
  await asOwner(world.database, id, (tx) =>
    sql`insert into audit.entries (organisation_id, audit_id, at, request_id, action, entity, entity_ids)
        values (${id}, ${v7({ msecs: age(months).getTime() })}, ${age(months)}, 'r', 'recordMeal', ${entity}, '{}')`.execute(tx),
  )
  await sealOrganisation(db(), id, { now: () => age(months) })
}

it('begins with three years, and fifteen for health, and says where that comes from', async () => {
  await world.run(async (ctx) => ctx.wrote({ entity: 'canteen.meals', entity_ids: [] }))
  await sealOrganisation(db(), id)
  const { rows } = await asOwner(world.database, id, (tx) =>
    sql<
      Record<string, unknown>
    >`select keep_months, keep_health_months, source from audit.retention_rules where organisation_id = ${id}`.execute(tx),
  )
  expect(rows).toEqual([{ keep_months: 36, keep_health_months: 180, source: expect.stringContaining('网络安全法') }])
})

it('removes whole batches beyond the rule, keeps their seals, and the chain still holds', async () => {
  await longAgo(40)
  await longAgo(39, 'health.checks')
  await longAgo(38)
  await longAgo(20)
  await world.run(async (ctx) => ctx.wrote({ entity: 'canteen.meals', entity_ids: [] }))
  const last = (await sealOrganisation(db(), id)).at(-1)!
  expect(await retire(db(), id, by())).toEqual({ seals: 2, entries: 2 })
  await sealOrganisation(db(), id)
  expect(await verify(db(), id, { expect: last.hash })).toMatchObject({
    holds: true,
    seals: 6,
    entries: 6,
    retired: { seals: 2, entries: 2 },
  })
  expect(await retire(db(), id, by())).toEqual({ seals: 0, entries: 0 })
  const { rows } = await world.run((ctx) =>
    sql<{ after: unknown }>`select after from audit.entries where organisation_id = ${id} and action = 'audit retire'`.execute(
      ctx.db,
    ),
  )
  expect(rows).toEqual([{ after: { seals: 2, first: 1, last: 3, entries: 2 } }])
})

it('follows the rule in force on the day, not one of tomorrow', async () => {
  await longAgo(40)
  const rule = { keep_months: 60, keep_health_months: 180, source: '区民政局档案要求' }
  await recordRule(db(), id, { ...rule, valid_from: '2020-01-01' }, by())
  await recordRule(db(), id, { ...rule, keep_months: 6, valid_from: '2999-01-01' }, by())
  expect(await retire(db(), id, by())).toEqual({ seals: 0, entries: 0 })
})

it('is never shorter than six months', async () => {
  const rule = { keep_months: 5, keep_health_months: 180, source: '太短', valid_from: '2020-01-01' }
  await expect(recordRule(db(), id, rule, by())).rejects.toThrow(/check/)
})

it('does not hide a removal: entries gone before their time are told', async () => {
  await longAgo(10)
  await asOwner(world.database, id, async (tx) => {
    await sql`delete from audit.entries where organisation_id = ${id}`.execute(tx)
    await sql`delete from audit.sealed_rows where organisation_id = ${id}`.execute(tx)
    await sql`insert into audit.retirements (organisation_id, number, rule_id, retired_at, retired_by)
        select organisation_id, 1, rule_id, now(), ${world.system.actor.account_id} from audit.retention_rules where organisation_id = ${id}`.execute(
      tx,
    )
  })
  expect((await verify(db(), id)).problems).toEqual([{ kind: 'retired_against_rule', seal: 1 }])
})
