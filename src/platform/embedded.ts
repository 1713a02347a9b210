import { createPgConfig } from '@electric-sql/pglite/node-postgres'
import type { PoolConfig } from 'pg'
import { startWorker } from './worker.ts'

type Config = Parameters<typeof createPgConfig>[0]

export interface EmbeddedDatabase {
  /** Settings for a `pg.Pool` of exactly one client. */
  readonly config: PoolConfig
  /** Writes the whole database as a gzip tar (tests start from it). */
  dump(file: string): Promise<void>
  close(): Promise<void>
}

/** Starts PGlite in a worker thread on a folder, or in memory when there is none. */
export const openEmbedded = async (folder: string | undefined, snapshot?: string): Promise<EmbeddedDatabase> => {
  const worker = startWorker(new URL('./embedded.worker.ts', import.meta.url), { folder, snapshot })
  const waiting = new Map<number, { resolve: (value: never) => void; reject: (problem: Error) => void }>()
  let count = 0
  let failed: Error | undefined
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('error', (problem) => {
      failed = problem
      reject(problem)
      for (const call of waiting.values()) call.reject(problem)
      waiting.clear()
    })
    worker.on(
      'message',
      (message: { ready?: true; id: number; answer?: { is_error?: true; message: string }[]; problem?: string }) => {
        if (message.ready) return resolve()
        const call = waiting.get(message.id)
        waiting.delete(message.id)
        if (waiting.size === 0) worker.unref()
        if (message.problem) return call?.reject(new Error(message.problem))
        call?.resolve(
          message.answer?.map((part) => (part.is_error ? Object.assign(new Error(part.message), part) : part)) as never,
        )
      },
    )
  })
  const ask = (message: object) =>
    new Promise<never>((resolve, reject) => {
      if (failed) return reject(failed)
      const id = ++count
      waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ ...message, id })
    })
  await ready
  worker.unref()
  // The adapter only needs these two members of a PGlite instance.
  const config = createPgConfig({
    waitReady: ready,
    execProtocolStream: (bytes: Uint8Array) => ask({ bytes }),
  } as unknown as Config)
  return {
    config: config as unknown as PoolConfig,
    dump: (file) => ask({ dump: file }),
    close: async () => {
      await ask({ close: true })
      await worker.terminate()
    },
  }
}
