/** One cell as the value its field asks for. Nothing is refused here: what cannot be read is `undefined` beside what was written. */
import { normalCode, normalName, normalPhone, readNumber, readYesNo, trimmed } from '../../shared/normal.ts'
import { readDay, readMonth, readTime } from '../../shared/read-day.ts'
import type { Cell, FieldType, FieldValue } from '../../shared/sheet-form.ts'

type Read = (cell: Cell, year: number) => string | number | boolean | undefined

const readers: Record<FieldType, Read> = {
  text: (cell) => trimmed(cell.text) || undefined,
  name: (cell) => normalName(cell.text) || undefined,
  code: (cell) => normalCode(cell.text) || undefined,
  phone: (cell) => normalPhone(cell.text) || undefined,
  id_number: (cell) => normalCode(cell.text) || undefined,
  day: readDay,
  month: readMonth,
  time: readTime,
  number: readNumber,
  yes_no: (cell) => readYesNo(cell.text),
}

const blank: FieldValue<never> = { value: undefined, text: '', cell: undefined }

/** `year` is taken by days and months written without one. */
export const readCell = (type: FieldType, cell: Cell | undefined, year: number): FieldValue<string | number | boolean> =>
  cell === undefined ? blank : { value: readers[type](cell, year), text: cell.text.trim(), cell }
