/** 数据导入: from uploaded workbooks to records, and what was set aside on the way. */
import { endpoint, id, listOutput, nullable, optional, whole, z } from '../../shared/endpoint.ts'

const words = z.object({ zh: z.string(), en: z.string() })
const year = () => whole(2200).check(z.gte(1950))

const columns = z.record(z.string(), z.number())

export const listForms = endpoint({
  method: 'GET',
  path: '/api/imports/forms',
  permission: 'imports.read',
  summary: '能够识别的表格种类及其列',
  input: z.object({}),
  output: z.object({
    forms: z.array(
      z.object({
        kind: z.string(),
        title: words,
        fields: z.array(z.object({ field: z.string(), heading: z.string(), required: z.boolean() })),
      }),
    ),
  }),
})

const choice = z.object({ file: z.string(), sheet: z.string(), kind: nullable(z.string()), columns: optional(columns) })

const recognised = z.object({
  file: z.string(),
  sheet: z.string(),
  status: z.enum(['recognised', 'hidden', 'unrecognised', 'ambiguous', 'left_out', 'empty']),
  kind: nullable(z.string()),
  title: nullable(words),
  /** Data rows when recognised, filled rows otherwise. */
  rows: z.number(),
  header_rows: z.array(z.number()),
  columns: z.array(z.object({ column: z.number(), heading: z.string(), field: nullable(z.string()) })),
  unused: z.array(z.string()),
  /** The first rows below the heading, by column. */
  sample: z.array(z.array(z.string())),
  candidates: z.array(z.object({ kind: z.string(), title: words, missing: z.array(z.string()), columns })),
})

/** What the upload of workbooks answers (multipart, `routes.ts`). */
export const uploadAnswer = z.object({
  upload_id: nullable(z.string()),
  /** The year the titles or names of the workbooks say; null when they say none. */
  year_named: nullable(z.number()),
  files: z.array(z.object({ file: z.string(), bytes: z.number(), imported_on: nullable(z.string()) })),
  problems: z.array(z.object({ file: z.string(), code: z.string(), message: z.string() })),
  sheets: z.array(recognised),
})

/** What the watched run says of itself. */
export const runProgress = z.object({
  state: z.enum(['running', 'done', 'failed', 'cancelled']),
  done: z.number(),
  total: z.number(),
  sheet: z.string(),
})

export const recogniseSheetAs = endpoint({
  method: 'POST',
  path: '/api/imports/uploads/:upload_id/sheets',
  permission: 'imports.run',
  summary: '把一张工作表当作指定种类再认一次列',
  input: z.object({ upload_id: id(), year: year(), file: z.string(), sheet: z.string(), kind: z.string() }),
  output: recognised,
})

export const startImport = endpoint({
  method: 'POST',
  path: '/api/imports/runs',
  permission: 'imports.run',
  summary: '试运行或正式导入已上传的工作簿；试运行与正式导入完全相同，只是最后撤回',
  input: z.object({
    upload_id: id(),
    year: year(),
    dry_run: z.boolean(),
    choices: z._default(z.array(choice).check(z.maxLength(400)), []),
  }),
  /** `watch_key` opens the run's progress (`/api/imports/runs/:run_id/watch`), which is answered while the database is busy with it. */
  output: z.object({ run_id: z.string(), watch_key: z.string() }),
})

export const getImportRun = endpoint({
  method: 'GET',
  path: '/api/imports/runs/:run_id',
  permission: 'imports.run',
  summary: '导入进度与结果',
  input: z.object({ run_id: id() }),
  output: z.object({
    state: z.enum(['running', 'done', 'failed', 'cancelled']),
    dry_run: z.boolean(),
    done: z.number(),
    total: z.number(),
    sheet: z.string(),
    import_id: nullable(z.string()),
    report: optional(z.any()),
    problem: optional(z.object({ code: z.string(), message: z.string() })),
  }),
})

export const cancelImportRun = endpoint({
  method: 'DELETE',
  path: '/api/imports/runs/:run_id',
  permission: 'imports.run',
  summary: '取消正在进行的导入，不留任何改动',
  input: z.object({ run_id: id() }),
  output: z.object({}),
})

const importRow = {
  import_id: z.string(),
  name: z.string(),
  year: z.number(),
  imported_at: z.string(),
  imported_by_name: z.string(),
  rows_in: z.number(),
  rows_valid: z.number(),
  rows_not_counted: z.number(),
  rows_rejected: z.number(),
  files: z.number(),
  undone: z.boolean(),
}

const paging = {
  page: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(100_000)), 1),
  page_size: z._default(z.coerce.number().check(z.int(), z.gte(1), z.lte(500)), 25),
}

export const listImports = endpoint({
  method: 'GET',
  path: '/api/imports',
  permission: 'imports.read',
  summary: '历次导入',
  input: z.object({ ...paging }),
  output: listOutput(importRow),
})

export const getImport = endpoint({
  method: 'GET',
  path: '/api/imports/:import_id',
  permission: 'imports.read',
  summary: '一次导入：每个工作表的行数、有效、不计、作废',
  input: z.object({ import_id: id() }),
  output: z.object({
    ...importRow,
    undo_reason: nullable(z.string()),
    sheets: z.array(
      z.object({
        sheet_id: z.string(),
        file_name: z.string(),
        name: z.string(),
        hidden: z.boolean(),
        form_kind: nullable(z.string()),
        form_title: nullable(words),
        rows_in: z.number(),
        rows_valid: z.number(),
        rows_not_counted: z.number(),
        rows_rejected: z.number(),
      }),
    ),
  }),
})

export const undoImport = endpoint({
  method: 'POST',
  path: '/api/imports/:import_id/undo',
  permission: 'imports.run',
  summary: '撤销整次导入：由它产生的记录全部作废，并写明原因',
  input: z.object({ import_id: id(), reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
  output: z.object({ voided: z.number() }),
})

const row = {
  sheet_id: z.string(),
  row_number: z.number(),
  row_id: z.string(),
  file_name: z.string(),
  sheet_name: z.string(),
  form_kind: nullable(z.string()),
  form_title: nullable(words),
  outcome: z.string(),
  code: nullable(z.string()),
  reason: nullable(z.string()),
  repeats_row: nullable(z.number()),
  entry_id: nullable(z.string()),
  import_id: z.string(),
}

export const listImportRows = endpoint({
  method: 'GET',
  path: '/api/imports/rows',
  permission: 'imports.read',
  summary: '导入的数据行；默认列出等待处理的（被拒绝的）行',
  input: z.object({
    ...paging,
    import_id: optional(id()),
    sheet_id: optional(id()),
    form_kind: optional(z.string()),
    code: optional(z.string()),
    outcome: z._default(z.enum(['valid', 'not_counted', 'rejected', 'mended', 'dismissed']), 'rejected'),
  }),
  output: z.object({
    rows: z.array(z.object(row)),
    total: z.number(),
    by_code: z.array(z.object({ code: z.string(), rows: z.number() })),
  }),
})

export const getImportRow = endpoint({
  method: 'GET',
  path: '/api/imports/rows/:sheet_id/:row_number',
  permission: 'imports.run',
  summary: '一行的全部单元格、原因和改法（查看会被记录，因为可能含身份证号）',
  input: z.object({ sheet_id: id(), row_number: whole() }),
  output: z.object({
    ...row,
    field: nullable(z.string()),
    decided_by_name: nullable(z.string()),
    decided_at: nullable(z.string()),
    cells: z.array(z.object({ field: z.string(), heading: z.string(), text: z.string() })),
  }),
})

export const mendRow = endpoint({
  method: 'POST',
  path: '/api/imports/rows/:sheet_id/:row_number/mend',
  permission: 'imports.run',
  summary: '改正一行并重新记录；仍有问题则说明原因，什么都不改',
  input: z.object({ sheet_id: id(), row_number: whole(), cells: z.record(z.string(), z.string().check(z.maxLength(2000))) }),
  output: z.object({ entry_id: z.string(), not_counted: nullable(z.string()) }),
})

export const dismissRow = endpoint({
  method: 'POST',
  path: '/api/imports/rows/:sheet_id/:row_number/dismiss',
  permission: 'imports.run',
  summary: '确认这一行不再处理，写明原因',
  input: z.object({ sheet_id: id(), row_number: whole(), reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)) }),
  output: z.object({}),
})

export const retryRows = endpoint({
  method: 'POST',
  path: '/api/imports/rows/retry',
  permission: 'imports.run',
  summary: '重新记录被拒绝的行（例如登记行改正之后），能通过的通过',
  input: z.object({
    import_id: optional(id()),
    sheet_id: optional(id()),
    form_kind: optional(z.string()),
    code: optional(z.string()),
  }),
  output: z.object({ tried: z.number(), recorded: z.number() }),
})

export const getOrigin = endpoint({
  method: 'GET',
  path: '/api/imports/origin/:entry_id',
  permission: 'signed_in',
  summary: '一条记录来自哪个工作簿、哪张表、哪一行；直接录入的记录没有出处',
  input: z.object({ entry_id: id() }),
  output: z.object({
    file_name: z.string(),
    sheet_name: z.string(),
    row_number: z.number(),
    imported_at: z.string(),
    imported_by_name: z.string(),
    mended: z.boolean(),
    import_id: z.string(),
  }),
})
