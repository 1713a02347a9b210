/** PGlite's files, with every commit really on the disk (docs/decisions/0001). */
import fs from 'node:fs'
import path from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { NodeFS } from '@electric-sql/pglite/nodefs'
import { syncFile, syncFolder } from './sync.ts'

/**
 * One session only, so a sort or a hash of a year's rows may stay in memory instead of a temporary file (PostgreSQL's own 4 MB is
 * for a hundred sessions). There is nothing to compile queries with in WebAssembly.
 */
export const roomParams = ['-c', 'work_mem=16MB', '-c', 'shared_buffers=32MB', '-c', 'jit=off']

/** As shipped PGlite starts with -F (no fsync); fdatasync does nothing under Emscripten, fsync can be made to. */
export const durableParams = [
  ...PGlite.defaultStartParams.filter((p) => p !== '-F'),
  '-c',
  'wal_sync_method=fsync',
  ...roomParams,
]

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

/** fsyncs a folder with everything in it: what initdb leaves behind was never synced. */
export const syncTree = (folder: string) => {
  for (const entry of fs.readdirSync(folder, { withFileTypes: true })) {
    const at = path.join(folder, entry.name)
    if (entry.isDirectory()) syncTree(at)
    else if (entry.isFile()) syncFile(at)
  }
  syncFolder(folder)
}

/**
 * PGlite as shipped never calls fsync. Emscripten calls `stream_ops.fsync` when there is one; folders are synced after the
 * operations that change a name in them, because a renamed segment is lost without it.
 */
export class DurableNodeFS extends NodeFS {
  /** While a database is being made nothing in it is promised to anybody: its files are synced once, by `syncTree`, when it stands. */
  inMaking = false

  override async init(...args: Parameters<NodeFS['init']>): ReturnType<NodeFS['init']> {
    const made = await super.init(...args)
    made.emscriptenOpts.preRun?.unshift((module: unknown) => {
      const { NODEFS } = module as EmscriptenModule
      NODEFS.stream_ops.fsync = (stream) => {
        if (!this.inMaking) fs.fsyncSync(stream.nfd)
        return 0
      }
      for (const [operation, folderAt] of [
        ['rename', 1],
        ['mknod', 0],
        ['unlink', 0],
      ] as const) {
        const original = NODEFS.node_ops[operation]!
        NODEFS.node_ops[operation] = (...parts: unknown[]) => {
          const result = original(...parts)
          if (!this.inMaking) syncFolder(NODEFS.realPath(parts[folderAt] as EmscriptenNode))
          return result
        }
      }
    })
    return made
  }
}
