/** 备份: the files there are, making one now, reading one back. */
import { endpoint, id, listInput, listOutput, nullable, z } from '../../shared/endpoint.ts'

const failure = z.object({
  failed_at: z.string(),
  /** `disk_full`, `not_writable`, `damaged`, `fault`. */
  code: z.enum(['disk_full', 'not_writable', 'damaged', 'fault']),
})

const run = z.object({
  run_id: z.string(),
  kind: z.enum(['make', 'check']),
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  /** The backup that is read back; null while one is made. */
  backup_id: nullable(z.string()),
  rows_done: z.number(),
  rows_total: z.number(),
  problem: nullable(failure),
})

export type BackupRun = z.infer<typeof run>
export type BackupFailure = z.infer<typeof failure>

export const getBackupState = endpoint({
  method: 'GET',
  path: '/api/backups/state',
  permission: 'backup.manage',
  input: z.object({}),
  output: z.object({
    /** False: this server was started without a place for backups. */
    on: z.boolean(),
    folder: nullable(z.string()),
    free_bytes: nullable(z.number()),
    /** `03:30` in the organisation's time zone; null = no schedule. */
    at: nullable(z.string()),
    last_made_at: nullable(z.string()),
    /** No backup for two days although one is due every day. */
    is_old: z.boolean(),
    failure: nullable(failure),
    run: nullable(run),
    /** Tells key files apart; the key itself is in no backup. */
    fingerprint: nullable(z.string()),
    key_file: nullable(z.string()),
  }),
  summary: 'When the last backup was made, where, and what went wrong since',
})

export const listBackups = endpoint({
  method: 'GET',
  path: '/api/backups',
  permission: 'backup.manage',
  input: listInput({}),
  output: listOutput({
    backup_id: z.string(),
    file: z.string(),
    made_at: z.string(),
    made_by: z.enum(['schedule', 'hand']),
    bytes: z.number(),
    rows: z.number(),
    opened_by: z.enum(['this_key', 'other_key', 'passphrase']),
    /** Only where it holds one organisation: the others' rows are not theirs to take away. */
    may_download: z.boolean(),
  }),
  summary: 'Backups in the folder, the newest first; each was read back and compared before it got its name',
})

const started = z.object({ run_id: z.string() })

export const startBackup = endpoint({
  method: 'POST',
  path: '/api/backups/runs',
  permission: 'backup.manage',
  input: z.object({}),
  output: started,
  summary: 'Make a backup now; answers at once, the run goes on',
})

export const checkBackup = endpoint({
  method: 'POST',
  path: '/api/backups/:backup_id/check',
  permission: 'backup.manage',
  input: z.object({ backup_id: id() }),
  output: started,
  summary: 'Read a backup to its end and compare every table with its sums; answers at once, the run goes on',
})

export const cancelBackup = endpoint({
  method: 'POST',
  path: '/api/backups/runs/:run_id/cancel',
  permission: 'backup.manage',
  input: z.object({ run_id: id() }),
  output: z.object({}),
  summary: 'Stop a run; nothing is left of it',
})
