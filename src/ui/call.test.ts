// @vitest-environment happy-dom
import { afterEach, describe, expect, test, vi } from 'vitest'
import { endpoint, optional, z } from '../shared/endpoint.ts'
import { Refused, addressOf, call, queryString } from './call.ts'
import { speak } from './i18n.ts'
import { serve } from '../../test/stage.tsx'

const getMeal = endpoint({
  method: 'GET',
  path: '/api/meals/:meal_id',
  permission: 'signed_in',
  summary: '',
  input: z.object({ meal_id: z.string(), q: optional(z.string()) }),
  output: z.object({ name: z.string() }),
})
const voidMeal = endpoint({
  method: 'POST',
  path: '/api/meals/:meal_id/void',
  permission: 'signed_in',
  summary: '',
  input: z.object({ meal_id: z.string(), reason: z.string() }),
  output: z.object({}),
})

afterEach(() => speak('zh'))

describe('where a call goes', () => {
  test('path parameters are filled, escaped, and not sent again', () => {
    expect(addressOf(getMeal, { meal_id: 'a/b 餐', q: 'x' })).toEqual({ path: '/api/meals/a%2Fb%20%E9%A4%90', rest: { q: 'x' } })
  })
  test('a missing path parameter is our mistake and is not sent', () => {
    expect(() => addressOf(getMeal, { meal_id: '' })).toThrow('meal_id')
  })
  test('empty values are left out, lists repeat, zero and false stay', () => {
    expect(queryString({ a: '', b: null, c: undefined, d: 0, e: false, f: ['x', 'y'] })).toBe('d=0&e=false&f=x&f=y')
  })
  test('a read travels as query string, a write as JSON', async () => {
    const asked = serve(() => ({ body: { name: '陈' } }))
    expect(await call(getMeal, { meal_id: '1', q: '陈 桂' })).toEqual({ name: '陈' })
    await call(voidMeal, { meal_id: '1', reason: '重复' })
    expect(asked[0]?.url.searchParams.get('q')).toBe('陈 桂')
    expect(asked[0]?.body).toBeUndefined()
    expect(asked[1]).toMatchObject({ method: 'POST', body: { reason: '重复' } })
    expect(asked[1]?.url.search).toBe('')
  })
  test('every call carries a request id, our mark against foreign pages, and the language of now', async () => {
    const sent: RequestInit[] = []
    vi.stubGlobal('fetch', async (_: string, init: RequestInit) => (sent.push(init), new Response('{}')))
    speak('en')
    await call(getMeal, { meal_id: '1' })
    vi.unstubAllGlobals()
    const headers = new Headers(sent[0]?.headers)
    expect(headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    expect(headers.get('x-hengai')).toBe('1')
    expect(headers.get('accept-language')).toBe('en')
    expect(sent[0]?.credentials).toBe('same-origin')
  })
})

describe('what goes wrong', () => {
  const refusedBy = async (reply: Parameters<typeof serve>[0]): Promise<Refused> => {
    serve(reply)
    const thrown = await call(getMeal, { meal_id: '1' }).catch((error: unknown) => error)
    if (!(thrown instanceof Refused)) throw new Error(`not a refusal: ${String(thrown)}`)
    return thrown
  }
  test('a refusal keeps its code, its field and the sentence of the server', async () => {
    const refused = await refusedBy(() => ({
      status: 422,
      body: { code: 'bad_date', message: '日期不存在', field: 'occurred_on', details: { text: '2022-02-30' }, request_id: 'r' },
    }))
    expect(refused).toMatchObject({
      code: 'bad_date',
      message: '日期不存在',
      field: 'occurred_on',
      status: 422,
      details: { text: '2022-02-30' },
      request_id: 'r',
    })
  })
  test('our own fault is said in our words with the number to ask for', async () => {
    const refused = await refusedBy(() => ({
      status: 500,
      body: { code: 'fault', message: 'TypeError: x', request_id: 'abcdef1234' },
    }))
    expect(refused.message).toContain('abcdef12')
    expect(refused.message).not.toContain('TypeError')
  })
  test('an answer that is not JSON is a fault, not a crash', async () => {
    vi.stubGlobal('fetch', async () => new Response('<html>502</html>', { status: 502 }))
    await expect(call(getMeal, { meal_id: '1' })).rejects.toMatchObject({ code: 'fault', status: 502 })
    vi.unstubAllGlobals()
  })
  test('no answer at all says that the server cannot be reached', async () => {
    const refused = await refusedBy(() => new TypeError('Failed to fetch'))
    expect(refused).toMatchObject({ code: 'offline', status: 0 })
    expect(refused.message).toContain('网络')
  })
  test('a call given up by the page is not reported as a broken network', async () => {
    vi.stubGlobal('fetch', async () => Promise.reject(new DOMException('given up', 'AbortError')))
    await expect(call(getMeal, { meal_id: '1' })).rejects.toMatchObject({ name: 'AbortError' })
    vi.unstubAllGlobals()
  })
})
