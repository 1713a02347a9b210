/** `hengai restore`: a backup becomes a database again, compared table by table before it replaces anything. */
import fs from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { mastersIn, readHeader, type Opener } from '../platform/backup-header.ts'
import { dataOption, progressOn } from './cli-options.ts'
import { askPassphrase } from './cli-passphrase.ts'
import { dataFolder, keyFileOf } from './open.ts'
import { filledRows, restoreToFolder, restoreToServer, type Filled, type Trail } from './restore.ts'

/** What opens the file: its passphrase, or the key file of the installation that made it. */
const openerOf = async (file: string, key_file: string): Promise<{ opener: Opener; key_text: string | undefined }> => {
  const { header } = readHeader(file)
  if (header.opened_by.kind === 'passphrase')
    return { opener: { kind: 'passphrase', passphrase: await askPassphrase() }, key_text: undefined }
  if (!fs.existsSync(key_file))
    throw new Error(
      `没有密钥文件 ${key_file}；这份备份要用指纹为 ${header.opened_by.fingerprint} 的密钥（--key-file）· ` +
        `There is no key file ${key_file}; this backup needs the one with fingerprint ${header.opened_by.fingerprint} (--key-file)`,
    )
  const key_text = fs.readFileSync(key_file, 'utf8')
  return { opener: { kind: 'key', masters: mastersIn(key_text, key_file) }, key_text }
}

const trailWords = (trail: Trail | undefined): string[] => {
  if (!trail || trail.seals === 0) return []
  return trail.problems === 0
    ? [`留痕的封存链一致（${trail.seals} 号）· The chain of the audit trail holds (${trail.seals} seals)`]
    : [
        `留痕的封存链有 ${trail.problems} 处不一致，备份时就是这样，请运行 audit verify · The audit trail did not hold in ${trail.problems} places when the backup was made: run audit verify`,
      ]
}

const told = (file: string, filled: Filled, look: boolean): string => {
  const { header } = readHeader(file)
  return [
    `已恢复到 · Restored to: ${filled.place}`,
    `${header.made_at} 的备份；${filledRows(filled).toLocaleString('zh-CN')} 行，${filled.tables.length} 个表，逐表核对（行数与内容）一致`,
    `Backup of ${header.made_at}; ${filledRows(filled)} rows in ${filled.tables.length} tables, compared table by table (number and content)`,
    ...trailWords(filled.trail),
    ...(filled.old ? [`原来的文件夹保留在 · The folder before is kept: ${filled.old}`] : []),
    ...(look ? [`查看 · Have a look: npm run hengai -- start --port 8081 --data ${filled.place}`] : []),
  ].join('\n')
}

export const restoreCommand = defineCommand({
  meta: {
    name: 'restore',
    description: '从备份恢复；先核对，再替换，原来的留着 · restore a backup, compared before it replaces anything',
  },
  args: {
    file: { type: 'positional', required: true, description: '备份文件 · the backup' },
    ...dataOption,
    look: { type: 'boolean', default: false, description: '恢复到旁边的文件夹看一看，不替换 · into another folder, for a look' },
    'key-file': { type: 'string', valueHint: 'FILE', description: '做备份时的密钥文件，默认数据文件夹里的 key · the key file' },
  },
  run: async ({ args }) => {
    const folder = dataFolder(args.data)
    const file = path.resolve(args.file)
    if (!fs.existsSync(file)) throw new Error(`没有这个文件 · There is no such file: ${file}`)
    const key_file = args['key-file'] ? path.resolve(args['key-file']) : keyFileOf(folder)
    const found = await openerOf(file, key_file)
    const order = { file, ...found, folder, look: args.look, now: new Date(), onRows: progressOn('恢复 · restore') }
    const url = process.env.DATABASE_URL
    const filled = url && !args.look ? await restoreToServer(order, url) : await restoreToFolder(order)
    console.log(told(file, filled, args.look))
  },
})
