import { Worker } from 'node:worker_threads'

/**
 * Starts a TypeScript file as a worker thread. Worker threads do not inherit the loader of the main thread on Node 20, so the
 * worker first registers it; a bundled `.js`/`.mjs` file is imported as it is.
 */
export const startWorker = (file: URL, workerData: unknown): Worker =>
  new Worker(
    `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then((tsx) => { tsx.register(); return import(${JSON.stringify(file.href)}) })
       .catch((problem) => { setImmediate(() => { throw problem }) })`,
    { eval: true, workerData },
  )
