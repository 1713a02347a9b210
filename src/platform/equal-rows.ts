/**
 * Rows of one call in statements of one text: PostgreSQL reads and plans that once a connection, which was a third of what writing a year
 * took. A value that all rows share is one parameter, one that none has is no parameter.
 */
export type Rows = readonly Readonly<Record<string, unknown>>[]

/** Rows of such a statement: few enough that the plan kept for it is small, enough that sending it costs little. */
export const EQUAL_ROWS = 128

interface EqualRows {
  /** `(…),(…)` for `EQUAL_ROWS` rows, whichever they are. */
  readonly text: string
  /** Parameters for the rows from `start` on. */
  readonly parametersOf: (start: number) => unknown[]
}

/** Whether all rows have the same value in a column, nothing being a value too. */
const isShared = (rows: Rows, column: string): boolean => {
  const first = rows[0]![column] ?? null
  return rows.every((row) => (row[column] ?? null) === first)
}

export const equalRows = (rows: Rows, columns: readonly string[]): EqualRows => {
  const first = rows[0]!
  const shared = columns.filter((column) => isShared(rows, column))
  const said = shared.filter((column) => (first[column] ?? null) !== null)
  const own = columns.filter((column) => !shared.includes(column))
  const placeOf = (row: number) => (column: string) => {
    if (own.includes(column)) return `$${said.length + row * own.length + own.indexOf(column) + 1}`
    return said.includes(column) ? `$${said.indexOf(column) + 1}` : 'null'
  }
  const text = Array.from({ length: EQUAL_ROWS }, (_, row) => `(${columns.map(placeOf(row)).join(',')})`).join(',')
  return {
    text,
    parametersOf: (start) => {
      const parameters = said.map((column) => first[column])
      for (let at = start; at < start + EQUAL_ROWS; at++) for (const column of own) parameters.push(rows[at]![column])
      return parameters
    },
  }
}
