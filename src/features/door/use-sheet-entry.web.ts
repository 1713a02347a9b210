/** What is ticked and written on the page of a sheet, until it stands. */
import { useRef, useState } from 'react'
import { v7 } from 'uuid'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { useSend } from '../../ui/queries.ts'
import { clueTyped } from '../activities/rules.ts'
import { recordSheetRows, type getSheet } from './contract-sheets.ts'

export type Sheet = OutputOf<typeof getSheet>
export type SheetRow = Sheet['rows'][number]
type Answer = OutputOf<typeof recordSheetRows>

/** Who is in a blank row: as typed, and chosen from the register when it was. */
export interface Written {
  readonly typed: string
  readonly person_id?: string
}

export interface Marks {
  readonly ticked: ReadonlySet<number>
  readonly written: ReadonlyMap<number, Written>
  readonly people: number | null
}

const nothing: Marks = { ticked: new Set(), written: new Map(), people: null }

const rowsOf = (sheet: Sheet, { ticked, written }: Marks, idOf: (row_no: number) => string) =>
  sheet.rows.flatMap(({ row_no, person_id, attendance_id }): InputOf<typeof recordSheetRows>['rows'] => {
    if (attendance_id !== null) return []
    const own = { row_no, attendance_id: idOf(row_no) }
    if (person_id !== null) return ticked.has(row_no) ? [own] : []
    const wrote = written.get(row_no)
    if (!wrote?.typed.trim()) return []
    return [{ ...own, ...(wrote.person_id ? { person_id: wrote.person_id } : clueTyped(wrote.typed)) }]
  })

/** What did not stand stays as it was, to be mended. */
const left = (marks: Marks, { outcomes, headcount }: Answer): Marks => {
  const stands = new Set(outcomes.filter((one) => one.attendance_id !== null).map((one) => one.row_no))
  return {
    ticked: new Set([...marks.ticked].filter((row_no) => !stands.has(row_no))),
    written: new Map([...marks.written].filter(([row_no]) => !stands.has(row_no))),
    people: headcount && headcount.message === null ? null : marks.people,
  }
}

export interface Told {
  readonly answer: Answer
  readonly names: ReadonlyMap<number, string>
}

export const useSheetEntry = (sheet: Sheet) => {
  const send = useSend(recordSheetRows)
  const [marks, setMarks] = useState(nothing)
  const [told, setTold] = useState<Told>()
  const [fault, setFault] = useState<string>()
  // Sent again after a lost answer, a row has the id it had: 0 is the head-count.
  const ids = useRef(new Map<number, string>())
  const idOf = (row_no: number): string => {
    const id = ids.current.get(row_no) ?? v7()
    ids.current.set(row_no, id)
    return id
  }
  const change = (next: (now: Marks) => Partial<Marks>) => setMarks((now) => ({ ...now, ...next(now) }))
  const free = sheet.rows.filter((row) => row.person_id !== null && row.attendance_id === null)
  const count =
    free.filter((row) => marks.ticked.has(row.row_no)).length +
    sheet.rows.filter(
      (row) => row.person_id === null && row.attendance_id === null && marks.written.get(row.row_no)?.typed.trim(),
    ).length
  const submit = async () => {
    setFault(undefined)
    setTold(undefined)
    const rows = rowsOf(sheet, marks, idOf)
    const headcount = marks.people ? { headcount: { attendance_id: idOf(0), people: marks.people } } : {}
    try {
      const answer = await send.mutateAsync({ sheet_id: sheet.sheet_id, rows, ...headcount })
      setTold({ answer, names: new Map([...marks.written].map(([row_no, { typed }]) => [row_no, typed])) })
      for (const { row_no, attendance_id } of answer.outcomes) if (attendance_id !== null) ids.current.delete(row_no)
      setMarks((now) => left(now, answer))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return {
    marks,
    told,
    fault,
    count,
    sending: send.isPending,
    submit,
    tick: (row_no: number, on: boolean) =>
      change(({ ticked }) => {
        const next = new Set(ticked)
        if (on) next.add(row_no)
        else next.delete(row_no)
        return { ticked: next }
      }),
    tickAll: (on: boolean) => change(() => ({ ticked: new Set(on ? free.map((row) => row.row_no) : []) })),
    write: (row_no: number, wrote: Written) => change(({ written }) => ({ written: new Map(written).set(row_no, wrote) })),
    /** A scanner types into the box that has the focus, too. */
    eraseScanned: (code: string) =>
      change(({ written }) => ({
        written: new Map(
          [...written].map(([row_no, wrote]) =>
            wrote.typed.endsWith(code) ? [row_no, { typed: wrote.typed.slice(0, -code.length) }] : [row_no, wrote],
          ),
        ),
      })),
    countUnnamed: (people: number | null) => change(() => ({ people })),
  }
}

export type SheetEntry = ReturnType<typeof useSheetEntry>
