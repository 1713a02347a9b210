/**
 * Rows on screen: a table with a sticky head on a wide screen, cards on a phone. It draws what it is given; `ListPage` joins it to
 * an endpoint. Numbers stand right, arrow keys move between rows, the first column is a link to the record.
 */
import type { KeyboardEvent, MouseEvent, ReactNode } from 'react'
import { cellOf, isNumeric } from './cell.tsx'
import type { Shown } from './cell.tsx'
import { useUiTexts } from './i18n.ts'
import { useIsPhone } from './screen.ts'
import { To, useGo } from './url.tsx'
import './table.css'

export interface Column<Row> extends Shown<Row> {
  /** True: the head sorts by this field (the endpoint must know it); text: by that field instead. */
  readonly sorts?: boolean | string
  /** Not shown until the user chooses it. */
  readonly hidden?: boolean
  /** Width in px; without it the content decides. */
  readonly width?: number
  /** On a phone's card: `title` heads it, `quiet` is left out. */
  readonly card?: 'title' | 'quiet'
}

export interface TableProps<Row> {
  readonly caption: string
  readonly rows: readonly Row[]
  readonly columns: readonly Column<Row>[]
  readonly keyOf: (row: Row) => string
  /** Where a row leads; rows are not links without it. */
  readonly hrefOf?: ((row: Row) => string) | undefined
  /** The row shown in the drawer now. */
  readonly open_key?: string | undefined
  readonly sort?: string | undefined
  readonly onSort?: ((sort: string | undefined) => void) | undefined
  /** A row below all others, e.g. sums as `Figure`s; keyed by column. */
  readonly totals?: Readonly<Record<string, ReactNode>> | undefined
}

const moveBetweenRows = (event: KeyboardEvent<HTMLElement>) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0 || !(event.target instanceof HTMLElement) || !event.target.matches('a')) return
  const links = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-row-link]')]
  const next = links[links.indexOf(event.target) + step]
  if (next) {
    event.preventDefault()
    next.focus()
  }
}

const sortName = <Row,>(column: Column<Row>): string | undefined =>
  column.sorts === true ? column.field : column.sorts || undefined

/** First click: largest or latest first for numbers and days, A to Z for words; then the other way; then as it was. */
const nextSort = (name: string, now: string | undefined, downFirst: boolean): string | undefined => {
  const order = downFirst ? [`-${name}`, name] : [name, `-${name}`]
  return now === order[0] ? order[1] : now === order[1] ? undefined : order[0]
}

const HeadCell = <Row,>({
  column,
  sort,
  onSort,
}: {
  column: Column<Row>
  sort: string | undefined
  onSort: TableProps<Row>['onSort']
}) => {
  const t = useUiTexts()
  const name = sortName(column)
  const way = name === undefined ? 'none' : sort === name ? 'ascending' : sort === `-${name}` ? 'descending' : 'none'
  const downFirst = isNumeric(column.kind) || column.kind === 'day' || column.kind === 'instant'
  return (
    <th
      scope="col"
      className={isNumeric(column.kind) ? 'right' : undefined}
      style={column.width ? { width: column.width } : undefined}
      aria-sort={name ? way : undefined}
    >
      {name && onSort ? (
        <button
          type="button"
          className="sort"
          data-way={way}
          onClick={() => onSort(nextSort(name, sort, downFirst))}
          title={t('sort_by', { title: column.title })}
        >
          {column.title}
          <svg viewBox="0 0 8 12" aria-hidden focusable="false">
            <path className="sort-up" d="M4 1 7 5H1z" />
            <path className="sort-down" d="M4 11 1 7h6z" />
          </svg>
        </button>
      ) : (
        column.title
      )}
    </th>
  )
}

const Cards = <Row,>({ rows, columns, keyOf, hrefOf, caption }: TableProps<Row>) => {
  const head = columns.find((column) => column.card === 'title') ?? columns.find((column) => column.kind === 'name') ?? columns[0]
  const rest = columns.filter((column) => column !== head && column.card !== 'quiet')
  return (
    <ul className="cards" aria-label={caption}>
      {rows.map((row) => {
        const title = head ? cellOf(row, head) : keyOf(row)
        return (
          <li key={keyOf(row)} className="card">
            {hrefOf ? (
              <To href={hrefOf(row)} className="card-title">
                {title}
              </To>
            ) : (
              <span className="card-title">{title}</span>
            )}
            <dl>
              {rest.map((column) => (
                <div key={column.field}>
                  <dt>{column.title}</dt>
                  <dd>{cellOf(row, column)}</dd>
                </div>
              ))}
            </dl>
          </li>
        )
      })}
    </ul>
  )
}

const BodyRow = <Row,>({ row, table }: { row: Row; table: TableProps<Row> }) => {
  const go = useGo()
  const { columns, hrefOf, keyOf, open_key } = table
  const key = keyOf(row)
  const to = hrefOf?.(row)
  const open = (event: MouseEvent<HTMLElement>) => {
    const chosen = globalThis.getSelection?.()?.toString()
    if (to && !chosen && event.target instanceof HTMLElement && !event.target.closest('a, button, input, label')) go(to)
  }
  return (
    <tr data-open={key === open_key || undefined} className={to ? 'leads' : undefined} onClick={open}>
      {columns.map((column, place) => (
        <td key={column.field} className={isNumeric(column.kind) ? 'right' : undefined}>
          {place === 0 && to ? (
            <To href={to} data-row-link="" className="row-link">
              {cellOf(row, column)}
            </To>
          ) : (
            cellOf(row, column)
          )}
        </td>
      ))}
    </tr>
  )
}

export const Table = <Row,>(props: TableProps<Row>) => {
  const phone = useIsPhone()
  const { caption, rows, columns, keyOf, sort, onSort, totals } = props
  if (phone) return <Cards {...props} />
  return (
    // it scrolls, so it must be reachable by keyboard (WCAG 2.1.1)
    <div className="table-scroll" role="region" aria-label={caption} tabIndex={0}>
      {/* arrow keys only move between links that work without them */}
      {/* oxlint-disable-next-line no-noninteractive-element-interactions */}
      <table className="table" onKeyDown={moveBetweenRows}>
        <caption className="unseen">{caption}</caption>
        <thead>
          <tr>
            {columns.map((column) => (
              <HeadCell key={column.field} column={column} sort={sort} onSort={onSort} />
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <BodyRow key={keyOf(row)} row={row} table={props} />
          ))}
        </tbody>
        {totals ? (
          <tfoot>
            <tr>
              {columns.map((column) => (
                <td key={column.field} className={isNumeric(column.kind) ? 'right' : undefined}>
                  {totals[column.field] ?? null}
                </td>
              ))}
            </tr>
          </tfoot>
        ) : null}
      </table>
    </div>
  )
}
