/** The embedded database's own thread: PGlite with its write-ahead log really on the disk (docs/decisions/0001). */
import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import type { Answer } from './embedded.ts'
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
        // Bytes in, bytes out: the driver on the other side reads them, errors with all their fields included.
        const bytes = await db.execProtocolRaw(message.bytes!)
        port.postMessage({ id: message.id, bytes } satisfies Answer, [bytes.buffer as ArrayBuffer])
      }
    } catch (problem) {
      port.postMessage({ id: message.id, problem: (problem as Error).message })
    }
  })
})
port.postMessage({ ready: true })
