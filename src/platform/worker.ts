import path from 'node:path'
import { Worker } from 'node:worker_threads'

/** The file of that name beside a module, of the module's own kind: TypeScript while the sources run as they are, JavaScript once built. */
export const besideModule = (name: string, module: string): URL => new URL(`${name}${path.extname(module)}`, module)

/** Worker threads do not inherit the loader of the main thread on Node 20, so the worker first registers it. */
const throughLoader = (file: URL): string =>
  `import(${JSON.stringify(import.meta.resolve('tsx/esm/api'))}).then((tsx) => { tsx.register(); return import(${JSON.stringify(file.href)}) })
     .catch((problem) => { setImmediate(() => { throw problem }) })`

/** Starts a file as a worker thread. */
export const startWorker = (file: URL, workerData: unknown): Worker =>
  file.pathname.endsWith('.ts') ? new Worker(throughLoader(file), { eval: true, workerData }) : new Worker(file, { workerData })
