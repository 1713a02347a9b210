/** What is sent where no page of ours sends it: broken JSON, keys twice, forms, and addresses with anything in them. */
import type { InjectOptions } from 'fastify'
import type { Endpoint } from '../../src/shared/endpoint.ts'
import type { Chance } from './random.ts'

const partOf = (value: unknown): string => {
  const text = typeof value === 'object' ? JSON.stringify(value) : String(value)
  // A lone surrogate has no percent form: no client can put it into an address.
  return encodeURIComponent(text.slice(0, 3000).replaceAll(/\p{Surrogate}/gu, '\ufffd'))
}

const queryOf = (input: Record<string, unknown>, begun: boolean): string => {
  const parts = Object.entries(input).flatMap(([name, value]) =>
    (Array.isArray(value) ? value.slice(0, 50) : [value]).map((each) => `${encodeURIComponent(name)}=${partOf(each)}`),
  )
  return parts.length > 0 ? `${begun ? '&' : '?'}${parts.join('&')}` : ''
}

const json = { 'content-type': 'application/json' }

const broken = (text: string, chance: Chance): Pick<InjectOptions, 'headers' | 'payload'> =>
  chance.pick([
    { headers: json, payload: text.slice(0, -1) },
    { headers: json, payload: text.replace('{', '{"__proto__":{"polluted":true},') },
    { headers: json, payload: text.replace('{', '{"constructor":{"prototype":{"polluted":true}},') },
    { headers: json, payload: text.replace(/^\{(".*?":)/s, '{$1null,$1') },
    { headers: json, payload: '['.repeat(50_000) },
    { headers: json, payload: `${'{"a":'.repeat(20_000)}1${'}'.repeat(20_000)}` },
    { headers: json, payload: `[${text}]` },
    { headers: json, payload: 'null' },
    { headers: json, payload: '"text"' },
    { headers: json, payload: '7' },
    { headers: json, payload: Buffer.from([0xff, 0xfe, 0x7b, 0x00, 0x7d]) },
    { headers: { 'content-type': 'application/x-www-form-urlencoded' }, payload: 'a=1' },
    { headers: { 'content-type': 'multipart/form-data' }, payload: text },
    { headers: { 'content-type': 'text/plain' }, payload: text },
    { headers: { 'content-type': 'application/json; charset=utf-16' }, payload: text },
    { headers: { 'content-type': '\u0001' }, payload: text },
  ])

/** One request for an endpoint and an input; one of ten writes has a body that is no input at all. */
export const requestFor = (endpoint: Endpoint, input: Record<string, unknown>, chance: Chance): InjectOptions => {
  const left = { ...input }
  const url = endpoint.path.replaceAll(/:(\w+)/g, (_, name: string) => {
    const value = partOf(left[name] ?? '')
    delete left[name]
    return value
  })
  if (endpoint.method === 'GET') return { method: 'GET', url: url + queryOf(left, url.includes('?')) }
  const text = JSON.stringify(left)
  const body = chance.of(0.1) ? broken(text, chance) : { headers: json, payload: text }
  return { method: endpoint.method, url, ...body }
}
