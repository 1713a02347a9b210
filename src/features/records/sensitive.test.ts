import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type Caller, type World } from '../../../test/world.ts'
import { sliceFigures } from '../../app/figures.ts'
import { inOrganisation } from '../../platform/database.ts'
import { newId } from '../../platform/new-id.ts'
import { recordMeal } from '../canteen/contract.ts'
import { getFigure, listFigureRows } from '../figures/contract.ts'
import { figuresService } from '../figures/service.ts'
import { recordCheck } from '../health/contract.ts'
import { mergePeople, registerMember } from '../people/contract.ts'
import { getRecord, listPersonRecords, listRecordedTypes, listRecords } from './contract.ts'

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const period = { from: '2022-01-01', to: '2022-12-31' }

interface Scene {
  readonly world: World
  readonly station_id: string
  readonly worker: Caller
  readonly person_id: string
  readonly check_id: string
}

/** One person who had a meal and a health check on the same day. */
const open = async (): Promise<Scene> => {
  const world = await newWorld()
  const station_id = await world.station()
  const worker = await world.account('social_worker', station_id)
  const { person_id } = (await worker.call(registerMember, { station_id, name: '陈桂英', joined_on: '2022-01-01' })).body
  const one = { station_id, person_id, occurred_on: '2022-03-05' }
  await worker.call(recordMeal, { ...one, meal: 'lunch', charge_fen: 1500, subsidy_fen: 500, paid_fen: 1000 })
  const check = await worker.call(recordCheck, { ...one, part_of_day: 'morning', measured: ['blood_pressure'] })
  expect(check.body).toMatchObject({ check_id: expect.any(String) })
  return { world, station_id, worker, person_id, check_id: check.body.check_id }
}

/** A role of the organisation's own, with these permissions. */
const ownRole = async (world: World, ...permissions: string[]): Promise<Caller> => {
  await world.run(async ({ db, organisation_id }) => {
    await sql`insert into staff.roles (organisation_id, role, name_zh, name_en, position) values (${organisation_id}, 'own', '自设', 'Own', 99)`.execute(
      db,
    )
    for (const permission of permissions)
      await sql`insert into staff.role_permissions (organisation_id, role, permission) values (${organisation_id}, 'own', ${permission})`.execute(
        db,
      )
  })
  return world.account('own')
}

describe('that somebody received a service which tells of their health', () => {
  it('is seen by who may see health, and by nobody else at the same station', async () => {
    const { world, station_id, worker, person_id, check_id } = await open()
    const desk = await world.account('front_desk', station_id)
    const seen = async (caller: Caller) => ({
      list: (await caller.call(listRecords, {})).body.rows.map((row) => row.service_type).toSorted(),
      asked: (await caller.call(listRecords, { service_type: 'health_check' })).body.total,
      timeline: (await caller.call(listPersonRecords, { person_id })).body.rows.map((row) => row.service_type).toSorted(),
      sums: (await caller.call(listPersonRecords, { person_id })).body.sums.map((sum) => sum.service_type).toSorted(),
      types: (await caller.call(listRecordedTypes, {})).body.rows.map((row) => row.service_type).toSorted(),
    })
    const both = ['health_check', 'meal']
    expect(await seen(worker)).toEqual({ list: both, asked: 1, timeline: both, sums: both, types: both })
    const meal = ['meal']
    expect(await seen(desk)).toEqual({ list: meal, asked: 0, timeline: meal, sums: meal, types: meal })
    expectRefused(await desk.call(getRecord, { record_id: check_id }), 404, 'not_found')
    expect((await worker.call(getRecord, { record_id: check_id })).status).toBe(200)
  })

  it('is not seen at one station by who may see health at another only', async () => {
    const { world, station_id, check_id } = await open()
    const elsewhere = await world.station()
    const mixed = await world.account('social_worker', elsewhere)
    await world.run(({ db, organisation_id, now }) =>
      sql`insert into staff.grants (organisation_id, grant_id, account_id, role, station_id, granted_at)
        values (${organisation_id}, ${newId()}, ${mixed.account_id}, 'front_desk', ${station_id}, ${now})`.execute(db),
    )
    const { rows } = (await mixed.call(listRecords, {})).body
    expect(rows.map((row) => row.service_type)).toEqual(['meal'])
    expectRefused(await mixed.call(getRecord, { record_id: check_id }), 404, 'not_found')
  })

  it('is hidden by the database too, from a query that names nothing', async () => {
    const { world } = await open()
    const { organisation_id } = world
    const see = (sensitive: ('service' | 'health')[]) =>
      inOrganisation(world.database.db, { organisation_id, stations: 'all', sensitive }, async (tx) => {
        const { rows } = await sql<{ service_type: string }>`select service_type from records.records`.execute(tx)
        return rows.map((row) => row.service_type).toSorted()
      })
    expect(await see([])).toEqual(['meal'])
    expect(await see(['service'])).toEqual(['health_check', 'meal'])
  })

  it('counts for who only checks the work, under a masked name', async () => {
    const { world } = await open()
    const assessor = await world.account('assessor')
    const total = await assessor.call(getFigure, { key: 'service.person_times.total', ...period })
    expect(total.body.value).toBe(2)
    const { rows } = (await assessor.call(listFigureRows, { key: 'service.person_times.total', ...period })).body
    expect(rows.map((row) => row.person_id)).toEqual(['陈*英', '陈*英'])
  })

  it('is never left out of a number in silence: who may not see it is told so, and the other numbers stand', async () => {
    const { world } = await open()
    const counter = await ownRole(world, 'figures.read', 'orgs.read')
    for (const key of ['service.person_times.total', 'service.persons.total', 'service.health.person_times']) {
      const { body } = await counter.call(getFigure, { key, ...period })
      expect({ key, value: body.value, problem: body.problem }).toEqual({ key, value: null, problem: 'not_permitted' })
      expectRefused(await counter.call(listFigureRows, { key, ...period }), 422, 'figure_not_computable')
    }
    expect((await counter.call(getFigure, { key: 'service.meals.person_times', ...period })).body.value).toBe(1)
  })

  it('is no zero in a table either', async () => {
    const { world } = await open()
    const { computeYear } = figuresService(sliceFigures)
    const { tables } = await world.run((ctx) =>
      computeYear({ ...ctx, actor: { ...ctx.actor, grants: new Map([['figures.read', 'all']]) } }, period.from, period.to),
    )
    expect(tables.by_service_type!.health).toEqual({ person_times: null, persons: null })
    // nothing happened in January: what may be counted is zero, the rest is not said
    expect(tables.by_month!['2022-01']).toMatchObject({ meals: 0, health: null, person_times_total: null })
    expect(tables.blood_pressure_by_class).toEqual({})
  })

  it('goes with the person when two are merged by somebody who may not see it', async () => {
    const { world, station_id, worker, person_id } = await open()
    const kept = await worker.call(registerMember, { station_id, name: '陈桂瑛', joined_on: '2022-01-01' })
    const merger = await ownRole(world, 'people.read', 'people.merge', 'orgs.read')
    const kept_id = kept.body.person_id
    const merged = await merger.call(mergePeople, { kept_id, gone_id: person_id, reason: '同一人' })
    expect(merged.status).toBe(200)
    const after = (await worker.call(listPersonRecords, { person_id: kept_id })).body
    expect(after.rows.map((row) => row.service_type).toSorted()).toEqual(['health_check', 'meal'])
  })
})
