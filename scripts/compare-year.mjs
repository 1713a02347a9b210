/**
 * Compares a year as the product computed it with the answers that stand beside its workbooks: every value of `figures`,
 * `tables` and `indicators` in expected.json (numerators and denominators too), and per workbook and sheet of manifest.json
 * the rows in, valid, not counted, rejected (row number and code) and subtotals, and who is the same person.
 *
 *   node scripts/compare-year.mjs examples/year-2022 --import import.json --figures figures.json
 *   node scripts/compare-year.mjs examples/year-2022            runs both commands in a temporary data folder
 *   node scripts/compare-year.mjs examples/year-2022 --data DIR the same, in DIR
 *
 * Prints every difference; exit 0 without one, 1 with any, 2 when it could not compare.
 */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'

const readJson = (file) => JSON.parse(readFileSync(file, 'utf8'))
const show = (value) => (value === undefined ? 'missing' : JSON.stringify(value))
const isRecord = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)

/** Counts every comparison made, so that "no difference" cannot mean "nothing compared". */
export const newComparison = () => ({ compared: 0, differences: [] })

const compareValue = (comparison, where, expected, actual) => {
  comparison.compared += 1
  if (JSON.stringify(expected) !== JSON.stringify(actual)) {
    comparison.differences.push(`${where}: expected ${show(expected)}, got ${show(actual)}`)
  }
}

/** Every leaf of `expected` must stand in `actual`, and `actual` may hold no key that `expected` does not know. */
const compareTree = (comparison, where, expected, actual) => {
  if (!isRecord(expected) || !isRecord(actual)) return compareValue(comparison, where, expected, actual)
  for (const key of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    compareTree(comparison, `${where}.${key}`, expected[key], actual[key])
  }
}

const only = (source, keys) =>
  Object.fromEntries(keys.filter((key) => source?.[key] !== undefined).map((key) => [key, source[key]]))

export const compareFigures = (comparison, expected, actual) => {
  const parts = ['value', 'unit', 'numerator', 'denominator']
  for (const key of new Set([...Object.keys(expected.figures), ...Object.keys(actual.figures ?? {})])) {
    compareTree(comparison, `figures.${key}`, only(expected.figures[key], parts), only(actual.figures?.[key], parts))
  }
  compareTree(comparison, 'tables', expected.tables, actual.tables ?? {})
  const named = (indicators) => Object.fromEntries((indicators ?? []).map((row) => [`${row.contract}/${row.no}`, row]))
  const wanted = named(expected.indicators)
  const found = named(actual.indicators)
  for (const name of new Set([...Object.keys(wanted), ...Object.keys(found)])) {
    compareTree(comparison, `indicators.${name}`, wanted[name], only(found[name], Object.keys(wanted[name] ?? found[name])))
  }
}

const rejectedRows = (sheet) => (sheet?.rejected ?? []).map(({ row, code }) => `${row} ${code}`).toSorted()

const compareSheet = (comparison, where, expected, actual) => {
  if (expected.hidden) {
    if (actual && (actual.rows_in ?? 0) !== 0)
      comparison.differences.push(`${where}: a hidden sheet holds no records, got ${show(actual.rows_in)} rows`)
    comparison.compared += 1
    return
  }
  for (const part of ['rows_in', 'rows_valid', 'rows_not_counted', 'rows_rejected']) {
    compareTree(comparison, `${where}.${part}`, expected[part], actual?.[part])
  }
  // Not promised, compared when told.
  for (const part of ['not_counted_rows', 'blank_rows', 'header_rows', 'first_data_row', 'last_data_row']) {
    if (actual?.[part] !== undefined) compareTree(comparison, `${where}.${part}`, expected[part], actual[part])
  }
  const count = (rows) => (Array.isArray(rows) ? rows.length : rows)
  compareValue(
    comparison,
    `${where}.subtotal_rows`,
    Array.isArray(actual?.subtotal_rows) ? expected.subtotal_rows : count(expected.subtotal_rows),
    actual?.subtotal_rows,
  )
  const wanted = new Set(rejectedRows(expected))
  const found = new Set(rejectedRows(actual))
  comparison.compared += wanted.size
  for (const row of wanted) if (!found.has(row)) comparison.differences.push(`${where}: row ${row} should be rejected`)
  for (const row of found) if (!wanted.has(row)) comparison.differences.push(`${where}: row ${row} should not be rejected`)
}

const groupsOf = (groups) =>
  new Set((groups ?? []).map((group) => (Array.isArray(group) ? group : group.members).toSorted().join(' = ')))

export const compareImport = (comparison, manifest, actual) => {
  for (const [workbook, { sheets }] of Object.entries(manifest.workbooks)) {
    for (const [sheet, expected] of Object.entries(sheets)) {
      compareSheet(comparison, `${workbook} ${sheet}`, expected, actual.workbooks?.[workbook]?.sheets?.[sheet])
    }
  }
  const wanted = groupsOf(manifest.same_person)
  const found = groupsOf(actual.same_person)
  comparison.compared += wanted.size
  for (const group of wanted) if (!found.has(group)) comparison.differences.push(`same person not found: ${group}`)
  for (const group of found) if (!wanted.has(group)) comparison.differences.push(`not the same person: ${group}`)
}

/** The command's JSON; progress and logs belong to the other stream. */
const runHengai = (root, args) =>
  JSON.parse(
    execFileSync(process.execPath, [join(root, 'bin/hengai.mjs'), ...args], {
      encoding: 'utf8',
      maxBuffer: 1 << 28,
      stdio: ['ignore', 'pipe', 'inherit'],
    }),
  )

const computeYear = (folder, year, given) => {
  const root = fileURLToPath(new URL('..', import.meta.url))
  const data = given ?? mkdtempSync(join(tmpdir(), 'hengai-year-'))
  try {
    const imported = runHengai(root, ['import', folder, '--year', String(year), '--data', data, '--json'])
    const figures = runHengai(root, ['figures', '--from', `${year}-01-01`, '--to', `${year}-12-31`, '--data', data, '--json'])
    return { imported, figures }
  } finally {
    if (given === undefined) rmSync(data, { recursive: true, force: true })
  }
}

const main = () => {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: { import: { type: 'string' }, figures: { type: 'string' }, data: { type: 'string' } },
  })
  const folder = positionals[0] ?? fileURLToPath(new URL('../examples/year-2022', import.meta.url))
  const expected = readJson(join(folder, 'expected.json'))
  const manifest = readJson(join(folder, 'manifest.json'))
  const { imported, figures } =
    values.import && values.figures
      ? { imported: readJson(values.import), figures: readJson(values.figures) }
      : computeYear(folder, expected.year, values.data)

  const comparison = newComparison()
  compareFigures(comparison, expected, figures)
  compareImport(comparison, manifest, imported)
  for (const difference of comparison.differences) console.log(difference)
  console.log(`${comparison.compared} values compared, ${comparison.differences.length} differences`)
  return comparison.differences.length === 0 ? 0 : 1
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  try {
    process.exitCode = main()
  } catch (problem) {
    console.error(`Could not compare: ${problem.message}`)
    process.exitCode = 2
  }
}
