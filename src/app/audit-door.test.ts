/** `hengai audit verify` while a server has the data: the server answers, through its door. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { runCommand } from 'citty'
import { sql } from 'kysely'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { asOwner } from '../../test/rows-everywhere.ts'
import { newWorld, type World } from '../../test/world.ts'
import { sealOrganisation } from '../features/audit/sealing.ts'
import type { Verification } from '../features/audit/verify.ts'
import { openDoor } from '../platform/local-door.ts'
import { answerVerify } from './audit-door.ts'
import { audit } from './cli-audit.ts'

let folder: string
let world: World
let door: { close: () => Promise<void> }

beforeEach(async () => {
  world = await newWorld()
  await world.station()
  await sealOrganisation(world.database.db, world.organisation_id)
  // Nothing but the door stands in the folder: whoever opened a database there would find an empty one.
  folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-audit-door-'))
  door = await openDoor(folder, { 'verify-audit': answerVerify(world.database.db) })
})
afterEach(async () => {
  process.exitCode = 0
  await door.close()
  fs.rmSync(folder, { recursive: true })
})

const verifyThere = async (...more: string[]): Promise<Verification[]> => {
  let printed = ''
  const write = vi.spyOn(process.stdout, 'write').mockImplementation((text) => Boolean((printed += String(text))))
  const rawArgs = ['verify', '--json', '--data', folder, ...more]
  await runCommand(audit, { rawArgs }).finally(() => write.mockRestore())
  return JSON.parse(printed) as Verification[]
}

it('a trail that holds is told as such, and only of the organisation asked for', async () => {
  const [found, ...others] = await verifyThere('--organisation', world.organisation_id)
  expect(others).toEqual([])
  expect(found).toMatchObject({ organisation_id: world.organisation_id, holds: true, seals: 1 })
  expect(process.exitCode).not.toBe(1)
  expect(fs.readdirSync(folder)).toEqual(['local-door'])
})

it('a changed entry is named, and the exit code is 1', async () => {
  await asOwner(world.database, world.organisation_id, (tx) =>
    sql`update audit.entries set action = 'somethingElse' where organisation_id = ${world.organisation_id}`.execute(tx),
  )
  const [found] = await verifyThere('--organisation', world.organisation_id)
  expect(found?.problems[0]?.kind).toBe('entry_changed')
  expect(process.exitCode).toBe(1)
})

it('a hash that no seal has is missed, an organisation that is not there refused in words', async () => {
  const [found] = await verifyThere('--organisation', world.organisation_id, '--expect', 'ab'.repeat(32))
  expect(found?.problems[0]?.kind).toBe('expected_missing')
  await expect(verifyThere('--organisation', 'nobody')).rejects.toThrow('没有这个机构')
})
