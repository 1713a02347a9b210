/** /metrics: what it tells, to whom, and that dashboard and alerts ask for nothing it does not tell. */
import fs from 'node:fs'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { metricsToken } from '../src/app/metrics-door.ts'
import { openServer, type Server } from '../src/app/server.ts'
import { signIn } from '../src/features/staff/contract.ts'
import { listStations } from '../src/features/orgs/contract.ts'
import type { Database } from '../src/platform/database.ts'
import { keys, newWorld, openEmptyDatabase, type World } from './world.ts'

const TOKEN = 'a-token-of-at-least-32-characters!!'
let database: Database
let open: Server
let closed: Server
let world: World
beforeAll(async () => {
  database = await openEmptyDatabase()
  const metrics = { version: '0.1.0', sealed_at: () => new Date() }
  open = await openServer({ database, keys, log: false, rate: 0, metrics: { ...metrics, token: undefined } })
  closed = await openServer({ database, keys, log: false, rate: 0, metrics: { ...metrics, token: TOKEN } })
  world = await newWorld({ database, server: open })
})
afterAll(async () => {
  await open.app.close()
  await closed.app.close()
  await database.close()
})

const read = async (server: Server, headers: Record<string, string> = {}, remoteAddress = '127.0.0.1') => {
  const answer = await server.app.inject({ url: '/metrics', remoteAddress, headers: { host: '127.0.0.1:8080', ...headers } })
  return { status: answer.statusCode, text: answer.body }
}

describe('who may read', () => {
  it('is this machine, and nobody through a proxy on it or under another name', async () => {
    expect((await read(open)).status).toBe(200)
    expect((await read(open, { host: 'localhost:8080' }, '::1')).status).toBe(200)
    const others: Record<string, string>[] = [
      { 'x-forwarded-for': '10.0.0.7' },
      { forwarded: 'for=10.0.0.7' },
      { 'x-real-ip': '10.0.0.7' },
      { host: 'hengai.example.cn' },
    ]
    for (const headers of others) expect((await read(open, headers)).status, JSON.stringify(headers)).toBe(404)
    const foreign = await read(open, {}, '10.0.0.7')
    expect(foreign.status).toBe(404)
    expect(foreign.text).not.toContain('hengai_')
  })

  it('is whoever holds the token, when there is one, from anywhere; without it nobody', async () => {
    expect((await read(closed, { authorization: `Bearer ${TOKEN}` }, '10.0.0.7')).status).toBe(200)
    for (const authorization of ['', `Bearer ${TOKEN}x`, `Bearer ${TOKEN.slice(1)}`, TOKEN, `Basic ${TOKEN}`, 'Bearer '])
      expect((await read(closed, { authorization })).status, authorization).toBe(404)
  })

  it('a token that can be guessed is refused at the start', () => {
    vi.stubEnv('HENGAI_METRICS_TOKEN', 'x'.repeat(31))
    expect(metricsToken).toThrow('32')
    vi.stubEnv('HENGAI_METRICS_TOKEN', TOKEN)
    expect(metricsToken()).toBe(TOKEN)
    vi.unstubAllEnvs()
  })
})

describe('what it tells', () => {
  it('counts requests by endpoint, refusals by code, sign-ins that failed, and transactions', async () => {
    const director = await world.account('director')
    await director.call(listStations, {})
    await world.nobody.call(listStations, {})
    await world.nobody.call(signIn, { login: 'nobody.here', password: 'Wrong-2022-pass' })
    const { text } = await read(open)
    expect(text).toMatch(/hengai_request_seconds_count\{endpoint="listStations",method="GET",status="2xx"\} [1-9]/)
    expect(text).toMatch(/hengai_refusals_total\{code="not_signed_in"\} 1/)
    expect(text).toMatch(/hengai_sign_in_failures_total 1/)
    expect(text).toMatch(/hengai_transactions_total\{result="committed"\} [1-9]/)
    expect(text).toMatch(/hengai_pool_wait_seconds_count [1-9]/)
    expect(text).toMatch(/hengai_database_size_bytes [1-9]\d{5}/)
    expect(text).toMatch(/hengai_organisations 1\n/)
    expect(text).toMatch(/hengai_build_info\{version="0.1.0"/)
  })

  it('says nothing where nothing was yet, instead of zero', async () => {
    const { text } = await read(open)
    expect(text).toContain('# TYPE hengai_backup_made_timestamp_seconds gauge')
    expect(text).not.toMatch(/^hengai_backup_made_timestamp_seconds /m)
  })

  it('names no organisation, account, person or address', async () => {
    const station = await world.station({ name: '红旗社区居家养老服务站' })
    const director = await world.account('director')
    await open.app.inject({ url: `/api/people/${director.account_id}`, remoteAddress: '10.1.2.3' })
    await open.app.inject({ url: `/people/${director.account_id}?q=陈桂英` })
    const { text } = await read(open)
    for (const word of [world.organisation_id, director.account_id, station, '10.1.2.3', '陈桂英', '红旗'])
      expect(text).not.toContain(word)
    const labels = [...text.matchAll(/"([^"]*)"/g)].map(([, value]) => value!)
    expect(labels.filter((value) => /[0-9a-f]{8}-[0-9a-f]{4}/.test(value))).toEqual([])
  })

  it('every metric that dashboard and alerts name is there', async () => {
    const { text } = await read(open)
    const known = new Set(
      [...text.matchAll(/^# TYPE (\S+) (\S+)$/gm)].flatMap(([, name, type]) =>
        type === 'histogram' ? [`${name}_bucket`, `${name}_sum`, `${name}_count`] : [name],
      ),
    )
    for (const file of ['docs/dashboard.json', 'docs/alerts.yml']) {
      const asked = [
        ...fs.readFileSync(new URL(`../${file}`, import.meta.url), 'utf8').matchAll(/\b(?:hengai|process|nodejs)_[a-z_]+\b/g),
      ].map(([name]) => name)
      expect(asked.length, file).toBeGreaterThan(5)
      expect(
        asked.filter((name) => !known.has(name)),
        file,
      ).toEqual([])
    }
  })
})
