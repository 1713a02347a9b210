/** What stands at the right of a list's filters: saved filters, which columns to show, the Excel file. */
import { useState } from 'react'
import type { FormEvent } from 'react'
import { Button, Checkbox, Input, Popover } from 'antd'
import { EVIDENCE } from '../shared/evidence.ts'
import { useUiTexts } from './i18n.ts'
import { queryString } from './call.ts'
import { evidenceWord } from './cell.tsx'
import { useRemembered } from './list-state.ts'
import type { ListState } from './list-state.ts'
import type { Column } from './table.tsx'
import { usePath, useGo } from './url.tsx'

interface SavedView {
  readonly name: string
  readonly query: string
}

/** Filters kept under a name, per account and list. */
export const ViewsButton = ({ name, state }: { name: string; state: ListState }) => {
  const t = useUiTexts()
  const go = useGo()
  const path = usePath()
  const [open, setOpen] = useState(false)
  const [views, setViews] = useRemembered<readonly SavedView[]>(`views.${name}`, [])
  const [typed, setTyped] = useState('')
  const { page: _page, open: _open, ...kept } = state.params
  const query = queryString(kept)
  const save = (event: FormEvent) => {
    event.preventDefault()
    const wanted = typed.trim()
    if (!wanted) return
    setViews([...views.filter((view) => view.name !== wanted), { name: wanted, query }])
    setTyped('')
  }
  const content = (
    <div className="views">
      {views.length === 0 ? <p className="quiet">{t('no_views')}</p> : null}
      <ul>
        {views.map((view) => (
          <li key={view.name}>
            <button
              type="button"
              className="plain-row"
              onClick={() => {
                setOpen(false)
                go(view.query ? `${path}?${view.query}` : path)
              }}
            >
              {view.name}
            </button>
            <button
              type="button"
              className="plain-close"
              aria-label={t('delete_view', { name: view.name })}
              onClick={() => setViews(views.filter((each) => each !== view))}
            >
              ×
            </button>
          </li>
        ))}
      </ul>
      {query ? (
        <form onSubmit={save} className="views-save">
          <Input
            aria-label={t('save_view')}
            placeholder={t('view_name')}
            value={typed}
            maxLength={30}
            onChange={(event) => setTyped(event.target.value)}
          />
          <Button htmlType="submit" disabled={!typed.trim()}>
            {t('save')}
          </Button>
        </form>
      ) : null}
    </div>
  )
  return (
    <Popover open={open} onOpenChange={setOpen} trigger="click" placement="bottomRight" content={content} title={t('views')}>
      <Button type="text">{t('views')}</Button>
    </Popover>
  )
}

/** The columns shown and a button to change them; the first column always stays, because it leads to the record. */
export const useColumns = <Row,>(name: string, columns: readonly Column<Row>[]) => {
  const [chosen, setChosen] = useRemembered<readonly string[] | null>(`columns.${name}`, null)
  const shown = columns.filter((column, place) => place === 0 || (chosen ? chosen.includes(column.field) : !column.hidden))
  return { shown, choose: setChosen }
}

export const ColumnsButton = <Row,>({
  columns,
  shown,
  choose,
}: {
  columns: readonly Column<Row>[]
  shown: readonly Column<Row>[]
  choose: (fields: readonly string[]) => void
}) => {
  const t = useUiTexts()
  const content = (
    <Checkbox.Group
      className="columns-choice"
      value={shown.map((column) => column.field)}
      onChange={(fields) => choose(fields.map(String))}
      options={columns.map((column, place) => ({ value: column.field, label: column.title, disabled: place === 0 }))}
    />
  )
  return (
    <Popover trigger="click" placement="bottomRight" content={content} title={t('columns')}>
      <Button type="text">{t('columns_short')}</Button>
    </Popover>
  )
}

/** Stored words and how they are said, as the export reads them: `way.dine_in:堂食`. */
const wordsOf = <Row,>(columns: readonly Column<Row>[]): string[] =>
  columns.flatMap(({ field, kind, choices = {} }) =>
    [...Object.entries(choices), ...(kind === 'evidence' ? EVIDENCE.map((grade) => [grade, evidenceWord(grade)]) : [])].map(
      ([word, said]) => `${field}.${word}:${said}`,
    ),
  )

/** The whole filtered list as an Excel file, made by the server: `GET /api/export?endpoint=listMeals&…` with the list's own input. */
export const ExcelButton = <Row,>({
  name,
  title,
  input,
  columns,
}: {
  name: string
  title: string
  input: Readonly<Record<string, unknown>>
  columns: readonly Column<Row>[]
}) => {
  const t = useUiTexts()
  const { page: _page, page_size: _page_size, ...filters } = input
  const asked = {
    ...filters,
    endpoint: name,
    sheet: title,
    columns: columns.map((column) => column.field).join(','),
    titles: columns.map((column) => column.title.replaceAll(',', '，')).join(','),
    words: wordsOf(columns),
  }
  return (
    <Button href={`/api/export?${queryString(asked)}`} download>
      {t('excel')}
    </Button>
  )
}

const Turn = ({ way, disabled, onClick }: { way: 'before' | 'after'; disabled: boolean; onClick: () => void }) => {
  const t = useUiTexts()
  return (
    <Button disabled={disabled} onClick={onClick} aria-label={t(way === 'before' ? 'page_before' : 'page_after')}>
      {way === 'before' ? '‹' : '›'}
    </Button>
  )
}

/** Which rows of how many, and the way to the others. */
export const Pages = ({
  total,
  page,
  page_size,
  turn,
}: {
  total: number
  page: number
  page_size: number
  turn: (page: number) => void
}) => {
  const t = useUiTexts()
  const pages = Math.max(1, Math.ceil(total / page_size))
  const first = Math.min(total, (page - 1) * page_size + 1)
  return (
    <nav className="pages" aria-label={t('page_of', { page, pages })}>
      <span className="pages-count" role="status">
        {pages === 1
          ? t('total_rows', { total: total.toLocaleString('en-US') })
          : t('shown_rows', { first, last: Math.min(total, page * page_size), total: total.toLocaleString('en-US') })}
      </span>
      {pages > 1 ? (
        <span className="pages-turn">
          <Turn way="before" disabled={page <= 1} onClick={() => turn(page - 1)} />
          <span className="pages-now">{t('page_of', { page, pages })}</span>
          <Turn way="after" disabled={page >= pages} onClick={() => turn(page + 1)} />
        </span>
      ) : null}
    </nav>
  )
}
