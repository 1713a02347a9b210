/** The program as it is started: how long until it answers, and how much memory it holds, idle and after work. Linux only: it reads /proc. */
import { spawn } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { LoadClient } from './load.ts'
import { newLine, type Line } from './measure.ts'
import { benchFirstPage } from './page.ts'

const program = fileURLToPath(new URL('../bin/hengai.mjs', import.meta.url))

/** Megabytes of a process that stand in memory, its threads included. */
const memoryOf = (pid: number): number =>
  Number(/VmRSS:\s+(\d+)/.exec(fs.readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? NaN) / 1024

const rest = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds))

export interface Started {
  /** The data folder; `url` names a server instead of the embedded database in it. */
  readonly folder: string
  readonly url: string | undefined
  readonly port: number
  /** A cookie and a page that makes the server work. */
  readonly cookie: string
  readonly path: string
  /** How often the first page is opened. */
  readonly rounds: number
}

export const benchRunning = async ({ folder, url, port, cookie, path, rounds }: Started): Promise<Line[]> => {
  const start = newLine('冷启动 · cold start of a filled database', { aim: 3_000, limit: 60_000 })
  const idle = newLine('内存，空闲 · memory, idle (MB)', { unit: 'MB', limit: 3_000 })
  const loaded = newLine('内存，忙后 · memory, after load (MB)', { unit: 'MB', aim: url ? 150 : 400, limit: 3_000 })
  const { DATABASE_URL: _, ...env } = process.env
  const began = performance.now()
  const child = spawn(process.execPath, [program, 'start', '--data', folder, '--port', String(port)], {
    env: { ...env, ...(url ? { DATABASE_URL: url } : {}) },
    stdio: 'ignore',
  })
  const client = new LoadClient()
  try {
    const answers = () => fetch(`http://127.0.0.1:${port}/api/session`).then(() => true, () => false) // prettier-ignore
    while (!(await answers())) {
      if (child.exitCode !== null || performance.now() - began > 60_000) throw new Error('the program did not start')
      await rest(20)
    }
    start.ours.push(performance.now() - began)
    const asked = performance.now()
    await rest(3_000)
    idle.ours.push(memoryOf(child.pid!))
    // The program lets one address ask 1,200 times a minute: the load takes most of them, the pages of the long run wait for the next minute.
    for (let i = 0; i < 5; i++)
      await client.run({
        port,
        path,
        method: 'GET',
        cookie,
        clients: 16,
        milliseconds: 60_000,
        bodies: Array<string>(200).fill(''),
      })
    loaded.ours.push(memoryOf(child.pid!))
    if (rounds > 2) await rest(Math.max(0, 61_000 - (performance.now() - asked)))
    const page = await benchFirstPage(port, rounds)
    return page ? [start, idle, loaded, page] : [start, idle, loaded]
  } finally {
    await client.close()
    child.kill('SIGTERM')
    await new Promise((resolve) => (child.exitCode === null ? child.once('exit', resolve) : resolve(undefined)))
  }
}
