import { sql } from 'kysely'
import { describe, expect, test } from 'vitest'
import { newActivityWorld } from '../../test/activity-world.ts'
import { expectRefused, newWorld, type Caller } from '../../test/world.ts'
import { openWorkbook } from '../platform/workbook.ts'
import { endpoint, z } from '../shared/endpoint.ts'
import { sheetOf, type AskedColumn } from './export-sheet.ts'

const exportList = endpoint({
  method: 'GET',
  path: '/api/export',
  permission: 'signed_in',
  summary: '',
  input: z.any(),
  output: z.any(),
})

const ask = (caller: Caller, input: Record<string, unknown>) => caller.call(exportList, input)

/** The cells of the file, row by row, as text. */
const cellsOf = async (
  world: Awaited<ReturnType<typeof newWorld>>,
  caller: Caller,
  input: Record<string, string | string[]>,
): Promise<string[][]> => {
  const query = new URLSearchParams(Object.entries(input).flatMap(([name, value]) => [value].flat().map((one) => [name, one])))
  const answer = await world.server.app.inject({
    url: `/api/export?${query}`,
    headers: { cookie: `hengai_session=${caller.cookie}` },
  })
  expect(answer.statusCode).toBe(200)
  expect(answer.headers['content-type']).toContain('spreadsheetml')
  const book = await openWorkbook(answer.rawPayload, 'list.xlsx')
  return Array.from(book.sheets[0]!.rows(), (row) => row.cells.map((cell) => cell?.text ?? ''))
}

describe('who may', () => {
  test('nobody without a session', async () => {
    const { nobody } = await newWorld()
    expectRefused(await ask(nobody, { endpoint: 'listActivities' }), 401, 'not_signed_in')
  })
  test('only who may read the list', async () => {
    const world = await newWorld()
    expectRefused(await ask(await world.account('administrator'), { endpoint: 'listActivities' }), 403, 'not_allowed')
  })
  test('another organisation and another station see none of it', async () => {
    const { world, hold } = await newActivityWorld()
    await hold()
    const elsewhere = await world.account('social_worker', await world.station())
    const stranger = await (await newWorld()).account('director')
    for (const caller of [elsewhere, stranger]) {
      const rows = await cellsOf(world, caller, { endpoint: 'listActivities', columns: 'title', titles: '名称', sheet: '活动' })
      expect(rows).toEqual([['活动'], ['名称']])
    }
  })
})

describe('what is asked', () => {
  test('what is not a list is not there', async () => {
    const worker = await (await newWorld()).account('director')
    for (const name of ['getActivity', 'recordActivity', 'getSession', 'nothing', ''])
      expectRefused(await ask(worker, { endpoint: name }), 404, 'not_found')
  })
  test('a filter that cannot be read is refused by its name', async () => {
    const worker = await (await newWorld()).account('director')
    const answer = await ask(worker, { endpoint: 'listActivities', from: 'yesterday' })
    expectRefused(answer, 400, 'bad_input')
    expect(answer.body.field).toBe('from')
  })
})

describe('the file', () => {
  test('holds the columns in their order, under their headings, in words, and every row beyond one page', async () => {
    const { world, ledger, worker } = await newActivityWorld()
    await ledger(
      Array.from({ length: 620 }, (_, i) => ({
        title: `八段锦${i}`,
        occurred_on: `2022-05-${String((i % 28) + 1).padStart(2, '0')}`,
        minutes: 45,
      })),
    )
    const rows = await cellsOf(world, worker, {
      endpoint: 'listActivities',
      columns: 'title,no_such_column,state,minutes',
      titles: '名称,没有,状态,分钟',
      words: ['state.held:已开展', 'state.cancelled:已取消', 'mode.held:错'],
      sheet: '活动台账',
    })
    expect(rows.slice(0, 2)).toEqual([['活动台账'], ['名称', '状态', '分钟']])
    expect(rows).toHaveLength(622)
    expect(new Set(rows.slice(2).map((row) => row[0])).size).toBe(620)
    expect(new Set(rows.slice(2).map((row) => row.slice(1).join()))).toEqual(new Set(['已开展,45']))
  })
  test('keeps to the filter', async () => {
    const { world, ledger, worker } = await newActivityWorld()
    await ledger([{ title: '五月' }, { title: '六月', occurred_on: '2022-06-01' }])
    const rows = await cellsOf(world, worker, { endpoint: 'listActivities', columns: 'title', from: '2022-06-01' })
    expect(rows.slice(2)).toEqual([['六月']])
  })
  test('is on the audit trail, without the words somebody searched for', async () => {
    const { world, hold, worker } = await newActivityWorld()
    await hold()
    await cellsOf(world, worker, { endpoint: 'listActivities', q: '敬老' })
    const found = await world.run((ctx) =>
      sql<{ account_id: string; after: { endpoint: string; rows: number } }>`
        select account_id, after from audit.entries where organisation_id = ${world.organisation_id} and action = 'export'`.execute(
        ctx.db,
      ),
    )
    expect(found.rows).toHaveLength(1)
    expect(found.rows[0]).toMatchObject({ account_id: worker.account_id, after: { endpoint: 'listActivities', rows: 1 } })
    expect(JSON.stringify(found.rows)).not.toContain('敬老')
  })
})

describe('cells', () => {
  const column = (field: string): AskedColumn => ({ field, title: field, words: new Map() })
  const cells = (row: Record<string, unknown>) => {
    const sheet = sheetOf(
      { name: 'x', title: 'x', columns: Object.keys(row).map(column), language: 'zh', time_zone: 'Asia/Shanghai' },
      [row],
    )
    return sheet.rows[0]!.map((value, i) => [sheet.columns[i]!.type, value])
  }
  test.each([
    ['fen become yuan', { price_fen: 1250 }, ['yuan', 12.5]],
    ['a telephone stays text', { phone: '013800001234' }, ['text', '013800001234']],
    ['a formula stays text', { note: '=1+1' }, ['text', '=1+1']],
    ['a day is a day', { occurred_on: '2022-03-05' }, ['day', '2022-03-05']],
    [
      'an instant is told in the zone of the organisation',
      { recorded_at: '2022-03-05T23:30:00.000Z' },
      ['text', '2022-03-06 07:30'],
    ],
    ['yes and no are words', { disabled: true }, ['text', '是']],
    ['a list is one cell', { station_names: ['甲', '乙'] }, ['text', '甲、乙']],
    ['nothing is nothing', { left_on: null }, ['day', null]],
    ['hours keep their half', { hours: 1.5 }, ['decimal', 1.5]],
  ])('%s', (_, row, wanted) => {
    expect(cells(row)).toEqual([wanted])
  })
})
