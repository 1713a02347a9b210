/**
 * A whole list page from one description: title, filters, table with paging and sorting by the server, drawer for one record.
 *
 *     const useTexts = registerTexts('canteen', texts)
 *
 *     export default function MealsPage() {
 *       const t = useTexts()
 *       return (
 *         <ListPage
 *           name="listMeals" endpoint={listMeals} row_key="meal_id"
 *           title={t('meals')} purpose={t('meals_purpose')}
 *           columns={[
 *             { field: 'person_name', title: t('person'), kind: 'name', card: 'title' },
 *             { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
 *             { field: 'price_fen', title: t('price'), kind: 'yuan', sorts: true },
 *           ]}
 *           filters={[{ kind: 'text' }, { kind: 'days' }, { kind: 'choice', field: 'way', label: t('way'), choices: { dine_in: t('dine_in') } }]}
 *           record={{
 *             endpoint: getMeal, id_field: 'meal_id', path: (id) => `/canteen/meals/${id}`,
 *             title: (meal) => meal.person_name,
 *             fields: [{ field: 'occurred_on', title: t('day'), kind: 'day' }],
 *           }}
 *         />
 *       )
 *     }
 *
 * `endpoint` has the input of `listInput` and the output of `listOutput`. The station chosen in the shell is sent as `station_id`
 * unless the address names another or `any_station` is set. Filters, sort, page and the open record live in the address.
 */
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import type { Endpoint, InputOf, OutputOf } from '../shared/endpoint.ts'
import { useUiTexts } from './i18n.ts'
import { ColumnsButton, ExcelButton, Pages, ViewsButton, useColumns } from './list-tools.tsx'
import { useListState } from './list-state.ts'
import { PageHeader } from './page-header.tsx'
import { useCall } from './queries.ts'
import { QueryForm } from './query-form.tsx'
import type { Filter } from './query-form.tsx'
import { RecordDrawer } from './record-page.tsx'
import type { RecordSpec } from './record-page.tsx'
import { EmptyState, ErrorState, Loading } from './states.tsx'
import { Table } from './table.tsx'
import type { Column } from './table.tsx'
import { href, usePath } from './url.tsx'
import { useIsPhone } from './screen.ts'

export type RowOf<E> = OutputOf<E> extends { rows: (infer R)[] } ? R : never

export interface ListPageProps<E extends Endpoint, R extends Endpoint = Endpoint> {
  /** The endpoint's name: the Excel file is asked for by it, saved filters and columns are kept under it. */
  readonly name: string
  readonly endpoint: E
  readonly title: string
  /** One line: what the page is for. */
  readonly purpose?: ReactNode
  readonly columns: readonly Column<RowOf<E>>[]
  readonly row_key: keyof RowOf<E> & string
  readonly filters?: readonly Filter[]
  /** Opens a row in the drawer. For rows that lead elsewhere give `rowHref` instead. */
  readonly record?: RecordSpec<R>
  readonly rowHref?: (row: RowOf<E>) => string
  /** Buttons at the top right. */
  readonly actions?: ReactNode
  /** What to say, and the one action that fills the list, when nothing is recorded at all. */
  readonly empty?: { readonly title?: string; readonly hint?: ReactNode; readonly action?: ReactNode }
  /** Input that the user cannot change. Keep the object outside the component or memoised. */
  readonly fixed?: Readonly<Record<string, unknown>>
  /** The list does not follow the station chosen in the shell. */
  readonly any_station?: boolean
  /** The order until the user chooses another, e.g. `-occurred_on`. */
  readonly sort?: string
  /** Between the filters and the table (sums as `Figure`s). */
  readonly summary?: (output: OutputOf<E>) => ReactNode
  readonly totals?: (output: OutputOf<E>) => Readonly<Record<string, ReactNode>>
  /** False: no Excel button (the endpoint is not exported). */
  readonly excel?: boolean
  /** Left out when the list stands inside another page. */
  readonly inside?: boolean
}

interface Rows<R> {
  readonly rows: readonly R[]
  readonly total: number
}

/** A page beyond the end (rows went away, or another filter) falls back to the last one that exists. */
const useWithinPages = (total: number | undefined, page: number, page_size: number, turn: (page: number) => void) => {
  useEffect(() => {
    const last = total === undefined ? page : Math.max(1, Math.ceil(total / page_size))
    if (page > last) turn(last)
  }, [total, page, page_size, turn])
}

export const ListPage = <E extends Endpoint, R extends Endpoint = Endpoint>(props: ListPageProps<E, R>) => {
  const { name, endpoint, columns, row_key, filters = [], record, empty } = props
  const t = useUiTexts()
  const phone = useIsPhone()
  const path = usePath()
  const state = useListState(props)
  const { shown, choose } = useColumns(name, columns)
  const read = useCall(endpoint, state.input as InputOf<E>, { keep: true })
  const output = read.data as (OutputOf<E> & Rows<RowOf<E>>) | undefined
  const turn = (page: number) => state.set({ page: page === 1 ? undefined : String(page) }, false)
  useWithinPages(output?.total, state.page, state.page_size, turn)
  const hrefOf =
    props.rowHref ?? (record ? (row: RowOf<E>) => href(path, { ...state.params, open: String(row[row_key]) }) : undefined)

  const content = () => {
    if (read.error && !output) return <ErrorState error={read.error} retry={() => void read.refetch()} />
    if (!output) return <Loading lines={10} />
    if (output.total === 0)
      return (
        <EmptyState
          title={state.filtered ? t('empty_filtered') : (empty?.title ?? t('empty'))}
          hint={state.filtered ? t('empty_filtered_hint') : empty?.hint}
          action={state.filtered ? undefined : empty?.action}
        />
      )
    return (
      <>
        {props.summary ? <div className="list-summary">{props.summary(output)}</div> : null}
        <Table
          caption={props.title}
          rows={output.rows}
          columns={shown}
          keyOf={(row) => String(row[row_key])}
          hrefOf={hrefOf}
          open_key={state.params['open']}
          sort={state.sort}
          onSort={(sort) => state.set({ sort, page: undefined })}
          totals={props.totals?.(output)}
        />
        <Pages total={output.total} page={state.page} page_size={state.page_size} turn={turn} />
      </>
    )
  }

  return (
    <div className={props.inside ? 'list' : 'page list'} aria-busy={read.isFetching}>
      {props.inside ? null : <PageHeader title={props.title} purpose={props.purpose} actions={props.actions} />}
      <div className="list-bar">
        {filters.length > 0 ? (
          <QueryForm filters={filters} params={state.params} set={state.filter} clear={state.clear} filtered={state.filtered} />
        ) : null}
        {phone ? null : (
          <div className="list-tools">
            <ViewsButton name={name} state={state} />
            <ColumnsButton columns={columns} shown={shown} choose={choose} />
            {props.excel === false ? null : <ExcelButton name={name} title={props.title} input={state.input} columns={shown} />}
          </div>
        )}
      </div>
      {content()}
      {record ? <RecordDrawer spec={record} id={state.params['open']} close={() => state.set({ open: undefined })} /> : null}
    </div>
  )
}
