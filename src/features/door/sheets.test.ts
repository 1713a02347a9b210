import { beforeAll, describe, expect, it } from 'vitest'
import { newActivityWorld, type ActivityWorld } from '../../../test/activity-world.ts'
import { expectRefused, type Caller } from '../../../test/world.ts'
import { newId } from '../../platform/new-id.ts'
import { addDays, today } from '../../shared/day.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { listAttendances } from '../activities/contract.ts'
import { recordEnrolment } from '../activities/contract-enrolments.ts'
import { cancelActivity, recordPlan } from '../activities/contract-planning.ts'
import { recordCoinRule } from '../points/contract-rules.ts'
import { getPointsAccount } from '../points/contract.ts'
import { voidEntry } from '../records/contract.ts'
import { recordCheckIn } from './contract.ts'
import { findSheet, getSheet, listSheets, recordSheet, recordSheetRows } from './contract-sheets.ts'
import { readSheetCode, sheetCode } from './sheet-code.ts'

let at: ActivityWorld
let director: Caller
const here = today(new Date(), 'Asia/Shanghai')

beforeAll(async () => {
  at = await newActivityWorld()
  for (const [no, name] of [
    ['KY0001', '陈桂英'],
    ['KY0002', '李明'],
    ['KY0003', '王秀兰'],
  ] as const)
    await at.member(no, name)
  director = await at.world.account('director')
  const ruled = await director.call(recordCoinRule, {
    service_type: 'activity',
    per: 'time',
    coins: 2,
    fund: 'government',
    valid_from: here,
    source: '站务会议纪要',
  })
  expect(ruled.status).toBe(200)
  // Li comes every time, Chen came once, Wang never.
  for (const day of [3, 2, 1]) {
    const activity_id = await at.hold({ occurred_on: addDays(here, -day), title: '早操' })
    await at.signIn([{ activity_id, member_no: 'KY0002' }, ...(day === 1 ? [{ activity_id, member_no: 'KY0001' }] : [])])
  }
})

const plan = async (title: string): Promise<string> => {
  const activity_id = newId()
  const planned = await at.worker.call(recordPlan, {
    station_id: at.station_id,
    title,
    kind: '节日活动',
    sessions: [{ activity_id, occurred_on: here }],
    started_at: '09:00',
    minutes: 60,
    despite_clashes: true,
  })
  expect(planned.status).toBe(200)
  return activity_id
}

const print = async (activity_id: string, parts: Partial<InputOf<typeof recordSheet>> = {}) => {
  const { status, body } = await at.worker.call(recordSheet, { activity_id, blank_rows: 3, ...parts })
  expect(status).toBe(200)
  return (await at.worker.call(getSheet, { sheet_id: body.sheet_id })).body
}

const enter = (sheet_id: string, parts: Partial<InputOf<typeof recordSheetRows>> = {}, who: Caller = at.worker) =>
  who.call(recordSheetRows, { sheet_id, rows: [{ row_no: 1, attendance_id: newId() }], ...parts })

const coins = async (member_no: string) => (await director.call(getPointsAccount, { member_no })).body.balance

describe('the codes in the rows', () => {
  it('say sheet and row, and a misread digit is told', () => {
    const code = sheetCode('0012345678', 17)
    expect(code).toHaveLength(14)
    expect(readSheetCode(` ${code.slice(0, 5)}-${code.slice(5)}`)).toEqual({ code: '0012345678', row_no: 17 })
    for (let i = 0; i < 14; i++)
      expect(readSheetCode(code.slice(0, i) + String((Number(code[i]) + 1) % 10) + code.slice(i + 1))).toBeUndefined()
    expect(readSheetCode('1234567890123456')).toBeUndefined()
  })
})

describe('a sheet', () => {
  it('names those enrolled first, then who comes often, then blank rows', async () => {
    const activity_id = await plan('插花')
    const enrolled = await at.worker.call(recordEnrolment, { activity_id, member_no: 'KY0003' })
    expect(enrolled.status).toBe(200)
    const sheet = await print(activity_id, { regulars: 1 })
    expect(sheet.rows.map((row) => row.person_name)).toEqual(['王秀兰', '李明', '', '', ''])
    expect(sheet.rows.map((row) => readSheetCode(row.code))).toEqual(
      [1, 2, 3, 4, 5].map((row_no) => ({ code: sheet.code, row_no })),
    )
    expect((await print(activity_id, { regulars: 0 })).rows.map((row) => row.person_name)).toEqual(['王秀兰', '', '', ''])
  })

  it('is found by its number and by any of its rows, and not from another station', async () => {
    const sheet = await print(await plan('合唱'), { regulars: 5 })
    const found = await at.worker.call(findSheet, { code: sheet.rows[1]!.code })
    expect(found.body).toEqual({ sheet_id: sheet.sheet_id, row_no: 2 })
    expect((await at.worker.call(findSheet, { code: sheet.code })).body).toEqual({ sheet_id: sheet.sheet_id, row_no: 0 })
    const elsewhere = await at.world.account('social_worker', await at.world.station())
    expectRefused(await elsewhere.call(findSheet, { code: sheet.code }), 422, 'sheet_unknown')
    expectRefused(await elsewhere.call(getSheet, { sheet_id: sheet.sheet_id }), 404, 'not_found')
    expectRefused(await enter(sheet.sheet_id, {}, elsewhere), 404, 'not_found')
    expectRefused(await at.worker.call(findSheet, { code: '12345678901234' }), 422, 'sheet_misread')
  })

  it('of a cancelled session is neither printed nor entered', async () => {
    const activity_id = await plan('郊游')
    const sheet = await print(activity_id, { regulars: 1 })
    const cancelled = await at.worker.call(cancelActivity, { activity_id, change_id: newId(), reason: '台风' })
    expect(cancelled.status).toBe(200)
    const refused = await enter(sheet.sheet_id)
    expectRefused(refused, 422, 'session_called_off')
    expect(JSON.stringify(refused.body)).toContain('郊游')
    expectRefused(await at.worker.call(recordSheet, { activity_id }), 422, 'session_called_off')
  })
})

describe('what was written on it', () => {
  it('becomes attendances of the grade filled in later, counts once and earns once', async () => {
    const activity_id = await plan('书法')
    const sheet = await print(activity_id, { regulars: 5 })
    const rows = [
      { row_no: 1, attendance_id: newId() },
      { row_no: 3, attendance_id: newId(), member_no: 'KY0003' },
      { row_no: 4, attendance_id: newId(), name: '过路人' },
    ]
    const whole = { rows, headcount: { attendance_id: newId(), people: 7 } }
    const first = await enter(sheet.sheet_id, whole)
    expect(first.body).toMatchObject({ recorded: 3, headcount: { people: 7, message: null } })
    expect(await coins('KY0001')).toBe(2)
    expect(await at.onTheSpine(activity_id)).toBe(10)
    const again = await enter(sheet.sheet_id, whole)
    expect(again.body).toEqual(first.body)
    // Somebody else enters the same paper, under ids of their own.
    const other = await enter(sheet.sheet_id, {
      rows: rows.map((row) => ({ ...row, attendance_id: newId() })),
      headcount: { attendance_id: newId(), people: 8 },
    })
    expect(other.body.outcomes.map((one) => one.attendance_id)).toEqual(first.body.outcomes.map((one) => one.attendance_id))
    expect(other.body.headcount).toEqual({ people: 7, message: expect.stringContaining('7') })
    expect(await at.onTheSpine(activity_id)).toBe(10)
    expect(await coins('KY0001')).toBe(2)
    const came = (await at.worker.call(listAttendances, { activity_id })).body.rows
    expect(new Set(came.map((row) => row.evidence))).toEqual(new Set(['back_filled']))
    const shown = (await at.worker.call(getSheet, { sheet_id: sheet.sheet_id })).body
    expect(shown.rows.map((row) => row.attendance_id !== null)).toEqual([true, false, true, true, false])
    expect(shown.rows[3]!.person_name).toBe('过路人')
    expect(shown.headcount).toBe(7)
  })

  it('and at the tablet is one attendance, whichever came first', async () => {
    const activity_id = await plan('棋牌')
    const sheet = await print(activity_id, { regulars: 5 })
    const tablet = await at.world.account('door_tablet', at.station_id)
    const scan = (code: string) => tablet.call(recordCheckIn, { check_in_id: newId(), activity_id, way: 'card', code })
    await scan('KY0002')
    const entered = await enter(sheet.sheet_id, { rows: [1, 2].map((row_no) => ({ row_no, attendance_id: newId() })) })
    expect(entered.body.recorded).toBe(2)
    expect((await scan('KY0001')).body.already_since).not.toBeNull()
    expect(await at.onTheSpine(activity_id)).toBe(2)
  })

  it('can be entered again after it was taken back', async () => {
    const activity_id = await plan('剪纸')
    const sheet = await print(activity_id, { regulars: 1 })
    const attendance_id = (await enter(sheet.sheet_id)).body.outcomes[0]!.attendance_id!
    const taken = await director.call(voidEntry, { source: 'activities.attendances', entry_id: attendance_id, reason: '勾错行' })
    expect(taken.status).toBe(200)
    expect(await at.onTheSpine(activity_id)).toBe(0)
    expect((await at.worker.call(getSheet, { sheet_id: sheet.sheet_id })).body.rows[0]!.attendance_id).toBeNull()
    expect((await enter(sheet.sheet_id)).body.recorded).toBe(1)
    expect(await at.onTheSpine(activity_id)).toBe(1)
  })

  it('in a row that is not there, or twice, is refused and nothing is written', async () => {
    const activity_id = await plan('电影')
    const sheet = await print(activity_id)
    const row = () => ({ row_no: 1, attendance_id: newId(), name: '张三' })
    expectRefused(await enter(sheet.sheet_id, { rows: [{ ...row(), row_no: 99 }] }), 422, 'sheet_row_unknown')
    expectRefused(await enter(sheet.sheet_id, { rows: [row(), row()] }), 422, 'sheet_row_unknown')
    const nameless = await enter(sheet.sheet_id, { rows: [{ row_no: 1, attendance_id: newId() }] })
    expect(nameless.body.outcomes[0]).toMatchObject({ attendance_id: null, message: expect.any(String) })
    expect(await at.onTheSpine(activity_id)).toBe(0)
  })
})

it('sheets are listed with how much of them is entered', async () => {
  const activity_id = await plan('舞蹈')
  const sheet = await print(activity_id, { regulars: 2 })
  await enter(sheet.sheet_id)
  const { body } = await at.worker.call(listSheets, { activity_id })
  expect(body).toMatchObject({ total: 1, rows: [{ code: sheet.code, title: '舞蹈', row_count: 5, entered: 1 }] })
})
