/**
 * 导出: `GET /api/export?endpoint=listMeals&columns=a,b&titles=甲,乙&…` gives any list as an Excel file. The list's own function runs under
 * the asker's rights, so a file never holds more than the screen would show.
 */
import type { FastifyRequest } from 'fastify'
import { parseInput, signedIn, stationsFor, type MountedEndpoint, type Mounting } from '../platform/mount.ts'
import { noteExport } from '../platform/disclosure.ts'
import { runSettled } from '../platform/replica.ts'
import { writeWorkbook } from '../platform/write-workbook.ts'
import { z } from '../shared/endpoint.ts'
import { Refusal } from '../shared/refusal.ts'
import { sheetOf, type AskedColumn, type ListRow } from './export-sheet.ts'

const XLSX = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
/** More rows nobody reads in Excel; the file says so and asks for a narrower filter. */
const MOST_ROWS = 50_000
/** The largest page every list allows (shared/endpoint.ts). */
const PAGE_SIZE = 500

interface List {
  readonly mounted: MountedEndpoint
  readonly paged: boolean
}

const propertiesOf = (type: z.ZodMiniType, io: 'input' | 'output'): Record<string, { type?: string }> =>
  (z.toJSONSchema(type, { io, unrepresentable: 'any' }) as { properties?: Record<string, { type?: string }> }).properties ?? {}

/** A list reads, and answers `{ rows, total }`. */
const listsAmong = (endpoints: readonly MountedEndpoint[]): Map<string, List> =>
  new Map(
    endpoints.flatMap((mounted): [string, List][] => {
      const { endpoint, name } = mounted
      const output = propertiesOf(endpoint.output, 'output')
      if (endpoint.method !== 'GET' || output.rows?.type !== 'array' || !('total' in output)) return []
      return [[name, { mounted, paged: 'page_size' in propertiesOf(endpoint.input, 'input') }]]
    }),
  )

const oneText = (value: unknown): string | undefined => (typeof value === 'string' && value !== '' ? value : undefined)
const texts = (value: unknown): string[] =>
  (Array.isArray(value) ? value : [value]).filter((one): one is string => typeof one === 'string')

/** `way.dine_in:堂食` → the word of a field and how it is said. */
const wordsOf = (query: Record<string, unknown>, field: string): Map<string, string> =>
  new Map(
    texts(query.words).flatMap((one): [string, string][] => {
      const found = /^([a-z_]+)\.([^:]*):(.*)$/s.exec(one)
      return found && found[1] === field ? [[found[2]!, found[3]!]] : []
    }),
  )

const askedColumns = (query: Record<string, unknown>): AskedColumn[] => {
  const titles = oneText(query.titles)?.split(',') ?? []
  return (oneText(query.columns)?.split(',') ?? []).map((field, i) => ({
    field,
    title: titles[i] || field,
    words: wordsOf(query, field),
  }))
}

interface Found {
  readonly rows: readonly ListRow[]
  readonly total: number
}

const allRows = async (
  { mounted, paged }: List,
  ctx: Parameters<MountedEndpoint['run']>[0],
  input: Record<string, unknown>,
): Promise<Found> => {
  const read = async (page: number) => {
    const asked = paged ? { ...input, page, page_size: PAGE_SIZE } : input
    return (await mounted.run(ctx, parseInput(mounted.endpoint, asked, ctx.language))) as Found
  }
  const first = await read(1)
  const rows = [...first.rows]
  while (paged && rows.length < Math.min(first.total, MOST_ROWS)) {
    const { rows: more } = await read(rows.length / PAGE_SIZE + 1)
    if (more.length === 0) break
    rows.push(...more)
  }
  return { rows: rows.slice(0, MOST_ROWS), total: first.total }
}

/** What the list was narrowed by: only what its contract takes, so that nobody writes into the trail what they like. */
const filtersOf = ({ endpoint }: MountedEndpoint, input: Record<string, unknown>, language: 'zh' | 'en') => {
  const taken = parseInput(endpoint, { ...input, page: 1, page_size: PAGE_SIZE }, language) as Record<string, unknown>
  return Object.fromEntries(
    Object.entries(taken).filter(([field, value]) => value !== undefined && field !== 'page' && field !== 'page_size'),
  )
}

const titleOf = (name: string, { rows, total }: Found, language: 'zh' | 'en'): string => {
  if (rows.length >= total) return name
  const [all, here] = [total.toLocaleString('en-US'), rows.length.toLocaleString('en-US')]
  return language === 'zh'
    ? `${name}（共 ${all} 行，只列出前 ${here} 行，请缩小筛选范围后再导出）`
    : `${name} (the first ${here} of ${all} rows: narrow the filter and export again)`
}

export const mountExport = (mounting: Mounting, endpoints: readonly MountedEndpoint[]): void => {
  const { app } = mounting
  const lists = listsAmong(endpoints)

  const read = async (request: FastifyRequest) => {
    const session = await signedIn(mounting, request)
    const query = request.query as Record<string, unknown>
    const list = lists.get(oneText(query.endpoint) ?? '')
    if (!list) throw new Refusal('not_found')
    const { endpoint: name, columns: _columns, titles: _titles, words: _words, sheet, ...input } = query
    const stations = stationsFor(session, list.mounted.endpoint)
    const asking = { ...session, stations, request_id: request.id, action: 'export' }
    const found = await runSettled(mounting, request, asking, async (ctx) => {
      const all = await allRows(list, ctx, input)
      noteExport(ctx, String(name), all.rows, filtersOf(list.mounted, input, ctx.language))
      return all
    })
    return { session, query, found, name: oneText(sheet) ?? String(name) }
  }

  app.get('/api/export', async (request, reply) => {
    const { session, query, found, name } = await read(request)
    const { language } = session.actor
    const asked = {
      name,
      title: titleOf(name, found, language),
      columns: askedColumns(query),
      language,
      time_zone: session.time_zone,
    }
    // Written outside the transaction: the database is free while the file is made.
    const file = await writeWorkbook([sheetOf(asked, found.rows)], { title: name })
    const file_name = encodeURIComponent(`${name.replaceAll(/[\\/:*?"<>|]/g, '_')}.xlsx`)
    return reply
      .type(XLSX)
      .header('content-disposition', `attachment; filename="list.xlsx"; filename*=UTF-8''${file_name}`)
      .send(file)
  })
}
