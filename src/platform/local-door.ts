/**
 * How a command asks the program that is serving a data folder: one process may open the embedded database, and a backup must not need it to stop.
 * A second, tiny server listens on this machine only, on a port of its own; its number and a token stand in a file of the data folder that
 * nobody but its owner can read. Whoever can read that file can read the database beside it.
 */
import { randomBytes, timingSafeEqual } from 'node:crypto'
import fs from 'node:fs'
import http from 'node:http'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { isRunning, thisProcess, type Holder } from './folder-lock.ts'

const fileIn = (folder: string) => path.join(folder, 'local-door')

export type Say = (line: Readonly<Record<string, unknown>>) => void
/** Answers one request: says lines while it works; a throw is said as the last line. `gone` fires when the command was stopped. */
export type Answerer = (asked: Readonly<Record<string, unknown>>, say: Say, gone: AbortSignal) => Promise<void>

const isToken = (given: string | undefined, token: string): boolean => {
  const [one, other] = [Buffer.from(given ?? ''), Buffer.from(`Bearer ${token}`)]
  return one.length === other.length && timingSafeEqual(one, other)
}

/** Opens the door; `close` shuts it and removes the file. */
export const openDoor = async (
  folder: string,
  answers: Readonly<Record<string, Answerer>>,
): Promise<{ close: () => Promise<void> }> => {
  const token = randomBytes(32).toString('base64url')
  const serve = async (request: http.IncomingMessage, response: http.ServerResponse): Promise<void> => {
    const answer = answers[(request.url ?? '').slice(1)]
    // A page in a browser on this machine knows neither the port nor the token, and cannot send this header unasked.
    if (request.method !== 'POST' || !answer || !isToken(request.headers.authorization, token))
      return void response.writeHead(404).end()
    const gone = new AbortController()
    response.on('close', () => response.writableFinished || gone.abort())
    const say: Say = (line) => void response.write(`${JSON.stringify(line)}\n`)
    response.writeHead(200, { 'content-type': 'application/x-ndjson' })
    try {
      await answer(JSON.parse(await text(request)) as Record<string, unknown>, say, gone.signal)
    } catch (problem) {
      say({ problem: (problem as Error).message })
    }
    response.end()
  }
  const server = http.createServer((request, response) => void serve(request, response))
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(0, '127.0.0.1', resolve))
  const file = fileIn(folder)
  fs.rmSync(file, { force: true })
  fs.writeFileSync(file, JSON.stringify({ port: (server.address() as { port: number }).port, token, ...thisProcess() }), {
    flag: 'wx',
    mode: 0o600,
  })
  return {
    close: async () => {
      fs.rmSync(file, { force: true })
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

/** What stands behind the file; undefined when a program was killed and left it: its port may be another one's now, which must not hear the token. */
const readDoor = (file: string): { port: number; token: string } | undefined => {
  if (!fs.existsSync(file)) return undefined
  const { port, token, pid, started } = JSON.parse(fs.readFileSync(file, 'utf8')) as Holder & { port: number; token: string }
  if (isRunning({ pid, started: started ?? null })) return { port, token }
  process.stderr.write(
    `上次的程序没有正常结束（进程 ${pid} 已不在）· The program that served this folder did not end by itself (process ${pid} is gone)\n`,
  )
  return undefined
}

/** Asks the program that serves `folder`; false when none does. Throws what it says went wrong. */
export const askDoor = async (
  folder: string,
  question: string,
  asked: Readonly<Record<string, unknown>>,
  heard: Say,
): Promise<boolean> => {
  const door = readDoor(fileIn(folder))
  if (!door) return false
  const { port, token } = door
  const lines = await new Promise<http.IncomingMessage | undefined>((resolve, reject) => {
    const request = http.request(
      {
        host: '127.0.0.1',
        port,
        path: `/${question}`,
        method: 'POST',
        headers: { authorization: `Bearer ${token}` },
        agent: false,
      },
      resolve,
    )
    request.on('error', (problem: NodeJS.ErrnoException) =>
      problem.code === 'ECONNREFUSED' ? resolve(undefined) : reject(problem),
    )
    request.end(JSON.stringify(asked))
  })
  if (lines?.statusCode !== 200) return false
  let rest = ''
  for await (const chunk of lines.setEncoding('utf8') as AsyncIterable<string>) {
    const parts = (rest + chunk).split('\n')
    rest = parts.pop() ?? ''
    for (const part of parts) {
      const line = JSON.parse(part) as Record<string, unknown>
      if (typeof line.problem === 'string') throw new Error(line.problem)
      heard(line)
    }
  }
  return true
}
