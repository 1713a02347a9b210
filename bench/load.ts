import type { Worker } from 'node:worker_threads'
import { startWorker } from '../src/platform/worker.ts'

export interface Load {
  readonly port: number
  readonly method: 'GET' | 'POST'
  readonly path: string
  /** One for each request instead of `path`, in order. */
  readonly paths?: readonly string[]
  readonly cookie?: string
  /** One for each request, in order; a load ends when they are used up. */
  readonly bodies?: readonly string[]
  readonly clients: number
  /** How long new requests are begun. */
  readonly milliseconds: number
}

export interface Loaded {
  /** Milliseconds of each request. */
  readonly waits: number[]
  /** Requests a second. */
  readonly rate: number
  /** Bodies used. */
  readonly used: number
}

/** The load client; a refused request fails the run. */
export class LoadClient {
  readonly #worker: Worker = startWorker(new URL('./load.worker.ts', import.meta.url), {})

  run(load: Load): Promise<Loaded> {
    return new Promise((resolve, reject) => {
      this.#worker.once('error', reject)
      this.#worker.once('message', (answer: Loaded | { problem: string }) => {
        this.#worker.off('error', reject)
        if ('problem' in answer) reject(new Error(answer.problem))
        else resolve(answer)
      })
      this.#worker.postMessage(load)
    })
  }

  close(): Promise<unknown> {
    return this.#worker.terminate()
  }
}
