/** A server with everything mounted that can be, and what stands in it to be asked for: a run that ended, a backup. */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { belongings } from '../../src/app/backup-place.ts'
import { sliceFigures } from '../../src/app/figures.ts'
import { openServer } from '../../src/app/server.ts'
import { Backups } from '../../src/features/backup/backups.ts'
import { getImportRun, startImport } from '../../src/features/imports/contract.ts'
import { bookOf, idNumber, registerSheet, upload } from '../workbooks.ts'
import { keys, newWorld, openEmptyDatabase, type World } from '../world.ts'
import type { Known } from './mounted.ts'

/** A trial run, so that no row of it is in anybody's way. */
const endedRun = async (world: World): Promise<Pick<Known, 'run_id' | 'watch_key'>> => {
  const who = await world.account('director')
  const bytes = await bookOf(registerSheet([['KY9001', '陈桂英', idNumber(1)]]))
  const { body } = await upload(world, who, [{ name: '会员.xlsx', bytes }])
  const started = await who.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: true })
  const { run_id, watch_key } = started.body
  while ((await who.call(getImportRun, { run_id })).body.state === 'running') await new Promise((done) => setTimeout(done, 20))
  return { run_id, watch_key }
}

/** The caller closes it; what it holds is removed then. */
export const furnish = async (): Promise<{ world: World; known: Known; close: () => Promise<void> }> => {
  const database = await openEmptyDatabase()
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-fuzz-'))
  const backups = new Backups({
    ...belongings,
    database,
    data_folder: path.join(folder, 'data'),
    folder: path.join(folder, 'backups'),
    key_file: '/keys/key',
    opener: () => ({ kind: 'key', masters: [Buffer.alloc(32, 7)] }),
    at: null,
    timeZoneOf: () => Promise.resolve('Asia/Shanghai'),
    onFault: (problem) => process.stderr.write(`backup: ${(problem as Error).message}\n`),
  })
  const metrics = { version: '0.1.0', token: undefined, sealed_at: () => undefined }
  const server = await openServer({ database, keys, log: false, rate: 0, backups, metrics })
  const world = await newWorld({ database, server })
  const { backup_id } = await backups.make('hand')
  const known: Known = {
    ...(await endedRun(world)),
    backup_id,
    metrics: sliceFigures.flatMap(({ definitions }) => definitions.map(({ key }) => key)),
    lists: server.endpoints.map(({ name }) => name).filter((name) => name.startsWith('list')),
  }
  const close = async () => {
    await server.app.close()
    await database.close()
    fs.rmSync(folder, { recursive: true })
  }
  return { world, known, close }
}
