import { beforeEach, describe, expect, it } from 'vitest'
import { expectRefused, newWorld, type World } from '../../../test/world.ts'
import { getStation, listServiceTypes, listStations, listTowns, recordStation, saveOrganisation, saveStation } from './contract.ts'
import { recordStations } from './service.ts'

let world: World
beforeEach(async () => {
  world = await newWorld()
})

// The order of every endpoint's tests: not signed in, not allowed, another organisation, another station, bad input, promises.
describe('saveStation', () => {
  const change = { code: 'S1', name: '海澄村居家养老服务站', state: 'open' as const }

  it('refuses who is not signed in', async () => {
    const station_id = await world.station()
    expectRefused(await world.nobody.call(saveStation, { station_id, ...change }), 401, 'not_signed_in')
  })

  it('refuses a role without the permission', async () => {
    const station_id = await world.station()
    const desk = await world.account('front_desk')
    expectRefused(await desk.call(saveStation, { station_id, ...change }), 403, 'not_allowed')
  })

  it("does not find another organisation's station", async () => {
    const foreign = await (await newWorld()).station()
    const administrator = await world.account('administrator')
    expectRefused(await administrator.call(saveStation, { station_id: foreign, ...change }), 404, 'not_found')
  })

  it('does not find a station the role was not given for', async () => {
    const [own, other] = [await world.station(), await world.station()]
    const administrator = await world.account('administrator', own)
    expectRefused(await administrator.call(saveStation, { station_id: other, ...change }), 404, 'not_found')
  })

  it('names the field that is wrong', async () => {
    const station_id = await world.station()
    const administrator = await world.account('administrator')
    const answer = await administrator.call(saveStation, { station_id, ...change, division_code: 'abc' })
    expectRefused(answer, 400, 'bad_input')
    expect(answer.body.field).toBe('division_code')
  })

  it('changes the station', async () => {
    const station_id = await world.station()
    const administrator = await world.account('administrator')
    expect((await administrator.call(saveStation, { station_id, ...change, town: '平沙镇' })).status).toBe(200)
    const { body } = await administrator.call(getStation, { station_id })
    expect(body).toMatchObject({ name: '海澄村居家养老服务站', town: '平沙镇', kind: 'home_care_station' })
  })
})
