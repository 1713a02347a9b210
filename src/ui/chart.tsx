/**
 * A picture of numbers and, behind a button, the same numbers as a table. Bars begin at zero, labels stand on the marks, last year is
 * a thin grey line. Loaded apart from the page (echarts is large): `const Chart = lazy(() => import('…/ui/chart.tsx'))` is not needed,
 * the drawing itself is fetched when a chart appears.
 */
import { Suspense, lazy, useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from 'antd'
import type { EChartsCoreOption } from 'echarts/core'
import { showNumber } from './format.ts'
import { useUiTexts } from './i18n.ts'
import { EmptyState, Loading } from './states.tsx'
import './chart.css'

const Drawing = lazy(() => import('./chart-drawing.tsx'))

/** One series; `values` run along `labels`, null where nothing is known (not zero). */
export interface Series {
  readonly name: string
  readonly values: readonly (number | null)[]
  /** `last_year` is drawn as the thin grey line. */
  readonly role?: 'now' | 'last_year'
}

export interface ChartProps {
  readonly title: string
  /** One sentence that says what is seen; read to those who cannot see it. */
  readonly says?: string
  readonly labels: readonly string[]
  readonly series: readonly Series[]
  readonly unit?: string
  /** `bar`: upright, for months. `rank`: lying, for names. `line`: a course over time. */
  readonly kind?: 'bar' | 'rank' | 'line'
  /** Draws this echarts option instead (the report's own pictures); `labels` and `series` still fill the table. */
  readonly option?: EChartsCoreOption
  /** What is read to those who cannot see the picture, instead of title and `says`. */
  readonly spoken?: string
  readonly height?: number
  readonly actions?: ReactNode
}

const Behind = ({ title, labels, series, unit }: ChartProps) => (
  <table className="chart-table">
    <caption className="unseen">{title}</caption>
    <thead>
      <tr>
        <th scope="col">{unit ?? ''}</th>
        {series.map((each) => (
          <th key={each.name} scope="col">
            {each.name}
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {labels.map((label, place) => (
        <tr key={label}>
          <th scope="row">{label}</th>
          {series.map((each) => {
            const value = each.values[place]
            return <td key={each.name}>{value === null || value === undefined ? '' : showNumber(value)}</td>
          })}
        </tr>
      ))}
    </tbody>
  </table>
)

export const Chart = (props: ChartProps) => {
  const t = useUiTexts()
  const [as_table, setAsTable] = useState(false)
  const bare = props.labels.length === 0 || props.series.every((each) => each.values.every((value) => value === null))
  return (
    <figure className="chart">
      <figcaption>
        <span className="chart-title">
          {props.title}
          {props.unit && !props.title.includes(props.unit) ? (
            <span className="chart-unit">{t('chart_unit', { unit: props.unit })}</span>
          ) : null}
        </span>
        {props.actions}
        {bare ? null : (
          <Button type="text" size="small" aria-pressed={as_table} onClick={() => setAsTable(!as_table)}>
            {as_table ? t('chart_picture') : t('chart_table')}
          </Button>
        )}
      </figcaption>
      {props.says ? <p className="quiet">{props.says}</p> : null}
      {bare ? (
        <EmptyState title={t('chart_empty')} />
      ) : as_table ? (
        <Behind {...props} />
      ) : (
        <Suspense fallback={<Loading lines={6} />}>
          <Drawing {...props} />
        </Suspense>
      )}
    </figure>
  )
}
