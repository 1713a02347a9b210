/** Workbooks for tests of imports: a register and a meal sheet of one station, and the way a browser sends files. */
import { randomUUID } from 'node:crypto'
import type { uploadAnswer } from '../src/features/imports/contract.ts'
import { getImportRun, startImport } from '../src/features/imports/contract.ts'
import type { SheetContent } from '../src/platform/write-workbook.ts'
import { writeWorkbook } from '../src/platform/write-workbook.ts'
import type { InputOf, OutputOf, z } from '../src/shared/endpoint.ts'
import { SESSION_COOKIE } from '../src/platform/session.ts'
import type { Caller, World } from './world.ts'

/** Check character of an 18-digit ID number (GB 11643-1999, ISO 7064 MOD 11-2). */
const withCheck = (digits: string): string => {
  const weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
  const sum = [...digits].reduce((total, digit, at) => total + Number(digit) * weights[at]!, 0)
  return digits + '10X98765432'[sum % 11]!
}

export const idNumber = (serial: number, year = 1950): string => withCheck(`440403${year}0101${String(serial).padStart(3, '0')}`)

export const textSheet = (name: string, headings: readonly string[], rows: readonly (readonly string[])[]): SheetContent => ({
  name,
  columns: headings.map((heading) => ({ heading, type: 'text' })),
  rows,
})

export const registerSheet = (rows: readonly (readonly [number: string, name: string, id_number: string])[]): SheetContent =>
  textSheet(
    '会员登记表',
    ['会员编号', '姓名', '身份证号', '建档日期', '状态'],
    rows.map((row) => [...row, '2022-01-01', '在册']),
  )

/** 餐费 20 = 补贴 15 + 自付 5. */
export const mealSheet = (
  rows: readonly (readonly [day: string, number: string, name: string, meal?: string])[],
  station: string,
): SheetContent =>
  textSheet(
    '助餐',
    ['用餐日期', '站点', '会员编号', '姓名', '餐次', '餐费', '补贴', '自付'],
    rows.map(([day, number, name, meal = '午餐']) => [day, station, number, name, meal, '20', '15', '5']),
  )

/** Sessions of 90 minutes that were held. */
export const sessionSheet = (
  rows: readonly (readonly [number: string, day: string, title: string])[],
  station: string,
): SheetContent =>
  textSheet(
    '活动台账',
    ['活动编号', '活动日期', '站点', '活动名称', '活动类型', '时长(分钟)', '状态'],
    rows.map(([number, day, title]) => [number, day, station, title, '讲座', '90', '已举办']),
  )

export const bookOf = (...sheets: SheetContent[]): Promise<Buffer> => writeWorkbook(sheets)

export interface SentFile {
  readonly name: string
  readonly bytes: Uint8Array
}

export interface UploadAnswer {
  readonly status: number
  readonly body: z.output<typeof uploadAnswer> & { readonly code?: string; readonly message?: string }
}

export const upload = async ({ server }: World, who: Caller, files: readonly SentFile[]): Promise<UploadAnswer> => {
  const boundary = `--${randomUUID()}`
  const parts = files.flatMap(({ name, bytes }) => [
    Buffer.from(
      `--${boundary}\r\ncontent-disposition: form-data; name="file"; filename="${name}"\r\ncontent-type: application/octet-stream\r\n\r\n`,
    ),
    Buffer.from(bytes),
    Buffer.from('\r\n'),
  ])
  const answer = await server.app.inject({
    method: 'POST',
    url: '/api/imports/uploads',
    headers: {
      'content-type': `multipart/form-data; boundary=${boundary}`,
      ...(who.cookie ? { cookie: `${SESSION_COOKIE}=${who.cookie}` } : {}),
    },
    payload: Buffer.concat([...parts, Buffer.from(`--${boundary}--\r\n`)]),
  })
  return { status: answer.statusCode, body: answer.json() }
}

const ended = async (who: Caller, run_id: string): Promise<OutputOf<typeof getImportRun>> => {
  for (;;) {
    const { body } = await who.call(getImportRun, { run_id })
    if (body.state !== 'running') return body
    await new Promise((done) => setTimeout(done, 20))
  }
}

type Order = Omit<InputOf<typeof startImport>, 'year'>

/** Starts a run and waits for its end. */
export const runImport = async (who: Caller, order: Order): Promise<OutputOf<typeof getImportRun>> => {
  const { status, body } = await who.call(startImport, { year: 2022, ...order })
  if (status !== 200) throw new Error(`not started: ${JSON.stringify(body)}`)
  return ended(who, body.run_id)
}

/** Starts a run and cancels it before it has done anything. */
export const cancelledRun = async ({ server }: World, who: Caller, order: Order): Promise<OutputOf<typeof getImportRun>> => {
  const { body } = await who.call(startImport, { year: 2022, ...order })
  const { run_id, watch_key } = body
  await server.app.inject({ method: 'DELETE', url: `/api/imports/runs/${run_id}/watch`, headers: { 'x-watch-key': watch_key } })
  return ended(who, run_id)
}
