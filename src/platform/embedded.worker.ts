/** The embedded database's own thread: PGlite with its write-ahead log really on the disk (docs/decisions/0001). */
import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Answer } from './embedded.ts'
import { answerTo } from './embedded-answer.ts'
import { DurableNodeFS, durableParams, roomParams, syncTree } from './durable-files.ts'

interface Start {
  /** A folder, or undefined for a database in memory. */
  folder: string | undefined
  /** A gzip tar of a data folder to start from (tests). */
  snapshot: string | undefined
}

const open = async ({ folder, snapshot }: Start): Promise<PGlite> => {
  if (!folder) {
    const loadDataDir = snapshot ? new Blob([fs.readFileSync(snapshot)]) : undefined
    const startParams = [...PGlite.defaultStartParams, ...roomParams]
    return PGlite.create(loadDataDir ? { loadDataDir, startParams } : { startParams })
  }
  // Left empty when the power went while it was written, and PostgreSQL then refuses to start. Our own lock (folder-lock.ts) keeps others out.
  fs.rmSync(path.join(folder, 'postmaster.pid'), { force: true })
  const files = new DurableNodeFS(folder)
  files.inMaking = !fs.existsSync(path.join(folder, 'PG_VERSION'))
  const db = await PGlite.create({ fs: files, startParams: durableParams })
  if (files.inMaking) syncTree(folder)
  files.inMaking = false
  return db
}

const E = 'E'.charCodeAt(0)

/**
 * What PostgreSQL said when it ended itself (FATAL, PANIC): it answers nothing more then, and whoever asks would wait for ever. Undefined
 * while it lives.
 */
const lastWord = (bytes: Uint8Array): string | undefined => {
  const all = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  for (let at = 0; at + 5 <= all.length; at += 1 + all.readInt32BE(at + 1)) {
    if (all[at] !== E) continue
    const fields = all.toString('utf8', at + 5, at + 1 + all.readInt32BE(at + 1)).split('\0')
    if (fields.includes('VPANIC') || fields.includes('VFATAL'))
      return fields.find((field) => field.startsWith('M'))?.slice(1) ?? ''
  }
  return undefined
}

const port = parentPort!
const db = await open(workerData as Start)
let last: Promise<void> = Promise.resolve()

port.on('message', (message: { id: number; bytes?: Uint8Array; close?: boolean; dump?: string }) => {
  last = last.then(async () => {
    try {
      if (message.close) {
        await db.close()
        port.postMessage({ id: message.id })
      } else if (message.dump) {
        const tar = await db.dumpDataDir('gzip')
        fs.writeFileSync(message.dump, Buffer.from(await tar.arrayBuffer()))
        port.postMessage({ id: message.id })
      } else {
        const bytes = await answerTo(db, message.bytes!)
        const lost = lastWord(bytes)
        const answer: Answer = lost === undefined ? { id: message.id, bytes } : { id: message.id, bytes, lost }
        port.postMessage(answer, [bytes.buffer as ArrayBuffer])
      }
    } catch (problem) {
      const words = (problem as Error).message
      // What is thrown here is no error of SQL: the machine that PostgreSQL runs in has stopped.
      const answer: Answer = message.bytes ? { id: message.id, problem: words, lost: words } : { id: message.id, problem: words }
      port.postMessage(answer)
    }
  })
})
port.postMessage({ ready: true })
