/** The page's promises over HTTP, and the daily schedule. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { belongings } from '../../app/backup-place.ts'
import { openServer } from '../../app/server.ts'
import type { Database } from '../../platform/database.ts'
import { expectRefused, keys, newWorld, openEmptyDatabase, type Caller, type World } from '../../../test/world.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { Backups } from './backups.ts'
import { cancelBackup, checkBackup, getBackupState, listBackups, startBackup } from './contract.ts'

const temporary = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-backups-'))
const folder = path.join(temporary, 'backups')
let database: Database
let backups: Backups
let world: World
let administrator: Caller

const ended = async (): Promise<string> => {
  for (;;) {
    const { body } = await administrator.call(getBackupState, {})
    if (body.run && body.run.state !== 'running') return body.run.state
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

beforeAll(async () => {
  database = await openEmptyDatabase()
  backups = new Backups({
    ...belongings,
    database,
    data_folder: path.join(temporary, 'data'),
    folder,
    key_file: '/keys/key',
    opener: () => ({ kind: 'key', masters: [Buffer.alloc(32, 7)] }),
    at: '03:30',
    timeZoneOf: () => Promise.resolve('Asia/Shanghai'),
    onFault: () => undefined,
  })
  const server = await openServer({ database, keys, log: false, rate: 0, backups })
  world = await newWorld({ database, server })
  administrator = await world.account('administrator')
})

afterAll(async () => {
  await database.close()
  fs.rmSync(temporary, { recursive: true, force: true })
})

test('only who administers the whole organisation sees or makes backups', async () => {
  expectRefused(await world.nobody.call(listBackups, {}), 401, 'not_signed_in')
  expectRefused(await (await world.account('director')).call(startBackup, {}), 403, 'not_allowed')
  const here = await world.account('administrator', await world.station())
  expectRefused(await here.call(startBackup, {}), 403, 'not_allowed')
  expectRefused(await here.call(listBackups, {}), 403, 'not_allowed')
  expect(fs.existsSync(folder)).toBe(false)
})

test('before the first backup the state says so, and that it is late', async () => {
  const { body } = await administrator.call(getBackupState, {})
  expect(body).toMatchObject({ on: true, folder, at: '03:30', last_made_at: null, is_old: true, failure: null, run: null })
})

test('one that was made by hand is listed, can be read back and taken away encrypted, and each is in the audit trail', async () => {
  expect((await administrator.call(startBackup, {})).status).toBe(200)
  expect(await ended()).toBe('done')
  const { body } = await administrator.call(listBackups, {})
  expect(body.total).toBe(1)
  const [row] = body.rows
  expect(row).toMatchObject({ made_by: 'hand', opened_by: 'this_key', may_download: true })
  expect((await administrator.call(checkBackup, { backup_id: row!.backup_id })).status).toBe(200)
  expect(await ended()).toBe('done')

  const url = `/api/backups/${row!.backup_id}/file`
  const cookie = (caller: Caller) => ({ cookie: `${SESSION_COOKIE}=${caller.cookie}` })
  const answer = await world.server.app.inject({ method: 'GET', url, headers: cookie(administrator) })
  expect(answer.rawPayload.equals(fs.readFileSync(path.join(folder, row!.file)))).toBe(true)
  const director = await world.server.app.inject({ method: 'GET', url, headers: cookie(await world.account('director')) })
  expect(director.json().code).toBe('not_allowed')

  const trail = await world.run(({ db }) =>
    sql<{ action: string }>`select action from audit.entries where entity like 'backup.%' order by at`.execute(db),
  )
  expect(trail.rows.map(({ action }) => action)).toEqual(['startBackup', 'checkBackup', 'downloadBackup'])
  expect((await administrator.call(getBackupState, {})).body.is_old).toBe(false)
})

test('one that was changed on the disk is told as damaged', async () => {
  const [row] = (await administrator.call(listBackups, {})).body.rows
  const file = path.join(folder, row!.file)
  const bytes = fs.readFileSync(file)
  bytes[bytes.length - 100]! ^= 1
  fs.writeFileSync(file, bytes)
  await administrator.call(checkBackup, { backup_id: row!.backup_id })
  expect(await ended()).toBe('failed')
  expect((await administrator.call(getBackupState, {})).body.run?.problem?.code).toBe('damaged')
  fs.rmSync(file)
})

test('one under way can be stopped; a second one waits its turn', async () => {
  const run_id = backups.start('hand')
  expect(() => backups.start('hand')).toThrow('backup_running')
  backups.cancel(run_id)
  expect(await ended()).toBe('cancelled')
  expect((await administrator.call(cancelBackup, { run_id })).status).toBe(200)
  expect((await administrator.call(listBackups, {})).body.total).toBe(0)
  expect(fs.readdirSync(folder)).toEqual([])
})

test('what is not there is not found', async () => {
  expectRefused(await administrator.call(checkBackup, { backup_id: world.organisation_id }), 404, 'not_found')
  expectRefused(await administrator.call(cancelBackup, { run_id: world.organisation_id }), 404, 'not_found')
})

test('the schedule makes one when it is due, once, tells a failure until the next success, and tries again after an hour', async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: new Date('2022-11-23T03:31:00+08:00') })
  await backups.tick(new Date())
  await backups.tick(new Date())
  expect(backups.list().map(({ header }) => header.made_at)).toEqual(['2022-11-22T19:31:00.000Z'])

  vi.setSystemTime(new Date('2022-11-24T03:31:00+08:00'))
  const full = Object.assign(new Error('no space left on device'), { code: 'ENOSPC' })
  const broken = vi.spyOn(fs, 'createWriteStream').mockImplementation(() => {
    throw full
  })
  await expect(backups.tick(new Date())).rejects.toThrow(/no space/)
  broken.mockRestore()
  expect(backups.failure).toMatchObject({ code: 'disk_full', failed_at: '2022-11-23T19:31:00.000Z' })
  vi.setSystemTime(new Date('2022-11-24T04:00:00+08:00'))
  await backups.tick(new Date())
  expect(backups.list()).toHaveLength(1)
  vi.setSystemTime(new Date('2022-11-24T04:32:00+08:00'))
  await backups.tick(new Date())
  expect(backups.list()).toHaveLength(2)
  expect(backups.failure).toBeNull()
  vi.useRealTimers()
})

test('the rule of what is kept takes the oldest of the schedule, and none made by hand', async () => {
  const [by_schedule] = backups.list()
  const old = (name: string, made_at: string, made_by: string) => {
    const [magic, header, ...rest] = fs.readFileSync(by_schedule!.file, 'latin1').split('\n')
    const changed = JSON.stringify({ ...(JSON.parse(header!) as object), made_at, made_by })
    fs.writeFileSync(path.join(folder, name), [magic, changed, ...rest].join('\n'), 'latin1')
  }
  for (let hour = 10; hour < 14; hour++) old(`h${hour}.backup`, `2026-11-20T${hour}:00:00.000Z`, 'schedule')
  old('hand.backup', '2020-01-01T00:00:00.000Z', 'hand')
  const leaving = backups.clear('Asia/Shanghai').map((file) => path.basename(file))
  expect(leaving.toSorted()).toEqual(['h10.backup', 'h11.backup', 'h12.backup'])
  expect(backups.list().some(({ file }) => file.endsWith('hand.backup'))).toBe(true)
})
