/**
 * Backup (备份): encrypted copies of the whole database and the app's files, made while people work, kept by a rule, read back before they count.
 * How a file is made and read is in `src/platform/backup-*.ts` (docs/decisions/0016); restoring and moving are commands, because the
 * application must not be running on what is replaced.
 */
import type { BackupHeader } from '../../platform/backup-header.ts'
import type { Ctx } from '../../platform/context.ts'
import type { ServiceOf } from '../../platform/mount.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Backups } from './backups.ts'
import type * as contract from './contract.ts'

/** A backup holds every station: who administers one of them only has no business with it. */
export const checkWhole = (stations: Ctx['stations']): void => {
  if (stations !== 'all') throw new Refusal('not_allowed', {}, 'station_id')
}

/** The rows of other organisations are nobody's to take away, encrypted or not. */
export const mayDownload = ({ tables }: BackupHeader): boolean => tables['staff.tenants'] === 1

const NOWHERE = {
  on: false,
  folder: null,
  free_bytes: null,
  at: null,
  last_made_at: null,
  is_old: false,
  failure: null,
  run: null,
  fingerprint: null,
  key_file: null,
}

/** `backups` undefined: a server without a place for them. */
export const backupService = (backups: Backups | undefined): ServiceOf<typeof contract> => {
  const placed = (ctx: Ctx): Backups => {
    checkWhole(ctx.stations)
    if (!backups) throw new Refusal('backup_off')
    return backups
  }
  return {
    getBackupState: async (ctx) => {
      checkWhole(ctx.stations)
      if (!backups) return NOWHERE
      const { folder, at, key_file } = backups.place
      const [last] = backups.list()
      return {
        on: true,
        folder,
        free_bytes: backups.freeBytes(),
        at,
        last_made_at: last?.header.made_at ?? null,
        is_old: backups.isOld(ctx.now),
        failure: backups.failure,
        run: backups.run,
        fingerprint: backups.fingerprint,
        key_file,
      }
    },

    listBackups: async (ctx, { page, page_size }) => {
      checkWhole(ctx.stations)
      const all = backups?.list() ?? []
      const rows = all.slice((page - 1) * page_size, page * page_size).map(({ file, bytes, header }) => ({
        backup_id: header.backup_id,
        file: file.split(/[\\/]/).at(-1)!,
        made_at: header.made_at,
        made_by: header.made_by,
        bytes,
        rows: header.rows,
        opened_by:
          header.opened_by.kind === 'passphrase'
            ? ('passphrase' as const)
            : backups?.opens(header)
              ? ('this_key' as const)
              : ('other_key' as const),
        may_download: mayDownload(header),
      }))
      return { rows, total: all.length }
    },

    startBackup: async (ctx) => {
      const run_id = placed(ctx).start('hand')
      ctx.wrote({ entity: 'backup.runs', entity_ids: [run_id] })
      return { run_id }
    },

    checkBackup: async (ctx, { backup_id }) => {
      const run_id = placed(ctx).check(backup_id)
      ctx.wrote({ entity: 'backup.files', entity_ids: [backup_id] })
      return { run_id }
    },

    cancelBackup: async (ctx, { run_id }) => {
      placed(ctx).cancel(run_id)
      ctx.wrote({ entity: 'backup.runs', entity_ids: [run_id] })
      return {}
    },
  }
}
