/** The product as its user starts it: the built browser files and the command `hengai start` on a data folder of its own. */
import { execFileSync, spawn } from 'node:child_process'
import { readdirSync, statSync } from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'

export const root = fileURLToPath(new URL('..', import.meta.url))
const command = path.join(root, 'bin', 'hengai.mjs')

const changedAt = (folder: string): number =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((file) => file.isFile())
    .reduce((latest, file) => Math.max(latest, statSync(path.join(file.parentPath, file.name)).mtimeMs), 0)

const builtAt = (): number => {
  try {
    return statSync(path.join(root, 'dist', 'index.html')).mtimeMs
  } catch {
    return 0
  }
}

/** Builds the browser files when a source is newer than they are. */
export const buildWhenStale = (): boolean => {
  const stale = [changedAt(path.join(root, 'src')), statSync(path.join(root, 'index.html')).mtimeMs].some((at) => at > builtAt())
  if (stale) execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'inherit' })
  return stale
}

/** Runs a command of the product to its end; returns what it printed. */
export const hengai = (...args: string[]): string =>
  execFileSync(process.execPath, [command, ...args], { cwd: root, encoding: 'utf8' })

export interface RunningServer {
  /** `http://127.0.0.1:PORT` */
  readonly address: string
  /** As printed in the terminal on an empty data folder. */
  readonly setup_code: string | undefined
  readonly stop: () => Promise<void>
}

/** Starts the server on a free port; resolves when it has printed its address. */
export const startServer = (data: string): Promise<RunningServer> =>
  new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [command, 'start', '--data', data, '--port', '0', '--quiet'], { cwd: root })
    const ended = new Promise<void>((done) => child.once('exit', () => done()))
    let printed = ''
    const listen = (chunk: Buffer) => {
      printed += String(chunk)
      const address = /http:\/\/127\.0\.0\.1:\d+/.exec(printed)?.[0]
      const code = /\b\d{4}-\d{4}-\d{4}\b/.exec(printed)?.[0]
      // On an empty folder the code is printed after the address.
      if (!address || (printed.includes('set-up code') && !printed.includes('/first-run'))) return
      setTimeout(
        () =>
          resolve({
            address,
            setup_code: code ?? /\b\d{4}-\d{4}-\d{4}\b/.exec(printed)?.[0],
            stop: async () => {
              child.kill('SIGTERM')
              await ended
            },
          }),
        200,
      )
    }
    child.stdout.on('data', listen)
    child.stderr.on('data', (chunk: Buffer) => (printed += String(chunk)))
    child.once('exit', (exit_code) => reject(new Error(`the server ended (${exit_code}):\n${printed}`)))
  })
