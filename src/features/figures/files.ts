/** The rows behind a figure as an Excel file: the definition above, every row below. */
import type { Mounting } from '../../platform/mount.ts'
import { parseInput, signedIn, stationsFor } from '../../platform/mount.ts'
import { noteExport } from '../../platform/disclosure.ts'
import { runSettled } from '../../platform/replica.ts'
import { writeWorkbook, type SheetColumn, type SheetValue } from '../../platform/write-workbook.ts'
import type { SourceColumn } from '../../shared/figure-source.ts'
import type { ParsedOf } from '../../shared/endpoint.ts'
import { listFigureRows } from './contract.ts'
import type { FiguresService } from './service.ts'

/** Rows of one page when the whole list is walked. */
const WALK = 500

const TYPES: Readonly<Record<SourceColumn['type'], SheetColumn['type']>> = {
  text: 'text',
  day: 'day',
  number: 'decimal',
  money_fen: 'yuan',
  minutes: 'whole',
  person: 'text',
  station: 'text',
  contract: 'text',
  state: 'text',
}

const cellOf = (value: unknown, type: SourceColumn['type']): SheetValue =>
  value === null || value === undefined
    ? null
    : type === 'money_fen'
      ? Number(value) / 100
      : typeof value === 'number'
        ? value
        : String(value)

export const mountFigureFiles = (mounting: Mounting, service: FiguresService): void => {
  mounting.app.get('/api/figures/:key/rows.xlsx', async (request, reply) => {
    const session = await signedIn(mounting, request)
    const stations = stationsFor(session, listFigureRows)
    const { language } = session.actor
    const { key } = request.params as { key: string }
    const input = (page: number) =>
      parseInput(listFigureRows, { ...(request.query as object), key, page, page_size: WALK }, language) as ParsedOf<
        typeof listFigureRows
      >
    const definition = service.registry.get(key)
    const { columns } = service.registry.source(definition)
    const asking = { ...session, stations, request_id: request.id, action: 'downloadFigureRows' }
    const rows = await runSettled(mounting, request, asking, async (ctx) => {
      const all: Record<string, unknown>[] = []
      for (let page = 1; ; page++) {
        const found = await service.listFigureRows(ctx, input(page))
        all.push(...found.rows)
        if (found.rows.length > 0 && all.length < found.total) continue
        noteExport(ctx, 'listFigureRows', all, { ...(request.query as object), key })
        return all
      }
    })
    const { from, to } = input(1)
    const title = `${definition.title[language]} · ${from} – ${to}`
    const file = await writeWorkbook([
      {
        name: definition.title[language],
        title: `${title} · ${definition.rule[language]}`,
        columns: columns.map((column) => ({ heading: column.title[language], type: TYPES[column.type] })),
        rows: rows.map((row) => columns.map((column) => cellOf(row[column.field], column.type))),
      },
    ])
    return reply
      .header('content-type', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet')
      .header('content-disposition', `attachment; filename="rows.xlsx"; filename*=UTF-8''${encodeURIComponent(`${title}.xlsx`)}`)
      .send(file)
  })
}
