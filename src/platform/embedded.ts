import { Duplex } from 'node:stream'
import type { PoolConfig } from 'pg'
import { startWorker } from './worker.ts'

export interface EmbeddedDatabase {
  /** Settings for a `pg.Pool` of exactly one client. */
  readonly config: PoolConfig
  /** Writes the whole database as a gzip tar (tests start from it). */
  dump(file: string): Promise<void>
  close(): Promise<void>
}

/** What the database's thread answers: bytes of the protocol, nothing (a dump, a close), or why it could not. */
export type Answer = { readonly ready: true } | { readonly id: number; readonly bytes?: Uint8Array; readonly problem?: string }

const joined = (chunks: readonly { readonly chunk: Buffer }[]): Uint8Array => {
  const bytes = new Uint8Array(chunks.reduce((sum, { chunk }) => sum + chunk.length, 0))
  let at = 0
  for (const { chunk } of chunks) {
    bytes.set(chunk, at)
    at += chunk.length
  }
  return bytes
}

/**
 * What `pg` takes for its socket: the bytes it writes go to the database's thread, the answer comes back as bytes. `pg` corks its stream
 * while it writes one query (parse, bind, describe, execute, sync), so that each query is one message there and one back.
 */
class ThreadStream extends Duplex {
  readonly #send: (bytes: Uint8Array) => Promise<Uint8Array | undefined>

  constructor(send: (bytes: Uint8Array) => Promise<Uint8Array | undefined>) {
    super({ decodeStrings: true })
    this.#send = send
  }

  connect(): void {
    process.nextTick(() => this.emit('connect'))
  }
  setNoDelay(): void {}
  setKeepAlive(): void {}
  ref(): void {}
  unref(): void {}
  override _read(): void {}

  override _write(chunk: Buffer, _encoding: BufferEncoding, done: (problem?: Error) => void): void {
    this._writev([{ chunk }], done)
  }

  override _writev(chunks: { chunk: Buffer }[], done: (problem?: Error) => void): void {
    this.#send(joined(chunks)).then((bytes) => {
      if (bytes && bytes.length > 0) this.push(bytes)
      // oxlint-disable-next-line promise/no-callback-in-promise -- a stream is told by its callback
      done()
    }, done)
  }

  override _final(done: () => void): void {
    this.push(null)
    done()
  }
}

/** Starts PGlite in a worker thread on a folder, or in memory when there is none. */
export const openEmbedded = async (folder: string | undefined, snapshot?: string): Promise<EmbeddedDatabase> => {
  const worker = startWorker(new URL('./embedded.worker.ts', import.meta.url), { folder, snapshot })
  const waiting = new Map<number, { resolve: (bytes: Uint8Array | undefined) => void; reject: (problem: Error) => void }>()
  let count = 0
  let failed: Error | undefined
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('error', (problem) => {
      failed = problem
      reject(problem)
      for (const call of waiting.values()) call.reject(problem)
      waiting.clear()
    })
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return resolve()
      const call = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) worker.unref()
      if (answer.problem === undefined) call?.resolve(answer.bytes)
      else call?.reject(new Error(answer.problem))
    })
  })
  const ask = (message: { bytes: Uint8Array } | { dump: string } | { close: true }) =>
    new Promise<Uint8Array | undefined>((resolve, reject) => {
      if (failed) return reject(failed)
      const id = ++count
      waiting.set(id, { resolve, reject })
      worker.ref()
      worker.postMessage({ ...message, id }, 'bytes' in message ? [message.bytes.buffer as ArrayBuffer] : [])
    })
  await ready
  worker.unref()
  return {
    config: { stream: () => new ThreadStream((bytes) => ask({ bytes })), user: 'postgres', database: 'postgres' },
    dump: async (file) => void (await ask({ dump: file })),
    close: async () => {
      await ask({ close: true })
      await worker.terminate()
    },
  }
}
