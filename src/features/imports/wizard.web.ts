/** What the import wizard holds, and its ways to the server that are not endpoints: sending files, watching a run. */
import { z } from '../../shared/endpoint.ts'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { language, uiText } from '../../ui/i18n.ts'
import { runProgress, uploadAnswer } from './contract.ts'
import type { listForms, startImport } from './contract.ts'

export type Uploaded = z.output<typeof uploadAnswer>
export type RecognisedSheet = Uploaded['sheets'][number]
export type RunProgress = z.output<typeof runProgress>
export type Form = OutputOf<typeof listForms>['forms'][number]

/** A sheet as the person sees it: what was recognised, what they changed, whether it is to be imported. */
export interface WizardSheet extends RecognisedSheet {
  readonly taken: boolean
  readonly changed: boolean
}

export interface Run {
  readonly run_id: string
  readonly watch_key: string
}

/** The result of a run, as `report.ts` makes it. */
export interface Report {
  readonly totals: {
    readonly rows_in: number
    readonly rows_valid: number
    readonly rows_not_counted: Readonly<Record<string, number>>
    readonly rows_rejected: Readonly<Record<string, number>>
    readonly subtotal_rows: number
    readonly blank_rows: number
    readonly hidden_sheets: number
  }
  readonly workbooks: Readonly<Record<string, { readonly sheets: Readonly<Record<string, SheetReport>> }>>
}

export interface SheetReport {
  readonly hidden: boolean
  readonly form?: string
  readonly rows_in?: number
  readonly rows_valid?: number
  readonly rows_not_counted?: Readonly<Record<string, number>>
  readonly rows_rejected?: Readonly<Record<string, number>>
  readonly rejected?: readonly {
    readonly row: number
    readonly code: string
    readonly reason: string
    readonly repeats_row?: number
  }[]
}

export const sumOf = (counts: Readonly<Record<string, number>> | undefined): number =>
  Object.values(counts ?? {}).reduce((sum, count) => sum + count, 0)

/** Required fields of the sheet's form that no column stands for. */
export const missingOf = (sheet: WizardSheet, forms: readonly Form[]): string[] => {
  const form = forms.find((one) => one.kind === sheet.kind)
  return (form?.fields ?? [])
    .filter((field) => field.required && !sheet.columns.some((column) => column.field === field.field))
    .map((field) => field.heading)
}

/** May be chosen at all: there is a heading row, and the sheet is not hidden or empty. */
export const isReadable = (sheet: RecognisedSheet): boolean =>
  sheet.status !== 'hidden' && sheet.status !== 'empty' && sheet.columns.length > 0

type Choice = NonNullable<InputOf<typeof startImport>['choices']>[number]

/** What the person decided, for `startImport`; sheets they left as recognised need no word. */
export const choicesOf = (sheets: readonly WizardSheet[]): Choice[] =>
  sheets.flatMap(({ file, sheet, kind, taken, changed, columns, status }): Choice[] => {
    if (status === 'hidden' || status === 'empty' || kind === null) return []
    if (!taken) return [{ file, sheet, kind: null }]
    if (!changed) return []
    return [
      { file, sheet, kind, columns: Object.fromEntries(columns.flatMap((one) => (one.field ? [[one.field, one.column]] : []))) },
    ]
  })

const answered = (request: XMLHttpRequest): unknown => {
  try {
    return JSON.parse(request.responseText)
  } catch {
    return {}
  }
}

const refusedBy = (request: XMLHttpRequest): Refused => {
  const said = answered(request) as { code?: string; message?: string }
  return new Refused({ code: said.code ?? 'fault', message: said.message ?? uiText('server_away'), status: request.status })
}

/** Sends workbooks; `onSent` tells how much of them has left (0 to 1). Throws `Refused`. */
export const sendWorkbooks = (files: readonly File[], onSent: (part: number) => void): Promise<Uploaded> =>
  new Promise((resolve, reject) => {
    const body = new FormData()
    for (const file of files) body.append('file', file, file.name)
    const request = new XMLHttpRequest()
    request.open('POST', '/api/imports/uploads')
    request.setRequestHeader('accept-language', language() === 'en' ? 'en' : 'zh-CN')
    request.upload.addEventListener('progress', (event) => onSent(event.total > 0 ? event.loaded / event.total : 0))
    request.addEventListener('error', () => reject(new Refused({ code: 'offline', message: uiText('server_away'), status: 0 })))
    request.addEventListener('load', () => {
      const read = request.status === 200 ? z.safeParse(uploadAnswer, answered(request)) : undefined
      if (read?.success) resolve(read.data)
      else reject(refusedBy(request))
    })
    request.send(body)
  })

const watchAt = ({ run_id, watch_key }: Run, method: 'GET' | 'DELETE'): Promise<Response> =>
  fetch(`/api/imports/runs/${run_id}/watch`, { method, credentials: 'same-origin', headers: { 'x-watch-key': watch_key } })

/** How far a run is; undefined when the server did not answer. */
export const lookAt = async (run: Run): Promise<RunProgress | undefined> => {
  const response = await watchAt(run, 'GET').catch(() => undefined)
  const read = response?.ok ? z.safeParse(runProgress, await response.json()) : undefined
  return read?.success ? read.data : undefined
}

export const stopRun = async (run: Run): Promise<void> => {
  await watchAt(run, 'DELETE').catch(() => undefined)
}
