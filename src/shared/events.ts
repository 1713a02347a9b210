/** What a page is told while it is open: that something of a kind was written, never what, by whom or about whom. */
import { endpoint, z } from './endpoint.ts'

/** One message of the stream. `kinds`: slices with something new (`canteen`); none: what happened is not known, everything may be new. */
export const newsOf = z.object({ kinds: z.optional(z.array(z.string())) })

/** Server-sent events (text/event-stream), each message JSON of this form. Ends with the session. */
export const watchEvents = endpoint({
  method: 'GET',
  path: '/api/events',
  permission: 'signed_in',
  summary: '本机构有新内容时通知打开的页面：只说哪一类，不说内容（事件流 text/event-stream）',
  input: z.object({}),
  output: newsOf,
})
