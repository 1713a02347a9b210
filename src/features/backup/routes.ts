/** A backup as a file: encrypted as it lies there, so that it can be kept on another disk. */
import fs from 'node:fs'
import path from 'node:path'
import { parseInput, signedIn, stationsFor, type Mounting } from '../../platform/mount.ts'
import { runAs } from '../../platform/request.ts'
import type { ParsedOf } from '../../shared/endpoint.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Backups } from './backups.ts'
import { checkBackup } from './contract.ts'
import { checkWhole, mayDownload } from './service.ts'

export const mountBackupFiles = (mounting: Mounting, backups: Backups | undefined): void => {
  mounting.app.get('/api/backups/:backup_id/file', async (request, reply) => {
    const session = await signedIn(mounting, request)
    const stations = stationsFor(session, checkBackup)
    const { backup_id } = parseInput(checkBackup, request.params, session.actor.language) as ParsedOf<typeof checkBackup>
    const asking = { ...session, stations, request_id: request.id, action: 'downloadBackup' }
    const { file, bytes } = await runAs(mounting.db, mounting.keys, asking, (ctx) => {
      checkWhole(ctx.stations)
      if (!backups) throw new Refusal('backup_off')
      const found = backups.get(backup_id)
      if (!mayDownload(found.header)) throw new Refusal('backup_shared')
      ctx.wrote({ entity: 'backup.files', entity_ids: [backup_id] })
      return Promise.resolve(found)
    })
    return reply
      .header('content-type', 'application/octet-stream')
      .header('content-length', bytes)
      .header('content-disposition', `attachment; filename="${path.basename(file)}"`)
      .send(fs.createReadStream(file))
  })
}
