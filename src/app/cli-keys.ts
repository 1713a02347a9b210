/** `hengai keys`: where the key is and what it has sealed; a new version while everything runs; a wrapped copy for paper, and back. */
import fs from 'node:fs'
import path from 'node:path'
import { defineCommand } from 'citty'
import { listOrganisations } from '../features/staff/organisation.ts'
import { FolderInUse } from '../platform/folder-lock.ts'
import { unwrapKeys, wrapKeys } from '../platform/key-copy.ts'
import { noteCopied, readCopied, readKeyFile, restoreKeyFile } from '../platform/key-file.ts'
import { isPaused, isRotating, readRotation, type Rotation } from '../platform/key-rotation.ts'
import { askDoor } from '../platform/local-door.ts'
import { countVersions, type VersionCount } from '../platform/reseal.ts'
import { dataOption, progressOn } from './cli-options.ts'
import { askNewPassphrase, askPassphrase } from './cli-passphrase.ts'
import { dataFolder, keyFileOf, openAll, type Opened } from './open.ts'
import { beginRotation, resealAll } from './rotate-keys.ts'
import { sealedColumns } from './sealed-columns.ts'

/** Opens the data, or nothing while a running server has them. */
const openUnlessServed = async (data: string | undefined): Promise<Opened | undefined> => {
  try {
    return await openAll(data)
  } catch (problem) {
    if (problem instanceof FolderInUse) return undefined
    throw problem
  }
}

const versionOf = (file: string): number => Math.max(...readKeyFile(file).keys())

const countAll = async (opened: Opened): Promise<VersionCount[]> => {
  const counts = new Map<number, number>()
  for (const organisation_id of await listOrganisations(opened.database.db))
    for (const { version, values } of await countVersions(opened.database.db, organisation_id, sealedColumns))
      counts.set(version, (counts.get(version) ?? 0) + values)
  return [...counts].map(([version, values]) => ({ version, values }))
}

const rotationLine = (file: string): string => {
  const version = versionOf(file)
  const state = readRotation(file)
  if (!isRotating(file, version)) return '没有进行中的换钥 · no change of keys under way'
  const far = state?.version === version ? `${state.done}/${state.total}` : '0'
  return isPaused(file) ? `换钥已暂停 · paused at ${far}` : `换钥未完成 · under way or broken off: ${far}`
}

const status = defineCommand({
  meta: {
    name: 'status',
    description: '密钥在哪里、加密了多少、有没有副本 · where the key is, what it sealed, whether it was copied',
  },
  args: { ...dataOption, json: { type: 'boolean', default: false, description: 'JSON' } },
  run: async ({ args }) => {
    const file = keyFileOf(dataFolder(args.data))
    const version = versionOf(file)
    const copied = readCopied(file)
    const opened = await openUnlessServed(args.data)
    const counts = opened ? await countAll(opened) : undefined
    await opened?.close()
    if (args.json)
      return console.log(JSON.stringify({ file, version, copied, counts, rotation: readRotation(file), paused: isPaused(file) }))
    console.log(`密钥文件 · key file: ${file}（第 ${version} 版 · version ${version}）`)
    console.log(
      copied
        ? `副本 · copy: ${copied.at.slice(0, 10)}${copied.version === version ? '' : '（之后换过版本，请再做 · older than the key: make another）'}`
        : '从未做过副本，请运行 hengai keys export · never copied: run hengai keys export',
    )
    for (const one of counts ?? []) console.log(`第 ${one.version} 版加密 · sealed by version ${one.version}: ${one.values}`)
    if (!counts) console.log('服务正在运行，不数 · the server is running, nothing is counted')
    return console.log(rotationLine(file))
  },
})

const begun = ({ version, resumed }: { version: number; resumed: boolean }): string =>
  resumed
    ? `继续换到第 ${version} 版 · going on to version ${version}`
    : `新密钥：第 ${version} 版，完成后请再做一份副本（hengai keys export）· new key: version ${version}; make another copy afterwards`

/** Through the running server; undefined when none serves the folder. */
const rotateServed = async (folder: string, step: (state: Rotation) => void): Promise<Rotation | undefined> => {
  let state: Rotation | undefined
  await askDoor(folder, 'rotate-keys', {}, (line) => {
    if (line.version) console.log(begun(line as { version: number; resumed: boolean }))
    if (line.state) step((state = line.state as Rotation))
  })
  return state
}

const rotateAlone = async (data: string | undefined, file: string, step: (state: Rotation) => void): Promise<Rotation> => {
  const opened = await openAll(data)
  const stopping = new AbortController()
  process.once('SIGINT', () => stopping.abort())
  try {
    console.log(begun(beginRotation(file)))
    return await resealAll(opened, file, { signal: stopping.signal, step })
  } finally {
    await opened.close()
  }
}

const rotate = defineCommand({
  meta: {
    name: 'rotate',
    description:
      '换新版本的密钥并重新加密；服务运行时也可以，Ctrl C 暂停，再运行就继续 · a new key, also while serving; Ctrl C pauses, run again to go on',
  },
  args: dataOption,
  run: async ({ args }) => {
    const folder = dataFolder(args.data)
    const show = progressOn('重新加密 · sealing anew')
    const step = ({ done, total }: Rotation) => total > 0 && show(done, total)
    const state = (await rotateServed(folder, step)) ?? (await rotateAlone(args.data, keyFileOf(folder), step))
    console.log(
      state.finished
        ? `完成，重新加密 ${state.changed} 项 · Done: ${state.changed} values sealed anew`
        : '没有做完，新旧两版都能读；再运行一次就继续 · Not finished, both versions are readable; run it again to go on',
    )
  },
})

const COPY_WORDS = `恒爱密钥副本 · Hengai key copy

身份证号、电话、住址等都用这把密钥加密。密钥文件丢失时，用这份副本恢复：
把下面从“-----”到“-----”的各行输入一个文本文件，在服务器上运行 hengai keys import 文件名，输入口令。
请打印后放在保险柜里，与数据备份分开；口令另外保管。

ID numbers, telephones and addresses are encrypted with this key. When the key file is lost: type the lines below
into a text file, run hengai keys import FILE on the server, and give the passphrase.
Keep the print in a safe, apart from the backups; keep the passphrase elsewhere.
`

const exportCopy = defineCommand({
  meta: {
    name: 'export',
    description: '做一份用口令保护的密钥副本，供打印或另存 · a copy wrapped by a passphrase, for paper or a stick',
  },
  args: { ...dataOption, out: { type: 'string', valueHint: 'FILE', description: '写到哪个文件 · the file to write' } },
  run: async ({ args }) => {
    const file = keyFileOf(dataFolder(args.data))
    const version = versionOf(file)
    const text = fs.readFileSync(file, 'utf8')
    const passphrase = await askNewPassphrase()
    const copy = wrapKeys(text, passphrase)
    if (unwrapKeys(copy, passphrase) !== text) throw new Error('副本不能还原 · The copy does not open')
    const at = new Date().toISOString()
    const out = path.resolve(args.out ?? `hengai-key-copy-${at.slice(0, 10)}.txt`)
    fs.writeFileSync(out, `${COPY_WORDS}\n${at.slice(0, 10)} · 第 ${version} 版 version ${version}\n\n${copy}\n`, {
      mode: 0o600,
      flag: 'wx',
    })
    noteCopied(file, { at, version, noted: false })
    console.log(
      `已写出并试读过 · written and read back: ${out}\n请打印，与数据备份分开存放 · Print it and keep it apart from the backups`,
    )
  },
})

const importCopy = defineCommand({
  meta: { name: 'import', description: '从副本恢复密钥文件 · restore the key file from a copy' },
  args: { copy: { type: 'positional', required: true, description: '副本文件 · the copy' }, ...dataOption },
  run: async ({ args }) => {
    const file = keyFileOf(dataFolder(args.data))
    const text = unwrapKeys(fs.readFileSync(args.copy, 'utf8'), await askPassphrase())
    restoreKeyFile(file, text)
    console.log(`已恢复 · restored: ${file}`)
  },
})

export const keysCommand = defineCommand({
  meta: { name: 'keys', description: '密钥：状态、换钥、副本 · the key: state, rotation, copies' },
  subCommands: { status, rotate, export: exportCopy, import: importCopy },
})
