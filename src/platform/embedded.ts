import { Duplex } from 'node:stream'
import type { PoolConfig } from 'pg'
import { besideModule, startWorker } from './worker.ts'

export interface EmbeddedDatabase {
  /** Settings for a `pg.Pool` of exactly one client. */
  readonly config: PoolConfig
  /** Writes the whole database as a gzip tar (tests start from it). */
  dump(file: string): Promise<void>
  close(): Promise<void>
}

/**
 * What the database's thread answers: bytes of the protocol, nothing (a dump, a close), or why it could not. `lost`: what it says is its
 * last word, PostgreSQL has ended in it.
 */
export type Answer =
  | { readonly ready: true }
  | { readonly id: number; readonly bytes?: Uint8Array; readonly problem?: string; readonly lost?: string }

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
 * while it writes one query (parse, bind, describe, execute, sync), so that each query is one message there and one back. It stays with
 * one thread and ends with it.
 */
class ThreadStream extends Duplex {
  readonly #thread: Promise<Thread>

  constructor(thread: Promise<Thread>) {
    super({ decodeStrings: true })
    this.#thread = thread
    thread.then(
      ({ ended }) => ended.then((problem) => setImmediate(() => this.destroy(problem))),
      (problem: Error) => this.destroy(problem),
    )
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
    this.#thread
      .then((thread) => thread.ask({ bytes: joined(chunks) }))
      .then((bytes) => {
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

type Message = { bytes: Uint8Array } | { dump: string } | { close: true }

interface Thread {
  ask(message: Message): Promise<Uint8Array | undefined>
  /** Why nothing more comes from it; pending until then. */
  readonly ended: Promise<Error>
  isOver(): boolean
  terminate(): Promise<unknown>
}

/** Starts PGlite in a thread of its own and waits until it answers. */
const startThread = async (folder: string | undefined, snapshot?: string): Promise<Thread> => {
  const worker = startWorker(besideModule('./embedded.worker', import.meta.url), { folder, snapshot })
  const waiting = new Map<number, { resolve: (bytes: Uint8Array | undefined) => void; reject: (problem: Error) => void }>()
  let count = 0
  let failed: Error | undefined
  let tell: (problem: Error) => void = () => undefined
  const ended = new Promise<Error>((resolve) => (tell = resolve))
  const end = (problem: Error) => {
    failed ??= problem
    tell(failed)
    for (const call of waiting.values()) call.reject(failed)
    waiting.clear()
  }
  const ready = new Promise<void>((resolve, reject) => {
    worker.on('error', end)
    worker.on('exit', () => end(new Error('the embedded database ended')))
    void ended.then(reject)
    worker.on('message', (answer: Answer) => {
      if ('ready' in answer) return resolve()
      const call = waiting.get(answer.id)
      waiting.delete(answer.id)
      if (waiting.size === 0) worker.unref()
      if (answer.problem === undefined) call?.resolve(answer.bytes)
      else call?.reject(new Error(answer.problem))
      if (answer.lost === undefined) return
      end(new Error(`the embedded database ended: ${answer.lost}`))
      void worker.terminate()
    })
  })
  await ready
  worker.unref()
  return {
    ended,
    isOver: () => failed !== undefined,
    terminate: () => worker.terminate(),
    ask: (message) =>
      new Promise((resolve, reject) => {
        if (failed) return reject(failed)
        const id = ++count
        waiting.set(id, { resolve, reject })
        worker.ref()
        worker.postMessage({ ...message, id }, 'bytes' in message ? [message.bytes.buffer as ArrayBuffer] : [])
      }),
  }
}

/** A full disk is looked at again after so long, not with every request: each look starts a database. */
const AGAIN_MS = 3_000

/**
 * Starts PGlite in a worker thread on a folder, or in memory when there is none. Where PostgreSQL would end itself and start anew (it
 * cannot write its log: the disk is full, or was made read-only), the thread is started anew: what was acknowledged is in the folder.
 */
export const openEmbedded = async (folder: string | undefined, snapshot?: string): Promise<EmbeddedDatabase> => {
  let thread = startThread(folder, snapshot)
  let last = await thread
  let tried = 0
  /** The living thread, or a new one. Rejects with what ended the last one while it cannot be started again. */
  const living = (): Promise<Thread> => {
    if (!last.isOver() || !folder || Date.now() - tried < AGAIN_MS) return thread
    tried = Date.now()
    const why = last.ended
    thread = startThread(folder).then(
      (started) => (last = started),
      async () => {
        throw await why
      },
    )
    thread.catch(() => undefined)
    return thread
  }
  return {
    config: { stream: () => new ThreadStream(living()), user: 'postgres', database: 'postgres' },
    dump: async (file) => void (await last.ask({ dump: file })),
    close: async () => {
      if (!last.isOver()) await last.ask({ close: true })
      await last.terminate()
    },
  }
}
