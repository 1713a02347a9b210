/** Attacks on the door and on the line to it; one test each (docs/security.md names them). */
import net from 'node:net'
import type { InjectOptions } from 'fastify'
import { beforeAll, expect, it } from 'vitest'
import { safeBack } from '../../src/features/staff/page-sign-in.tsx'
import { getSession, signIn } from '../../src/features/staff/contract.ts'
import { openAccount } from '../../src/features/staff/service.ts'
import { openHttp } from '../../src/platform/http.ts'
import { SESSION_COOKIE } from '../../src/platform/session.ts'
import { callerOf, newWorld, type Answer, type World } from '../world.ts'

const password = 'Haicheng-2022'

let world: World
let login: string
beforeAll(async () => {
  world = await newWorld()
  login = `lin.${world.organisation_id.slice(-12)}`
  await world.run((ctx) => openAccount(ctx, { login, name: '林秀英', role: 'director' }, password, false))
})

const enter = (name: string, text: string, headers?: Record<string, string>) =>
  world.nobody.call(signIn, { login: name, password: text }, headers)
const told = ({ status, body }: Answer<unknown>) => ({ status, ...body, request_id: '' })
const setCookieOf = (answer: { headers: Readonly<Record<string, unknown>> }) => String(answer.headers['set-cookie'])
const inject = (sent: InjectOptions) => world.server.app.inject(sent)

it('guessing passwords and guessing names get the same answers, the lock included', async () => {
  const other = `he.${world.organisation_id.slice(-12)}`
  await world.run((ctx) => openAccount(ctx, { login: other, name: '何伟', role: 'director' }, password, false))
  const [real, invented]: [unknown[], unknown[]] = [[], []]
  for (let n = 0; n < 6; n++) {
    real.push(told(await enter(other, `wrong ${n}`)))
    invented.push(told(await enter(`nobody.${other}`, `wrong ${n}`)))
  }
  expect(real).toEqual(invented)
  expect(real.at(-1)).toMatchObject({ status: 429, code: 'account_locked' })
})

it('a session set by somebody else beforehand (fixation) is not the one that signing in opens', async () => {
  const planted = 'A'.repeat(43)
  const answer = await enter(login, password, { cookie: `${SESSION_COOKIE}=${planted}` })
  expect(answer.status).toBe(200)
  expect(setCookieOf(answer)).not.toContain(planted)
  expect((await callerOf(world.server, '', planted).call(getSession, {})).status).toBe(401)
})

it('the cookie is not for scripts, not for other sites, and on https not for the open line', async () => {
  const answer = await enter(login, password)
  expect(setCookieOf(answer)).toMatch(/Path=\/; HttpOnly; SameSite=Lax/)
  expect(setCookieOf(answer)).not.toMatch(/Domain=|Expires=|Max-Age=/)
})

it.each(['https://elsewhere.example', 'null', 'http://localhost.elsewhere.example', 'http://localhost:81'])(
  'a write from a page of %s (CSRF) is refused before anything is read',
  async (origin) => {
    const token = /=([^;]*)/.exec(setCookieOf(await enter(login, password)))![1]!
    const cookie = `${SESSION_COOKIE}=${token}`
    for (const { endpoint } of world.server.endpoints.filter(({ endpoint: { method } }) => method !== 'GET').slice(0, 20)) {
      const url = endpoint.path.replaceAll(/:\w+/g, 'x')
      const answer = await inject({ method: endpoint.method, url, headers: { cookie, origin, host: 'localhost' }, payload: {} })
      expect([endpoint.path, answer.json<{ code: string }>().code]).toEqual([endpoint.path, 'foreign_origin'])
    }
    const site = await inject({
      method: 'POST',
      url: '/api/session',
      headers: { cookie, 'sec-fetch-site': 'cross-site' },
      payload: {},
    })
    expect(site.json<{ code: string }>().code).toBe('foreign_origin')
  },
)

it.each([
  '//elsewhere.example',
  '/\\elsewhere.example',
  'https://elsewhere.example',
  'javascript:alert(1)',
  '\\\\x',
  '/sign-in?back=/',
])('signing in leads nowhere else (open redirect): %s', (back) => expect(safeBack(back)).toBe('/'))

it('the name of the host the caller made up is repeated nowhere', async () => {
  const host = 'elsewhere.example'
  for (const url of ['/', '/api/session', '/api/nowhere', '/api/openapi.json', '/api/docs']) {
    const answer = await inject({ url, headers: { host, 'x-forwarded-host': host, 'x-forwarded-proto': 'https' } })
    expect(JSON.stringify(answer.headers) + answer.body).not.toContain(host)
  }
})

it('answers are not framed, not sniffed, not kept, and say what a page may load', async () => {
  const { headers } = await inject({ url: '/api/session' })
  expect(headers).toMatchObject({
    'x-frame-options': 'SAMEORIGIN',
    'x-content-type-options': 'nosniff',
    'cache-control': 'no-store',
    'referrer-policy': 'no-referrer',
  })
  const rules = new Map(String(headers['content-security-policy']).split(';').map((rule) => [rule.split(' ')[0]!, rule])) // prettier-ignore
  expect(rules.get('default-src')).toBe("default-src 'self'")
  expect(rules.get('script-src')).toBe("script-src 'self'")
  expect(rules.get('frame-ancestors')).toBe("frame-ancestors 'self'")
  expect(rules.get('object-src')).toBe("object-src 'none'")
  expect(rules.get('form-action')).toBe("form-action 'self'")
  // No rule names a host: nothing is loaded from, or sent to, anybody else.
  expect(String(headers['content-security-policy'])).not.toMatch(/https?:|\*|\.[a-z]{2,}/)
})

it('keys of prototypes in bodies and addresses change nothing for others', async () => {
  const payloads = [
    '{"__proto__":{"polluted":1}}',
    '{"constructor":{"prototype":{"polluted":1}}}',
    '{"login":"a","__proto__":null}',
  ]
  for (const payload of payloads)
    await inject({ method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload })
  await inject({ url: '/api/people?__proto__[polluted]=1&constructor[prototype][polluted]=1&__proto__=x' })
  expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
})

it('an endless JSON is refused at 2 MB, a bottomless one is no fault', async () => {
  const send = (payload: string) =>
    inject({ method: 'POST', url: '/api/session', headers: { 'content-type': 'application/json' }, payload })
  expect((await send(`{"login":"${'x'.repeat(2 * 1024 * 1024)}"}`)).statusCode).toBe(413)
  expect((await send(`${'['.repeat(500_000)}${']'.repeat(500_000)}`)).statusCode).toBeLessThan(500)
})

const patience = { head: 200, whole: 400 }

/** What a caller hears who says `words` one after the other and then nothing; and after how long the line was cut. */
const slowly = async (port: number, words: readonly string[]): Promise<{ heard: string; after_ms: number }> => {
  const started = performance.now()
  return new Promise((resolve, reject) => {
    const socket = net.connect(port, '127.0.0.1', () => words.forEach((word, n) => setTimeout(() => socket.write(word), n * 20)))
    let heard = ''
    socket.on('data', (bytes) => (heard += bytes.toString()))
    socket.on('close', () => resolve({ heard, after_ms: performance.now() - started }))
    socket.on('error', reject)
  })
}

it.each([
  ['head', ['GET /api/health HTTP/1.1\r\n', 'host: a\r\n', 'x-a: 1\r\n']],
  ['body', ['POST /api/session HTTP/1.1\r\nhost: a\r\ncontent-type: application/json\r\ncontent-length: 100\r\n\r\n', '{"a":']],
])('whoever sends the %s drop by drop (slowloris) loses the line', async (_, words) => {
  const app = await openHttp({ log: false, rate: 0, patience })
  app.post('/api/session', async () => ({}))
  await app.listen({ host: '127.0.0.1', port: 0 })
  const { port } = app.server.address() as net.AddressInfo
  const { heard, after_ms } = await slowly(port, words)
  expect(heard).toContain('408 Request Timeout')
  expect(after_ms).toBeLessThan(5_000)
  await app.close()
})

it('outside of tests a head may take 20 seconds and a request two minutes', async () => {
  const app = await openHttp({ log: false, rate: 0 })
  expect([app.server.headersTimeout, app.server.requestTimeout]).toEqual([20_000, 120_000])
  await app.close()
})
