/** `hengai backup`: asks the server that is running on the folder, or opens the folder itself. */
import fs from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { makeBackup, type Backup } from '../features/backup/make.ts'
import { keyIn } from '../platform/backup-header.ts'
import { askDoor } from '../platform/local-door.ts'
import { backupFolder, belongings, checkBackupFolder } from './backup-place.ts'
import { dataOption, progressOn } from './cli-options.ts'
import { askNewPassphrase } from './cli-passphrase.ts'
import { dataFolder, keyFileOf, openAsItStands } from './open.ts'

const size = (bytes: number) => (bytes / 1_048_576).toFixed(1)

const told = (made: Backup, key_file: string): string => {
  const lines = [
    `备份完成 · Backup made: ${made.file}`,
    `${made.rows.toLocaleString('zh-CN')} 行，${made.tables} 个表，${size(made.bytes)} MB，用时 ${made.seconds.toFixed(1)} 秒；别人等待 ${(made.paused_ms / 1000).toFixed(1)} 秒`,
    `${made.rows} rows, ${made.tables} tables, ${size(made.bytes)} MB, ${made.seconds.toFixed(1)} s; others waited ${(made.paused_ms / 1000).toFixed(1)} s. Read back and compared.`,
  ]
  const warning = made.fingerprint
    ? [
        `密钥文件不在备份里：${key_file}（指纹 ${made.fingerprint}）。请抄一份与备份分开保管；丢了它，这份备份谁也打不开。`,
        `The key file is not in the backup: ${key_file} (fingerprint ${made.fingerprint}). Keep a copy apart; without it nobody can open this backup.`,
      ]
    : [
        '这份备份带着密钥，只由口令保护：知道口令的人能读到全部内容；忘了口令，谁也打不开。',
        'This backup carries the key and is protected by the passphrase alone: whoever knows it reads everything, and without it nobody does.',
      ]
  return [...lines, ...warning].join('\n')
}

export const backupCommand = defineCommand({
  meta: { name: 'backup', description: '做一份加密备份，服务不用停 · make an encrypted backup, also while serving' },
  args: {
    ...dataOption,
    to: { type: 'string', valueHint: 'DIR', description: '放到哪个文件夹，默认“数据文件夹-backups” · folder for the file' },
    passphrase: {
      type: 'boolean',
      default: false,
      description:
        '用口令加密并带上密钥，可在别的电脑上恢复 · protect by a passphrase and carry the key, to restore on another machine',
    },
  },
  run: async ({ args }) => {
    const folder = dataFolder(args.data)
    if (!process.env.DATABASE_URL && !fs.existsSync(path.join(folder, 'db')))
      throw new Error(`这个文件夹里没有数据库 · There is no database in ${folder}`)
    const to = args.to ? path.resolve(args.to) : backupFolder(folder)
    checkBackupFolder(to, folder)
    const passphrase = args.passphrase ? await askNewPassphrase() : undefined
    const key_file = keyFileOf(folder)
    const show = progressOn('备份 · backup')
    let made: Backup | undefined
    const asked = { to, ...(passphrase ? { passphrase } : {}) }
    await askDoor(folder, 'backup', asked, (line) => {
      if (line.made) made = line.made as Backup
      else show(Number(line.done), Number(line.total))
    })
    made ??= await alone(folder, to, passphrase, show)
    console.log(told(made, key_file))
  },
})

/**
 * Nobody serves this folder (or the database is a server, which takes several programs). It is read as it stands: a backup before an upgrade must
 * not be the upgrade.
 */
const alone = async (
  folder: string,
  to: string,
  passphrase: string | undefined,
  onRows: (done: number, total: number) => void,
) => {
  const key_file = keyFileOf(folder)
  const key = keyIn(key_file)
  const database = await openAsItStands(folder)
  try {
    return await makeBackup({
      ...belongings,
      database,
      shared: false,
      data_folder: folder,
      to,
      opener: passphrase ? { kind: 'passphrase', passphrase } : key,
      ...(passphrase ? { key_file: fs.readFileSync(key_file, 'utf8') } : {}),
      made_by: 'hand',
      now: new Date(),
      onRows,
    })
  } finally {
    await database.close()
  }
}
