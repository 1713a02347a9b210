/** Where a bench is run: the embedded database in a folder, or a PostgreSQL of our own or of DATABASE_URL; one example year in it. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import net from 'node:net'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openAll, type Opened } from '../src/app/open.ts'
import { openDatabase } from '../src/platform/database.ts'
import { dropDatabase } from '../test/drop-database.ts'

export const examples = fileURLToPath(new URL('../examples/year-2022', import.meta.url))

/** An opened database; `rest` closes it and leaves it where it is, `close` takes it away. */
export interface Placed extends Opened {
  readonly url: string | undefined
  rest(): Promise<void>
}

export interface Place {
  readonly name: string
  /** An empty database, migrated; the caller closes it. */
  open(): Promise<Placed>
  /** As after a crash, without a checkpoint; only of a cluster of our own. */
  restart(): void
  close(): Promise<void>
}

const noRestart = () => {
  throw new Error('only a cluster of our own can be restarted')
}

/** Closes once, however often it is asked. */
const once = (close: () => Promise<void>): (() => Promise<void>) => {
  let closing: Promise<void> | undefined
  return () => (closing ??= close())
}

const newFolder = () => fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-bench-'))

export const embedded = (): Place => ({
  name: 'embedded database',
  open: async () => {
    const folder = newFolder()
    const opened = await openAll(folder)
    const rest = once(() => opened.close())
    return {
      ...opened,
      url: undefined,
      rest,
      close: () => rest().finally(() => fs.rmSync(folder, { recursive: true, force: true })),
    }
  },
  restart: noRestart,
  close: () => Promise.resolve(),
})

/** A server by its address, which must be allowed to make databases and roles. */
const server = (url: string, stop: () => void, restart: () => void = noRestart): Place => ({
  name: 'PostgreSQL',
  open: async () => {
    const name = `hengai_bench_${process.pid}_${Date.now()}`
    const own = new URL(url)
    own.pathname = `/${name}`
    const home = await openDatabase({ kind: 'server', url, pool_size: 1 })
    await home.script(`create database ${name} template template0 locale 'C.UTF-8'`)
    const folder = newFolder()
    const before = process.env.DATABASE_URL
    process.env.DATABASE_URL = own.href
    const opened = await openAll(folder)
    if (before === undefined) delete process.env.DATABASE_URL
    else process.env.DATABASE_URL = before
    const rest = once(() => opened.close())
    const close = async () => {
      await rest()
      await dropDatabase(home, name)
      await home.close()
      fs.rmSync(folder, { recursive: true, force: true })
    }
    return { ...opened, url: own.href, rest, close }
  },
  restart,
  close: () => Promise.resolve(stop()),
})

/** A port nobody listens on now. */
export const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const listening = net.createServer().listen(0, '127.0.0.1', () => {
      const { port } = listening.address() as net.AddressInfo
      listening.close(() => resolve(port))
    })
  })

/** The newest PostgreSQL of this machine. */
export const postgresBin = (): string | undefined =>
  [18, 17, 16, 15].map((version) => `/usr/lib/postgresql/${version}/bin`).find((at) => fs.existsSync(`${at}/initdb`))

/** PostgreSQL refuses to run as root. */
export const asPostgres = (program: string, args: readonly string[]): void => {
  const root = process.getuid?.() === 0
  execFileSync(root ? 'runuser' : program, root ? ['-u', 'postgres', '--', program, ...args] : args, {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
}

/** DATABASE_URL, or a cluster of our own, durable as it is shipped; undefined when this machine has no PostgreSQL. */
export const postgres = async (): Promise<Place | undefined> => {
  if (process.env.DATABASE_URL) return server(process.env.DATABASE_URL, () => undefined)
  const bin = postgresBin()
  if (!bin) return undefined
  const folder = newFolder()
  fs.chmodSync(folder, 0o755)
  const cluster = path.join(folder, 'cluster')
  fs.mkdirSync(cluster)
  if (process.getuid?.() === 0) execFileSync('chown', ['postgres', folder, cluster])
  const port = await freePort()
  const options = `-p ${port} -c listen_addresses=127.0.0.1 -c unix_socket_directories=''`
  const control = (...args: string[]) => asPostgres(`${bin}/pg_ctl`, ['-D', cluster, '-w', ...args])
  asPostgres(`${bin}/initdb`, ['-D', cluster, '-U', 'postgres', '--auth=trust', '--encoding=UTF8', '--locale=C.UTF-8'])
  control('-l', path.join(folder, 'log'), '-o', options, 'start')
  const stop = () => {
    control('-m', 'immediate', 'stop')
    fs.rmSync(folder, { recursive: true, force: true })
  }
  // As on a customer's server: the owner of the database is no superuser, so row-level security binds it too.
  const home = await openDatabase({ kind: 'server', url: `postgres://postgres@127.0.0.1:${port}/postgres`, pool_size: 1 })
  await home.script('create role hengai login createdb createrole')
  await home.close()
  const restart = () => control('-l', path.join(folder, 'log'), '-m', 'immediate', '-o', options, 'restart')
  return server(`postgres://hengai@127.0.0.1:${port}/postgres`, stop, restart)
}
