/** What a run gave: totals, reasons, each sheet, each held row with its reason in words. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button, Select } from 'antd'
import { showNumber } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { Pages } from '../../ui/list-tools.tsx'
import { Table } from '../../ui/table.tsx'
import { sumOf } from './wizard.web.ts'
import type { Form, Report } from './wizard.web.ts'
import { mendWords, reasonWords, useTexts } from './words.web.ts'

export const Tile = ({ value, label, tone }: { value: number; label: string; tone?: 'good' | 'urgent' }) => (
  <li className="tile" data-tone={value > 0 ? tone : undefined}>
    <span className="tile-value">{showNumber(value)}</span>
    <span className="tile-label">{label}</span>
  </li>
)

const Totals = ({ totals }: { totals: Report['totals'] }) => {
  const t = useTexts()
  return (
    <section aria-label={t('totals')}>
      <ul className="tiles">
        <Tile value={totals.rows_valid + sumOf(totals.rows_not_counted) + sumOf(totals.rows_rejected)} label={t('total_in')} />
        <Tile value={totals.rows_valid} label={t('total_valid')} tone="good" />
        <Tile value={sumOf(totals.rows_not_counted)} label={t('total_not_counted')} />
        <Tile value={sumOf(totals.rows_rejected)} label={t('total_rejected')} tone="urgent" />
      </ul>
      <p className="quiet tiles-below">
        {t('left_lines', { subtotals: totals.subtotal_rows, blanks: totals.blank_rows, hidden: totals.hidden_sheets })}
      </p>
    </section>
  )
}

const byCount = (counts: Readonly<Record<string, number>>) =>
  Object.entries(counts)
    .toSorted(([, a], [, b]) => b - a)
    .map(([code, rows]) => ({ code, rows }))

const Reasons = ({ title, counts, mending }: { title: string; counts: Readonly<Record<string, number>>; mending: boolean }) => {
  const t = useTexts()
  const rows = byCount(counts)
  if (rows.length === 0) return null
  return (
    <section className="wizard-part">
      <h2>{title}</h2>
      <Table
        caption={title}
        rows={rows}
        keyOf={(row) => row.code}
        columns={[
          {
            field: 'code',
            title: t('reason'),
            card: 'title',
            show: (row) => <span className="wraps">{reasonWords(row.code)}</span>,
          },
          { field: 'rows', title: t('rows_in'), kind: 'number' },
          ...(mending
            ? [
                {
                  field: 'code' as const,
                  title: t('how_to_mend'),
                  show: (row: { code: string }) => <span className="wraps quiet">{mendWords(t, row.code)}</span>,
                },
              ]
            : []),
        ]}
      />
    </section>
  )
}

interface SheetLine {
  readonly key: string
  readonly file: string
  readonly sheet: string
  readonly form: string
  readonly rows_in: number
  readonly valid: number
  readonly not_counted: number
  readonly rejected: number
}

const sheetLines = (report: Report, forms: readonly Form[]): SheetLine[] =>
  Object.entries(report.workbooks).flatMap(([file, book]) =>
    Object.entries(book.sheets).flatMap(([sheet, one]) => {
      const form = forms.find((each) => each.kind === one.form)
      if (!form) return []
      return [
        {
          key: `${file}/${sheet}`,
          file,
          sheet,
          form: inLanguage(form.title),
          rows_in: (one.rows_valid ?? 0) + sumOf(one.rows_not_counted) + sumOf(one.rows_rejected),
          valid: one.rows_valid ?? 0,
          not_counted: sumOf(one.rows_not_counted),
          rejected: sumOf(one.rows_rejected),
        },
      ]
    }),
  )

const Sheets = ({ report, forms }: { report: Report; forms: readonly Form[] }) => {
  const t = useTexts()
  return (
    <section className="wizard-part">
      <h2>{t('by_sheet')}</h2>
      <Table
        caption={t('by_sheet')}
        rows={sheetLines(report, forms)}
        keyOf={(row) => row.key}
        columns={[
          { field: 'sheet', title: t('sheet'), card: 'title' },
          { field: 'rows_in', title: t('rows_in'), kind: 'number' },
          { field: 'valid', title: t('rows_valid'), kind: 'number' },
          { field: 'not_counted', title: t('rows_not_counted'), kind: 'number' },
          { field: 'rejected', title: t('with_problem'), kind: 'number' },
          { field: 'file', title: t('workbook') },
          { field: 'form', title: t('form'), card: 'quiet' },
        ]}
      />
    </section>
  )
}

const page_size = 25

const rejectedOf = (report: Report) =>
  Object.entries(report.workbooks).flatMap(([file, book]) =>
    Object.entries(book.sheets).flatMap(([sheet, one]) =>
      (one.rejected ?? []).map((row) => ({ ...row, file, sheet, key: `${file}/${sheet}/${row.row}` })),
    ),
  )

/** The rows are in the report already; they are turned over here without asking the server. */
const Rejected = ({ report, actions }: { report: Report; actions?: ReactNode }) => {
  const t = useTexts()
  const [code, setCode] = useState<string>()
  const [page, setPage] = useState(1)
  const all = rejectedOf(report)
  const rows = code ? all.filter((row) => row.code === code) : all
  const options = byCount(report.totals.rows_rejected).map((one) => ({
    value: one.code,
    label: `${reasonWords(one.code)}（${showNumber(one.rows)}）`,
  }))
  if (all.length === 0) return <p className="wizard-part">{t('none_rejected')}</p>
  return (
    <section className="wizard-part">
      <div className="part-head">
        <h2>{t('rejected_rows')}</h2>
        <Select
          aria-label={t('reason')}
          className="part-choice"
          placeholder={t('all_reasons')}
          value={code ?? null}
          allowClear
          options={options}
          popupMatchSelectWidth={false}
          onChange={(chosen: string | null | undefined) => {
            setCode(chosen ?? undefined)
            setPage(1)
          }}
        />
        {actions}
      </div>
      <Table
        caption={t('rejected_rows')}
        rows={rows.slice((page - 1) * page_size, page * page_size)}
        keyOf={(row) => row.key}
        columns={[
          {
            field: 'reason',
            title: t('reason'),
            card: 'title',
            show: (row) => (
              <span className="wraps">
                {row.reason}
                {row.repeats_row ? ` · ${t('repeats', { row: row.repeats_row })}` : ''}
              </span>
            ),
          },
          { field: 'row', title: t('row_number'), kind: 'number' },
          { field: 'sheet', title: t('sheet') },
          { field: 'file', title: t('workbook') },
        ]}
      />
      <Pages total={rows.length} page={page} page_size={page_size} turn={setPage} />
    </section>
  )
}

export const Result = ({ report, forms, run_id }: { report: Report; forms: readonly Form[]; run_id: string | undefined }) => {
  const t = useTexts()
  return (
    <>
      <Totals totals={report.totals} />
      <Reasons title={t('by_reason')} counts={report.totals.rows_rejected} mending />
      <Reasons title={t('by_reason_not_counted')} counts={report.totals.rows_not_counted} mending={false} />
      <Sheets report={report} forms={forms} />
      <Rejected
        report={report}
        actions={
          run_id ? (
            <Button href={`/api/imports/runs/${run_id}/rejected.xlsx`} download>
              {t('download_rejected')}
            </Button>
          ) : undefined
        }
      />
    </>
  )
}
