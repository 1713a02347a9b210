/** The parts of a section: paragraphs, lists, tables and pictures, as the report model gives them. */
import { Fragment, useMemo } from 'react'
import { Chart } from '../../ui/chart.tsx'
import { useIsPhone, useSurfaceNow } from '../../ui/screen.ts'
import { scaleOf } from '../../ui/tokens.ts'
import { chartHeight, chartInWords, chartOption } from './charts.ts'
import type { Block, ReportCell, ReportChart, ReportTable, Run } from './model.ts'
import { isFigureRun } from './model.ts'
import { ReportNumber } from './report-number.tsx'
import { useTexts } from './words.web.ts'

/** Gives each sentence that claims without a figure its place in the list of such sentences. */
export type ClaimNumber = (run: Run) => number

export const claimId = (number: number): string => `claim-${number + 1}`

const Claim = ({ text, number }: { text: string; number: number }) => {
  const t = useTexts()
  return (
    <mark className="report-claim" id={claimId(number)}>
      {text}
      <small>〔{t('claim')}〕</small>
    </mark>
  )
}

const Runs = ({ runs, claimNumber }: { runs: readonly Run[]; claimNumber: ClaimNumber }) =>
  runs.map((run, place) =>
    isFigureRun(run) ? (
      <ReportNumber key={place} figure={run.figure} value={run.value} display={run.display} unit={run.unit} reference={run.ref} />
    ) : run.unsupported ? (
      <Claim key={place} text={run.text} number={claimNumber(run)} />
    ) : (
      <Fragment key={place}>{run.text}</Fragment>
    ),
  )

/** The first words of a point that end in a colon are its title: 特色服务： */
const Point = ({ runs, claimNumber }: { runs: readonly Run[]; claimNumber: ClaimNumber }) => {
  const [first, ...rest] = runs
  const titled = first && !isFigureRun(first) && !first.unsupported && first.text.endsWith('：')
  return (
    <li>
      {titled ? <strong>{first.text}</strong> : null}
      <Runs runs={titled ? rest : runs} claimNumber={claimNumber} />
    </li>
  )
}

const textOf = (cell: ReportCell | undefined): string => (cell === undefined ? '' : 'text' in cell ? cell.text : cell.display)

const TableCell = ({ cell, row, column }: { cell: ReportCell; row: string; column: string }) =>
  'text' in cell ? (
    cell.text
  ) : (
    <ReportNumber
      figure={cell.figure}
      value={cell.value}
      display={cell.display}
      title={`${row} ${column}`}
      reference={cell.ref}
    />
  )

const widthOf = ({ columns }: ReportTable): string =>
  columns.length > 8 ? ' report-wide' : columns.length < 6 ? ' report-narrow' : ''

const PrintedTable = ({ table }: { table: ReportTable }) => (
  <figure className={`report-table${widthOf(table)}`}>
    <figcaption id={`table-${table.id}`}>{table.title}</figcaption>
    {/* a wide table is moved sideways by keyboard as well */}
    {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
    <div className="report-scroll" role="region" aria-labelledby={`table-${table.id}`} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {table.columns.map((column) => (
              <th key={column.key} scope="col" className={column.type === 'number' ? 'report-right' : undefined}>
                {column.heading}
                {column.ref === undefined ? null : <sup className="report-ref">{column.ref}</sup>}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={textOf(row[0])} className={textOf(row[0]) === '合计' ? 'report-sum' : undefined}>
              {row.map((cell, place) => {
                const column = table.columns[place]!
                const content = <TableCell cell={cell} row={textOf(row[0])} column={column.heading} />
                if (place === 0)
                  return (
                    <th key={column.key} scope="row" className={textOf(row[0]).length < 4 ? 'report-short' : undefined}>
                      {content}
                    </th>
                  )
                return (
                  <td key={column.key} className={column.type === 'number' ? 'report-right' : undefined}>
                    {content}
                  </td>
                )
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  </figure>
)

/** Twelve columns have no room for their numbers on a phone: there they lie down. */
const most_columns_on_a_phone = 8

const Picture = ({ chart: given }: { chart: ReportChart }) => {
  const phone = useIsPhone()
  const size = scaleOf(useSurfaceNow()).xs
  const chart = useMemo(
    (): ReportChart => (phone && given.categories.length > most_columns_on_a_phone ? { ...given, kind: 'bars' } : given),
    [given, phone],
  )
  const option = useMemo(() => {
    const { title: _title, ...drawn } = chartOption(chart, { text: size, ...(phone ? { names_width: size * 8 } : {}) })
    const legend = chart.series.length > 1 || chart.previous !== undefined
    // The title stands over the picture as text, so its room is free.
    return { ...drawn, grid: { ...(drawn['grid'] as object), top: legend ? size * 3 + 4 : chart.kind === 'columns' ? 24 : 8 } }
  }, [chart, size, phone])
  const before = chart.previous
  return (
    <Chart
      title={chart.title.includes(chart.unit) ? chart.title : `${chart.title}（${chart.unit}）`}
      labels={chart.categories}
      series={[
        ...chart.series,
        ...(before ? [{ name: `${before.year}年`, values: before.values, role: 'last_year' as const }] : []),
      ]}
      unit={chart.unit}
      option={option}
      spoken={chartInWords(chart)}
      height={chartHeight(chart)}
    />
  )
}

export const ReportBlock = ({ block, id, claimNumber }: { block: Block; id: string; claimNumber: ClaimNumber }) => {
  switch (block.kind) {
    case 'heading':
      return <h3 id={id}>{block.text}</h3>
    case 'subheading':
      return <h4>{block.text}</h4>
    case 'paragraph':
      return (
        <p>
          <Runs runs={block.runs} claimNumber={claimNumber} />
        </p>
      )
    case 'bullets':
      return (
        <ul className="report-points">
          {block.points.map((runs, place) => (
            <Point key={place} runs={runs} claimNumber={claimNumber} />
          ))}
        </ul>
      )
    case 'table':
      return <PrintedTable table={block.table} />
    case 'chart':
      return <Picture chart={block.chart} />
  }
}
