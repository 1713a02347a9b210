/** A load client of its own thread: so many connections, each sending its next request when the one before was answered. */
import http from 'node:http'
import { parentPort } from 'node:worker_threads'
import type { Load, Loaded } from './load.ts'

const port = parentPort!

const send = (agent: http.Agent, load: Load, path: string, body: string | undefined): Promise<number> =>
  new Promise((resolve, reject) => {
    const headers = {
      ...(load.cookie ? { cookie: load.cookie } : {}),
      ...(body === undefined ? {} : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) }),
    }
    const request = http.request({ host: '127.0.0.1', port: load.port, path, method: load.method, agent, headers }, (answer) => {
      const parts: Buffer[] = []
      answer.on('data', (part: Buffer) => parts.push(part))
      answer.on('end', () => {
        if (answer.statusCode === 200) resolve(parts.reduce((sum, part) => sum + part.length, 0))
        else reject(new Error(`${path}: ${answer.statusCode} ${Buffer.concat(parts).toString()}`))
      })
    })
    request.on('error', reject)
    request.end(body)
  })

const run = async (load: Load): Promise<Loaded> => {
  const agent = new http.Agent({ keepAlive: true, maxSockets: load.clients })
  const waits: number[] = []
  let next = 0
  const started = performance.now()
  const client = async () => {
    for (;;) {
      const now = performance.now()
      if (now - started > load.milliseconds) return
      const at = next++
      const body = load.bodies?.[at]
      if (load.bodies && body === undefined) return
      await send(agent, load, load.paths?.[at] ?? load.path, body)
      waits.push(performance.now() - now)
    }
  }
  await Promise.all(Array.from({ length: load.clients }, client))
  const took = performance.now() - started
  agent.destroy()
  return { waits, rate: (waits.length / took) * 1000, used: next }
}

port.on('message', (load: Load) => {
  run(load).then(
    (loaded) => port.postMessage(loaded),
    (problem: Error) => port.postMessage({ problem: problem.message }),
  )
})
