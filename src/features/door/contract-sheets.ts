/** 签到表 on paper: printed with a QR code in each row, and entered from the same order. */
import { endpoint, id, listInput, listOutput, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'

/** What one request may enter (`recordAttendance` takes as many). */
export const MOST_ROWS = 200
/** Blank rows when nothing else is asked: with 20 names two sides of A4. */
export const USUAL_BLANK_ROWS = 12

const head = {
  sheet_id: z.string(),
  /** Ten digits (sheet-code.ts). */
  code: z.string(),
  activity_id: z.string(),
  title: z.string(),
  occurred_on: z.string(),
  started_at: nullable(z.string()),
  place: nullable(z.string()),
  station_id: z.string(),
  station_name: z.string(),
  row_count: z.number(),
  recorded_by_name: z.string(),
  recorded_at: z.string(),
}

export const listSheets = endpoint({
  method: 'GET',
  path: '/api/door/sheets',
  permission: 'activities.read',
  summary: '印过的纸质签到表：哪一场、多少行、已录几行',
  input: listInput({ activity_id: optional(id()) }),
  output: listOutput({ ...head, entered: z.number() }),
})

export const findSheet = endpoint({
  method: 'GET',
  path: '/api/door/sheets/of/:code',
  permission: 'activities.read',
  summary: '按签到表上的编号或任一行的二维码找到这张表',
  input: z.object({ code: words(40) }),
  output: z.object({ sheet_id: z.string(), row_no: z.number() }),
})

export const getSheet = endpoint({
  method: 'GET',
  path: '/api/door/sheets/:sheet_id',
  permission: 'activities.read',
  summary: '一张签到表：按纸上的次序，每行是谁、是否已签到',
  input: z.object({ sheet_id: id() }),
  output: z.object({
    ...head,
    organisation_name: z.string(),
    rows: z.array(
      z.object({
        row_no: z.number(),
        /** Fourteen digits, in the QR code of the row. */
        code: z.string(),
        /** Null: a blank row. */
        person_id: nullable(z.string()),
        /** Whose name is printed, or who was entered in a blank row. */
        person_name: z.string(),
        /** Of the attendance that stands, entered from this sheet or at the door. */
        attendance_id: nullable(z.string()),
      }),
    ),
    /** Unnamed people entered from this sheet. */
    headcount: nullable(z.number()),
  }),
})

export const recordSheet = endpoint({
  method: 'POST',
  path: '/api/door/sheets',
  permission: 'activities.record',
  summary: '印一张签到表：报了名的在前，可加近 60 天常来的人，再留空行；已取消、延期或作废的场次不印',
  input: z.object({
    sheet_id: optional(id()),
    activity_id: id(),
    regulars: z._default(whole(100), 0),
    blank_rows: z._default(whole(60), USUAL_BLANK_ROWS),
  }),
  output: z.object({ sheet_id: z.string(), code: z.string() }),
})

const entered = z.object({
  row_no: whole(MOST_ROWS),
  attendance_id: id(),
  /** Who wrote themself into a blank row: chosen from the register, or by number or name. */
  person_id: optional(id()),
  member_no: optional(words(40)),
  name: optional(words(40)),
})

export const recordSheetRows = endpoint({
  method: 'POST',
  path: '/api/door/sheets/:sheet_id/rows',
  permission: 'activities.record',
  summary: '录入一张签到表：勾选的各行和未留名人数，凭据等级为补录；同一张再录、或本人已在门口签到，都只计一次',
  input: z.object({
    sheet_id: id(),
    rows: z.array(entered).check(z.maxLength(MOST_ROWS)),
    headcount: optional(z.object({ attendance_id: id(), people: whole(500) })),
  }),
  output: z.object({
    /** Rows of this request that stand now. */
    recorded: z.number(),
    /** In the order given: the attendance that stands, or why not. */
    outcomes: z.array(
      z.object({
        row_no: z.number(),
        attendance_id: nullable(z.string()),
        who: nullable(z.string()),
        message: nullable(z.string()),
      }),
    ),
    /** Unnamed people of this sheet that stand now; `message`: why what was sent does not. */
    headcount: nullable(z.object({ people: nullable(z.number()), message: nullable(z.string()) })),
  }),
})
