/** Three requests that want to write lines of their own into the log; run by texts.test.ts, which reads what was printed. */
import { openHttp } from '../../src/platform/http.ts'
import { Refusal } from '../../src/shared/refusal.ts'

const app = await openHttp({ log: true, rate: 0 })
app.get('/api/fault/:name', (request) => {
  throw Object.assign(new Error(`no such name: ${(request.params as { name: string }).name}`), {
    detail: 'Key (phone)=(13800000001)',
  })
})
app.get('/api/refused', () => {
  throw new Refusal('not_found')
})
const headers = { cookie: 'hengai_session=a-secret-cookie', 'user-agent': '\u001b[2J{"level":60}', 'x-forwarded-for': '1\n2' }
const line = encodeURIComponent('\r\n{"level":30,"msg":"signed in"}\u001b[2J\u001b]0;x\u0007')
await app.inject({ url: `/api/fault/${line}`, headers })
await app.inject({ url: `/api/refused?q=13800000001${line}`, headers })
await app.inject({ url: `/api/nowhere${line}`, headers })
await app.close()
