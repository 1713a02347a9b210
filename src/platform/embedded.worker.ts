/** The embedded database's own thread: PGlite with its write-ahead log really on the disk (docs/decisions/0001). */
import fs from 'node:fs'
import path from 'node:path'
import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { pg_trgm } from '@electric-sql/pglite/contrib/pg_trgm'

interface Start {
  /** A folder, or undefined for a database in memory. */
  folder: string | undefined
  /** A gzip tar of a data folder to start from (tests). */
  snapshot: string | undefined
}

interface EmscriptenNode {
  readonly node_ops: Record<string, (...args: never[]) => unknown>
}
interface EmscriptenModule {
  NODEFS: {
    stream_ops: { fsync?: (stream: { nfd: number }) => number }
    node_ops: Record<string, (...args: unknown[]) => unknown>
    realPath: (node: EmscriptenNode) => string
  }
}

const syncFolder = (folder: string) => {
  const handle = fs.openSync(folder, 'r')
  try {
    fs.fsyncSync(handle)
  } finally {
    fs.closeSync(handle)
  }
}

/** fsyncs a folder with everything in it: what initdb leaves behind was never synced. */
const syncTree = (folder: string) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) syncTree(at)
    else if (entry.isFile()) {
      const handle = fs.openSync(at, 'r')
      fs.fsyncSync(handle)
      fs.closeSync(handle)
    }
  }
  syncFolder(folder)
}

/**
 * PGlite as shipped never calls fsync. Emscripten calls `stream_ops.fsync` when there is one; folders are synced after the
 * operations that change a name in them, because a renamed segment is lost without it.
 */
class DurableNodeFS extends NodeFS {
  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args)
    made.emscriptenOpts.preRun?.unshift((module: unknown) => {
      const { NODEFS } = module as EmscriptenModule
      NODEFS.stream_ops.fsync = (stream) => {
        fs.fsyncSync(stream.nfd)
        return 0
      }
      for (const [operation, folderAt] of [['rename', 1], ['mknod', 0], ['unlink', 0]] as const) {
        const original = NODEFS.node_ops[operation]!
        NODEFS.node_ops[operation] = (...parts: unknown[]) => {
          const result = original(...parts)
          syncFolder(NODEFS.realPath(parts[folderAt] as EmscriptenNode))
          return result
        }
      }
    })
    return made
  }
}

const open = async ({ folder, snapshot }: Start): Promise<PGlite> => {
  const extensions = { pg_trgm }
  if (!folder) {
    const loadDataDir = snapshot ? new Blob([fs.readFileSync(snapshot)]) : undefined
    return PGlite.create({ extensions, ...(loadDataDir ? { loadDataDir } : {}) })
  }
  const fresh = !fs.existsSync(path.join(folder, 'PG_VERSION'))
  const startParams = [...PGlite.defaultStartParams.filter((p) => p !== '-F'), '-c', 'wal_sync_method=fsync']
  const db = await PGlite.create({ fs: new DurableNodeFS(folder), extensions, startParams })
  if (fresh) syncTree(folder)
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
        const results = await db.execProtocolStream(message.bytes!, { throwOnError: false })
        // Structured clone keeps only the message of an Error: its fields (code, detail …) are copied beside it.
        const answer = results.map((r) => ({ ...r, name: r.name, ...(r instanceof Error ? { message: r.message, is_error: true } : {}) }))
        port.postMessage({ id: message.id, answer })
      }
    } catch (problem) {
      port.postMessage({ id: message.id, problem: (problem as Error).message })
    }
  })
})
port.postMessage({ ready: true })
