import net from 'node:net'
import type { FastifyInstance, InjectOptions } from 'fastify'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { z, endpoint, whole } from '../src/shared/endpoint.ts'
import { refusalText, type RefusalCode } from '../src/shared/refusal-texts.ts'
import { mountFiles } from '../src/app/files.ts'
import { openHttp } from '../src/platform/http.ts'
import { mountPublic, parseInput } from '../src/platform/mount.ts'

const recordSteps = endpoint({
  method: 'POST',
  path: '/api/steps',
  permission: 'public',
  summary: '',
  input: z.object({ steps: whole(1000), hours: z.optional(z.coerce.number()), day: z.optional(z.string()) }),
  output: z.object({}),
})

/** A server of our own machinery with one endpoint, and one that takes files. */
const open = async (rate = 0): Promise<FastifyInstance> => {
  const app = await openHttp({ log: false, rate })
  mountPublic(app, recordSteps, async () => ({}))
  app.get('/api/steps/:name', async () => ({}))
  app.post('/api/files', async (request) => {
    for await (const part of request.files({ throwFileSizeLimit: false })) await part.toBuffer()
    return {}
  })
  await mountFiles(app, undefined)
  return app
}

let app: FastifyInstance
beforeAll(async () => {
  app = await open()
})
afterAll(() => app.close())

const boundary = 'a-boundary'
const multipart = (files: number, end = `--${boundary}--\r\n`) =>
  Array.from(
    { length: files },
    (_, i) => `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${i}.csv"\r\n\r\nx\r\n`,
  ).join('') + end

type Sent = InjectOptions

const json = { 'content-type': 'application/json' }
const form = { 'content-type': `multipart/form-data; boundary=${boundary}` }

const asked: readonly (readonly [string, Sent, number, RefusalCode])[] = [
  ['half a JSON', { method: 'POST', url: '/api/steps', headers: json, payload: '{"steps":' }, 400, 'not_json'],
  ['no JSON at all', { method: 'POST', url: '/api/steps', headers: json, payload: '' }, 400, 'not_json'],
  ['a poisoned JSON', { method: 'POST', url: '/api/steps', headers: json, payload: '{"__proto__":{"a":1}}' }, 400, 'not_json'],
  ['XML', { method: 'POST', url: '/api/steps', headers: { 'content-type': 'application/xml' }, payload: '<a/>' }, 415, 'wrong_media_type'],
  ['too much', { method: 'POST', url: '/api/steps', headers: json, payload: JSON.stringify({ a: 'x'.repeat(3_000_000) }) }, 413, 'too_large'],
  ['an address that is none of ours', { method: 'GET', url: '/api/nowhere' }, 404, 'not_found'],
  ['a method that is not there', { method: 'PUT', url: '/api/steps' }, 404, 'not_found'],
  ['an address that cannot be read', { method: 'GET', url: '/api/%E0%A4%A' }, 400, 'bad_request'],
  ['an endless address', { method: 'GET', url: `/api/steps/${'x'.repeat(400)}` }, 400, 'bad_request'],
  ['no files where files are wanted', { method: 'POST', url: '/api/files', headers: json, payload: '{}' }, 415, 'wrong_media_type'],
  ['more files than one upload takes', { method: 'POST', url: '/api/files', headers: form, payload: multipart(41) }, 413, 'too_many_files'],
  ['a boundary longer than any', { method: 'POST', url: '/api/files', headers: { 'content-type': `multipart/form-data; boundary=${'b'.repeat(300)}` }, payload: multipart(1) }, 400, 'bad_request'],
  ['an upload that broke off', { method: 'POST', url: '/api/files', headers: form, payload: multipart(1, '') }, 400, 'bad_request'],
  ['a page of somebody else', { method: 'POST', url: '/api/steps', headers: { ...json, origin: 'https://elsewhere.example' }, payload: '{}' }, 403, 'foreign_origin'],
] // prettier-ignore

const inLanguage = (sent: Sent, language: 'zh' | 'en'): Sent => ({
  ...sent,
  headers: { ...sent.headers, 'accept-language': language === 'en' ? 'en' : 'zh-CN' },
})

describe('what the libraries refuse is refused in our words', () => {
  describe.each(['zh', 'en'] as const)('in %s', (language) => {
    it.each(asked)('%s', async (_, sent, status, code) => {
      const answer = await app.inject(inLanguage(sent, language))
      const details = code === 'too_many_files' ? { most: 40 } : {}
      expect({ status: answer.statusCode, ...answer.json<object>() }).toEqual({
        status,
        code,
        message: refusalText(code, details, language),
        details,
        request_id: expect.any(String),
      })
    })

    it('too many requests', async () => {
      const busy = await open(1)
      const sent = inLanguage({ method: 'GET', url: '/api/steps/a' }, language)
      await busy.inject(sent)
      const answer = await busy.inject(sent)
      expect({ status: answer.statusCode, message: answer.json<{ message: string }>().message }).toEqual({
        status: 429,
        message: refusalText('too_many_requests', {}, language),
      })
      await busy.close()
    })
  })

  it('bytes that are no HTTP are answered in both languages, and nobody else is harmed', async () => {
    const open_to_bytes = await open()
    await open_to_bytes.listen({ host: '127.0.0.1', port: 0 })
    const { port } = open_to_bytes.server.address() as net.AddressInfo
    const answer = await new Promise<string>((done, failed) => {
      const socket = net.connect(port, '127.0.0.1', () => socket.write('GARBAGE\r\n\r\n'))
      let got = ''
      socket.on('data', (bytes) => (got += bytes.toString()))
      socket.on('close', () => done(got))
      socket.on('error', failed)
    })
    expect(answer).toContain('400 Bad Request')
    for (const language of ['zh', 'en'] as const) expect(answer).toContain(refusalText('bad_request', {}, language))
    expect((await open_to_bytes.inject({ url: '/api/steps/a' })).statusCode).toBe(200)
    await open_to_bytes.close()
  })
})

const problemOf = (input: object, language: 'zh' | 'en'): unknown => {
  try {
    parseInput(recordSteps, input, language)
    return 'taken'
  } catch (refusal) {
    return (refusal as { details: { problem: string } }).details.problem
  }
}

describe('a number that is none', () => {
  it.each([
    ['nothing', {}, '必填', 'is required'],
    ['words', { steps: '十二步' }, '“十二步”不是数字，请只写数字，不带单位，如 12 或 12.5', '“十二步” is not a number; write digits only, without a unit, such as 12 or 12.5'],
    ['half a one', { steps: 12.5 }, '“12.5”不是整数，请写整数，如 12', '“12.5” is not a whole number; write one such as 12'],
    ['too large a one', { steps: 2000 }, '不能大于 1000', 'must be at most 1000'],
    ['one that may be left out', { steps: 1, hours: '两个半' }, '“两个半”不是数字，请只写数字，不带单位，如 12 或 12.5', '“两个半” is not a number; write digits only, without a unit, such as 12 or 12.5'],
    ['a number for words', { steps: 1, day: 7 }, '应为文字', 'must be text'],
  ])('%s is called what it is', (_, input, zh, en) => {
    expect([problemOf(input, 'zh'), problemOf(input, 'en')]).toEqual([zh, en])
  }) // prettier-ignore
})
