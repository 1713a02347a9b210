import { beforeAll, describe, expect, test } from 'vitest'
import {
  bookOf,
  cancelledRun,
  idNumber,
  mealSheet,
  registerSheet,
  runImport,
  sessionSheet,
  upload,
} from '../../../test/workbooks.ts'
import type { SentFile } from '../../../test/workbooks.ts'
import { expectRefused, newWorld } from '../../../test/world.ts'
import type { Caller, World } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { openWorkbook } from '../../platform/workbook.ts'
import { SESSION_COOKIE } from '../../platform/session.ts'
import { getActivity, listActivities, listAttendances, recordAttendance } from '../activities/contract.ts'
import { recordMeal } from '../canteen/contract.ts'
import { voidEntry } from '../records/contract.ts'
import { getFigure, listFigureRows } from '../figures/contract.ts'
import {
  dismissRow,
  getImport,
  getImportRow,
  getImportRun,
  getOrigin,
  listImportRows,
  listImports,
  mendRow,
  retryRows,
  startImport,
  undoImport,
} from './contract.ts'

const station = '测试甲社区居家养老服务站'

const register = (...rows: [string, string, string][]) => bookOf(registerSheet(rows))

const sound: [string, string, string][] = [
  ['A001', '陈桂英', idNumber(1)],
  ['A002', '李建国', idNumber(2)],
]

/** Two sound meals, one on an impossible day, one repeated, one of a person nobody registered. */
const meals = () =>
  bookOf(
    mealSheet(
      [
        ['2022-03-05', 'A001', '陈桂英'],
        ['2022-03-05', 'A002', '李建国'],
        ['2022-02-30', 'A001', '陈桂英'],
        ['2022-03-05', 'A001', '陈桂英'],
        ['2022-03-06', 'A009', '王小明'],
      ],
      station,
    ),
  )

// the database of the file is opened once, and that takes its time
beforeAll(async () => void (await newWorld()))

const open = async () => {
  const world = await newWorld()
  const station_id = await world.station({ name: station })
  const director = await world.account('director')
  return { world, station_id, director }
}

const year = async () => [
  { name: `02-会员登记表-${station}.xlsx`, bytes: await register(...sound) },
  { name: '05-日常服务记录.xlsx', bytes: await meals() },
]

const imported = async (world: World, who: Caller, files?: readonly SentFile[]) => {
  const { body } = await upload(world, who, files ?? (await year()))
  return (await runImport(who, { upload_id: body.upload_id!, dry_run: false })).import_id!
}

const mealsCounted = async (who: Caller) =>
  (await who.call(getFigure, { key: 'service.meals.person_times', from: '2022-01-01', to: '2022-12-31' })).body.value

const personTimes = async (who: Caller) =>
  (await who.call(getFigure, { key: 'activities.person_times', from: '2022-01-01', to: '2022-12-31' })).body.value

const held = async (who: Caller) => (await who.call(listImportRows, {})).body

describe('a run', () => {
  test('tried first tells the same as the import and leaves nothing', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, await year())
    const tried = await runImport(director, { upload_id: body.upload_id!, dry_run: true })
    expect(tried).toMatchObject({
      state: 'done',
      import_id: null,
      report: { totals: { rows_valid: 4, rows_rejected: { BAD_DATE: 1, DUPLICATE: 1, UNKNOWN_MEMBER: 1 } } },
    })
    expect((await director.call(listImports, {})).body.total).toBe(0)
    expect(await mealsCounted(director)).toBe(0)
    const done = await runImport(director, { upload_id: body.upload_id!, dry_run: false })
    expect(done.report).toEqual(tried.report)
    expect(await mealsCounted(director)).toBe(2)
  })

  test('is counted by what became of its rows, whole and by station, in as many rows as open', async () => {
    const { world, station_id, director } = await open()
    await imported(world, director)
    const told: Record<string, number | null> = {}
    for (const key of ['members.register_rows', 'import.rows_in', 'import.rows_valid', 'import.rows_rejected'])
      for (const where of [{}, { station_id }]) {
        const asked = { key, from: '2022-01-01', to: '2022-12-31', ...where }
        const { value } = (await director.call(getFigure, asked)).body
        expect((await director.call(listFigureRows, asked)).body.total).toBe(value)
        told[key] = value
      }
    expect(told).toEqual({
      'members.register_rows': 2,
      'import.rows_in': 7,
      'import.rows_valid': 4,
      'import.rows_rejected': 3,
    })
  })

  test('of the same files again changes nothing', async () => {
    const { world, director } = await open()
    // made once: a workbook written a second later is another file
    const files = await year()
    const first = await upload(world, director, files)
    await runImport(director, { upload_id: first.body.upload_id!, dry_run: false })
    const { body } = await upload(world, director, files)
    expect(body.files.every((file) => file.imported_on !== null)).toBe(true)
    expectRefused(
      await director.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: false }),
      422,
      'file_already_imported',
    )
    expect(await mealsCounted(director)).toBe(2)
    expect((await director.call(listImports, {})).body.total).toBe(1)
  })

  test('of the same rows under another name counts none twice', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const bytes = await bookOf(
      mealSheet(
        [
          ['2022-03-05', 'A001', '陈桂英'],
          ['2022-03-07', 'A001', '陈桂英'],
        ],
        station,
      ),
    )
    const { body } = await upload(world, director, [{ name: '补.xlsx', bytes }])
    await runImport(director, { upload_id: body.upload_id!, dry_run: false })
    expect(await mealsCounted(director)).toBe(3)
  })

  test('cancelled leaves nothing', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, await year())
    expect((await cancelledRun(world, director, { upload_id: body.upload_id!, dry_run: false })).state).toBe('cancelled')
    expect((await director.call(listImports, {})).body.total).toBe(0)
    expect(await mealsCounted(director)).toBe(0)
  })

  test('is watched only with the key its starter got', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, await year())
    const { run_id, watch_key } = (await director.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: true }))
      .body
    const look = (key: string) =>
      world.server.app.inject({ url: `/api/imports/runs/${run_id}/watch`, headers: { 'x-watch-key': key } })
    expect((await look(watch_key)).statusCode).toBe(200)
    expect((await look('')).statusCode).toBe(404)
    expect((await look(watch_key.replace(/^./, (first) => (first === 'A' ? 'B' : 'A')))).statusCode).toBe(404)
    await runImport(director, { upload_id: body.upload_id!, dry_run: true })
  })

  test('of somebody else is not there', async () => {
    const { world, director } = await open()
    const { body } = await upload(world, director, await year())
    const { run_id } = (await director.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: true })).body
    for (const other of [await world.account('director'), await (await newWorld()).account('director')]) {
      expectRefused(await other.call(getImportRun, { run_id }), 404, 'not_found')
      expectRefused(await other.call(startImport, { upload_id: body.upload_id!, year: 2022, dry_run: true }), 404, 'not_found')
    }
    expectRefused(await world.nobody.call(getImportRun, { run_id }), 401, 'not_signed_in')
    await runImport(director, { upload_id: body.upload_id!, dry_run: true })
  })

  test('gives its refused rows as Excel, with the reason', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const answer = await world.server.app.inject({
      url: '/api/imports/rejected.xlsx?code=bad_date',
      headers: { cookie: `${SESSION_COOKIE}=${director.cookie}` },
    })
    const sheet = (await openWorkbook(answer.rawPayload, 'held.xlsx')).sheets[0]!
    const rows = [...sheet.rows()].map((row) => row.cells.map((cell) => cell?.text))
    expect(rows).toHaveLength(3)
    expect(rows[2]).toEqual(['05-日常服务记录.xlsx', '助餐', '4', expect.stringContaining('2022-02-30')])
  })
})

describe('a row that was not taken', () => {
  const rowOf = async (who: Caller, code: string) => {
    const { rows } = (await who.call(listImportRows, { code })).body
    return { sheet_id: rows[0]!.sheet_id, row_number: rows[0]!.row_number }
  }

  test('waits with its reason, and reasons are counted', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const { rows, total, by_code } = await held(director)
    expect(total).toBe(3)
    expect(rows.map((row) => [row.row_number, row.code])).toEqual([
      [4, 'bad_date'],
      [5, 'duplicate'],
      [6, 'unknown_member'],
    ])
    expect(rows[0]!.reason).toContain('2022-02-30')
    expect(rows[1]!.repeats_row).toBe(2)
    expect(by_code).toEqual([
      { code: 'bad_date', rows: 1 },
      { code: 'duplicate', rows: 1 },
      { code: 'unknown_member', rows: 1 },
    ])
  })

  test('is recorded when it is mended, once, and tells where it came from', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const row = await rowOf(director, 'bad_date')
    const shown = (await director.call(getImportRow, row)).body
    expect(shown.field).toBe('occurred_on')
    expect(shown.cells.find((cell) => cell.field === 'occurred_on')?.text).toBe('2022-02-30')
    const { body } = await director.call(mendRow, { ...row, cells: { occurred_on: '2022-02-28' } })
    expect(await mealsCounted(director)).toBe(3)
    expect((await director.call(getOrigin, { entry_id: body.entry_id })).body).toMatchObject({
      file_name: '05-日常服务记录.xlsx',
      sheet_name: '助餐',
      row_number: 4,
      mended: true,
    })
    expectRefused(await director.call(mendRow, { ...row, cells: { occurred_on: '2022-02-27' } }), 404, 'not_found')
    expect((await director.call(getImportRow, row)).body).toMatchObject({ outcome: 'mended', decided_by_name: 'director' })
  })

  test('mended wrongly meets the next reason and stays as it is', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const row = await rowOf(director, 'bad_date')
    expectRefused(await director.call(mendRow, { ...row, cells: { occurred_on: '2022-03-05' } }), 409, 'duplicate')
    expectRefused(await director.call(mendRow, { ...row, cells: { nothing: 'x' } }), 400, 'bad_input')
    expect((await director.call(getImportRow, row)).body).toMatchObject({ outcome: 'rejected', code: 'bad_date' })
    expect(await mealsCounted(director)).toBe(2)
  })

  test('dismissed waits no longer and counts nothing', async () => {
    const { world, director } = await open()
    await imported(world, director)
    const row = await rowOf(director, 'duplicate')
    expectRefused(await director.call(dismissRow, { ...row, reason: ' ' }), 400, 'bad_input')
    expect((await director.call(dismissRow, { ...row, reason: '登记了两次' })).status).toBe(200)
    expect((await held(director)).total).toBe(2)
    expectRefused(await director.call(dismissRow, { ...row, reason: '登记了两次' }), 404, 'not_found')
    expect(await mealsCounted(director)).toBe(2)
  })

  test('passes when what it needed was mended and it is tried again', async () => {
    const { world, director } = await open()
    await imported(world, director)
    expect((await director.call(retryRows, {})).body).toEqual({ tried: 3, recorded: 0 })
    const late = await upload(world, director, [
      { name: `补登-${station}.xlsx`, bytes: await register(['A009', '王小明', idNumber(9)]) },
    ])
    await runImport(director, { upload_id: late.body.upload_id!, dry_run: false })
    expect((await director.call(retryRows, { form_kind: 'people.registrations' })).body).toEqual({ tried: 0, recorded: 0 })
    expect((await director.call(retryRows, { code: 'unknown_member' })).body).toEqual({ tried: 1, recorded: 1 })
    expect(await mealsCounted(director)).toBe(3)
  })

  test('is not there for another organisation, for the front desk, for nobody', async () => {
    const { world, station_id, director } = await open()
    await imported(world, director)
    const row = await rowOf(director, 'bad_date')
    const mend = { ...row, cells: { occurred_on: '2022-02-28' } }
    const other = await (await newWorld()).account('director')
    expectRefused(await other.call(getImportRow, row), 404, 'not_found')
    expectRefused(await other.call(mendRow, mend), 404, 'not_found')
    expectRefused(await other.call(dismissRow, { ...row, reason: 'x' }), 404, 'not_found')
    expect((await other.call(retryRows, {})).body).toEqual({ tried: 0, recorded: 0 })
    const desk = await world.account('front_desk', station_id)
    expectRefused(await desk.call(getImportRow, row), 403, 'not_allowed')
    expectRefused(await desk.call(mendRow, mend), 403, 'not_allowed')
    expectRefused(await world.nobody.call(mendRow, mend), 401, 'not_signed_in')
    expect((await held(director)).total).toBe(3)
  })
})

describe('a whole import', () => {
  test('tells what it brought, sheet by sheet', async () => {
    const { world, director } = await open()
    const import_id = await imported(world, director)
    const { body } = await director.call(getImport, { import_id })
    expect(body).toMatchObject({ year: 2022, files: 2, rows_in: 7, rows_valid: 4, rows_rejected: 3, undone: false })
    expect(body.sheets.map((sheet) => [sheet.form_kind, sheet.rows_valid, sheet.rows_rejected])).toEqual([
      ['people.registrations', 2, 0],
      ['canteen.meals', 2, 3],
    ])
  })

  test('is undone with everything it wrote, mended rows as well, and can then be imported anew', async () => {
    const { world, director } = await open()
    const import_id = await imported(world, director)
    const [row] = (await director.call(listImportRows, { code: 'bad_date' })).body.rows
    await director.call(mendRow, { sheet_id: row!.sheet_id, row_number: row!.row_number, cells: { occurred_on: '2022-02-28' } })
    expect(await mealsCounted(director)).toBe(3)
    expectRefused(await director.call(undoImport, { import_id, reason: '' }), 400, 'bad_input')
    expect((await director.call(undoImport, { import_id, reason: '导错了' })).body).toEqual({ voided: 5 })
    expect(await mealsCounted(director)).toBe(0)
    expect((await held(director)).total).toBe(0)
    expect((await director.call(getImport, { import_id })).body).toMatchObject({ undone: true, undo_reason: '导错了' })
    expectRefused(await director.call(undoImport, { import_id, reason: '再来' }), 422, 'import_undone')
    await imported(world, director)
    expect(await mealsCounted(director)).toBe(2)
  })

  test('to whose sessions people were signed in at the desk is not undone from under them', async () => {
    const { world, station_id, director } = await open()
    const import_id = await imported(world, director, [
      { name: `02-会员登记表-${station}.xlsx`, bytes: await register(...sound) },
      { name: '03-活动台账.xlsx', bytes: await bookOf(sessionSheet([['HD001', '2022-03-05', '健康讲座']], station)) },
    ])
    const { activity_id } = (await director.call(listActivities, {})).body.rows[0]!
    const desk = await world.account('front_desk', station_id)
    const came = { attendance_id: newId(), member_no: 'A001' }
    expect(
      (await desk.call(recordAttendance, { activity_id, people: [came, { attendance_id: newId(), headcount: 3 }] })).body
        .recorded,
    ).toBe(2)

    const refused = await director.call(undoImport, { import_id, reason: '导错了' })
    expectRefused(refused, 422, 'import_stood_on')
    expect(refused.body.details).toEqual({ count: 2, which: '签到 2 条（front_desk）' })
    expect(refused.body.message).toContain('签到 2 条（front_desk）')
    expect((await director.call(getImport, { import_id })).body.undone).toBe(false)
    expect((await director.call(listAttendances, { activity_id })).body.total).toBe(2)
    expect(await personTimes(director)).toBe(4)

    // As the refusal says: the session is taken back with who came, and then nothing stands on the import.
    await director.call(voidEntry, { source: 'activities.activities', entry_id: activity_id, reason: '没有举办' })
    expect((await director.call(undoImport, { import_id, reason: '导错了' })).body).toEqual({ voided: 2 })
    expect(await personTimes(director)).toBe(0)
    expect((await director.call(getActivity, { activity_id })).body.void_reason).toBe('没有举办')
  })

  test('whose members were served afterwards, at the desk or by another import, waits for these to be taken back', async () => {
    const { world, station_id, director } = await open()
    const members = await imported(world, director, [{ name: `02-会员登记表-${station}.xlsx`, bytes: await register(...sound) }])
    const services = await imported(world, director, [{ name: '05-日常服务记录.xlsx', bytes: await meals() }])
    const price = { charge_fen: 2000, subsidy_fen: 1500, paid_fen: 500 }
    const desk = await world.account('front_desk', station_id)
    const { meal_id } = (
      await desk.call(recordMeal, { station_id, member_no: 'A001', occurred_on: '2022-04-01', meal: 'lunch', ...price })
    ).body
    const refused = await director.call(undoImport, { import_id: members, reason: '导错了' })
    expect(refused.body.details).toMatchObject({ count: 3 })
    expect(refused.body.details!.which).toMatch(/^助餐 3 条（(director、front_desk|front_desk、director)）$/)
    await director.call(undoImport, { import_id: services, reason: '导错了' })
    expect((await director.call(undoImport, { import_id: members, reason: '导错了' })).body.details).toMatchObject({ count: 1 })
    await director.call(voidEntry, { source: 'canteen.meals', entry_id: meal_id, reason: '记错了' })
    expect((await director.call(undoImport, { import_id: members, reason: '导错了' })).body).toEqual({ voided: 2 })
  })

  test('is not there for another organisation, and not to be undone at one station, by the front desk and nobody', async () => {
    const { world, station_id, director } = await open()
    const import_id = await imported(world, director)
    const other = await (await newWorld()).account('director')
    expectRefused(await other.call(getImport, { import_id }), 404, 'not_found')
    expectRefused(await other.call(undoImport, { import_id, reason: 'x' }), 404, 'not_found')
    expect((await other.call(listImports, {})).body.total).toBe(0)
    const desk = await world.account('front_desk', station_id)
    expectRefused(await desk.call(getImport, { import_id }), 403, 'not_allowed')
    expectRefused(await desk.call(undoImport, { import_id, reason: 'x' }), 403, 'not_allowed')
    // Only the rows of one station would be taken back, and the import would be told as undone.
    const manager = await world.account('station_manager', station_id)
    expectRefused(await manager.call(undoImport, { import_id, reason: 'x' }), 403, 'not_allowed')
    expectRefused(await world.nobody.call(undoImport, { import_id, reason: 'x' }), 401, 'not_signed_in')
    expectRefused(await director.call(getOrigin, { entry_id: newId() }), 404, 'not_found')
    expect(await mealsCounted(director)).toBe(2)
  })
})
