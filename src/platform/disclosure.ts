import type { Ctx } from './context.ts'

const isId = (value: unknown): value is string => typeof value === 'string' && /^[0-9a-f-]{36}$/.test(value)

/** Persons named in one entry of the trail. */
const AT_ONCE = 1_000

/**
 * Notes that rows were taken out as a file, and whom they are about (`person_id` of a row, or `about_person_id`
 * where that field is shown as a name), so that it can be told to the person. What somebody typed to search may be a name or a telephone: the trail keeps that they searched, not for whom.
 */
export const noteExport = (
  ctx: Ctx,
  endpoint: string,
  rows: readonly Readonly<Record<string, unknown>>[],
  input: Readonly<Record<string, unknown>>,
): void => {
  const filters = Object.fromEntries(Object.entries(input).map(([field, value]) => [field, field === 'q' ? '…' : String(value)]))
  const persons = [...new Set(rows.flatMap((row) => [row.person_id, row.about_person_id].filter(isId)))]
  const after = { endpoint, rows: rows.length, filters }
  for (let start = 0; start === 0 || start < persons.length; start += AT_ONCE)
    ctx.wrote({ entity: 'app.export', entity_ids: persons.slice(start, start + AT_ONCE), after })
}
