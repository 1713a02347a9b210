/** Exactly the rows a figure is made of; a ratio shows both its sides. Each row opens into its record. */
import { useMemo } from 'react'
import { Button, Tabs } from 'antd'
import { queryString } from '../../ui/call.ts'
import { cellOf } from '../../ui/cell.tsx'
import type { CellKind } from '../../ui/cell.tsx'
import { showNumber } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { EmptyState } from '../../ui/states.tsx'
import type { Column } from '../../ui/table.tsx'
import { useParamsState, usePath } from '../../ui/url.tsx'
import { listFigureRows } from './contract.ts'
import type { OpenFigure } from './page-figure.tsx'
import type { Scope } from './scope.web.ts'
import { arePersons, storedWord, useTexts } from './words.web.ts'

type Row = Record<string, unknown>

const kinds: Readonly<Record<string, CellKind>> = {
  person: 'name',
  day: 'day',
  number: 'number',
  money_fen: 'yuan',
  minutes: 'number',
}

const useColumns = (figure: OpenFigure): Column<Row>[] => {
  const t = useTexts()
  const persons = figure.measure === 'distinct'
  // where persons are counted, the person leads the row
  const inOrder = persons
    ? figure.columns.toSorted((a, b) => Number(b.type === 'person') - Number(a.type === 'person'))
    : figure.columns
  const columns = inOrder.map(({ field, title, type }): Column<Row> => {
    const kind = kinds[type]
    return {
      field,
      title: inLanguage(title),
      ...(kind ? { kind } : {}),
      ...(type === 'minutes' ? { unit: t('minutes') } : {}),
      ...(type === 'state' ? { show: (row: Row) => (row[field] === null ? '' : storedWord(t, field, row[field])) } : {}),
    }
  })
  const [first, ...others] = columns
  if (!first) return []
  // the first cell is the link to the record, and must say something
  const lead: Column<Row> = {
    ...first,
    card: 'title',
    show: (row) => (row[first.field] === null ? t('open_row') : cellOf(row, first)),
  }
  const times: Column<Row> = { field: 'times', title: t('times'), kind: 'number' }
  return persons ? [lead, times, ...others] : [lead, ...others]
}

interface RowsProps {
  readonly figure: OpenFigure
  readonly scope: Scope
  readonly only: string | undefined
}

type Side = 'numerator' | 'denominator'

const Rows = ({ figure, scope, only, part }: RowsProps & { part: Side }) => {
  const t = useTexts()
  const path = usePath()
  const columns = useColumns(figure)
  const fixed = useMemo(() => ({ key: figure.key, ...scope, part, ...(only ? { only } : {}) }), [figure.key, scope, part, only])
  return (
    <ListPage
      inside
      any_station
      excel={false}
      name="listFigureRows"
      endpoint={listFigureRows}
      row_key="row_id"
      title={t('rows')}
      fixed={fixed}
      columns={columns}
      rowHref={(row) => (typeof row['opens_at'] === 'string' ? row['opens_at'] : path)}
      empty={{ title: t('no_rows'), hint: t('no_rows_hint') }}
    />
  )
}

/** An empty side says why the number is 0 instead of offering to loosen filters. */
const OneSide = (props: RowsProps & { part: Side }) => {
  const t = useTexts()
  const { figure, part } = props
  const count = figure.measure === 'ratio' ? figure[part] : figure.measure === 'sum' ? undefined : figure.value
  return count === 0 ? <EmptyState title={t('no_rows')} hint={t('no_rows_hint')} /> : <Rows {...props} />
}

export const FigureRows = ({ figure, scope, only }: RowsProps) => {
  const t = useTexts()
  const [params, set] = useParamsState()
  const part: Side = params['part'] === 'denominator' ? 'denominator' : 'numerator'
  const ratio = figure.measure === 'ratio'
  const { key } = figure
  const file = `/api/figures/${encodeURIComponent(key)}/rows.xlsx?${queryString({ ...scope, only, ...(ratio ? { part } : {}) })}`
  const sides: { key: Side; label: string }[] = [
    { key: 'numerator', label: `${t('numerator')} ${showNumber(figure.numerator ?? 0)}` },
    { key: 'denominator', label: `${t('denominator')} ${showNumber(figure.denominator ?? 0)}` },
  ]
  return (
    <section className="figure-rows">
      <div className="part-head">
        <h2>
          {t(
            ratio ? 'rows_parts' : figure.measure !== 'distinct' ? 'rows' : arePersons(figure) ? 'rows_persons' : 'rows_distinct',
          )}
        </h2>
        <Button href={file} download>
          {t('excel')}
        </Button>
      </div>
      {ratio ? (
        <Tabs
          activeKey={part}
          onChange={(side) => set({ part: side, page: undefined })}
          items={sides.map((side) => ({ ...side, children: <OneSide {...{ figure, scope, only }} part={side.key} /> }))}
          destroyOnHidden
        />
      ) : (
        <OneSide {...{ figure, scope, only }} part="numerator" />
      )}
    </section>
  )
}
