/** Satisfaction of a year, contract by contract: the table of the figures, each number opening into its questionnaires. */
import { Button } from 'antd'
import { Figure } from '../../ui/figure.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { To, useParamsState } from '../../ui/url.tsx'
import { useContractChoices } from '../contracts/choices.web.ts'
import { getFigure, getYear } from '../figures/contract.ts'
import { useTexts } from './words.web.ts'

interface Line {
  readonly code: string
  readonly name: string
  readonly numerator: number
  readonly denominator: number
  readonly percent: number | null
}

type ByContract = Readonly<Record<string, { name: string; satisfied?: Omit<Line, 'code' | 'name'> }>>

const key = 'satisfaction.all'

export default function SatisfactionPage() {
  const t = useTexts()
  const [params, set] = useParamsState()
  const this_year = new Date().getFullYear()
  const year = Number(params['year']) || this_year
  const period = { from: `${year}-01-01`, to: `${year}-12-31` }
  const all = useCall(getFigure, { key, ...period }, { keep: true })
  const tables = useCall(getYear, period, { keep: true })
  const codes = useContractChoices('code')
  const ids = useContractChoices('contract_id')
  const idOf = (code: string) => Object.keys(ids).find((id) => ids[id] === codes[code])
  const lines = Object.entries((tables.data?.tables['by_contract'] ?? {}) as ByContract).flatMap(([code, { name, satisfied }]) =>
    satisfied && satisfied.denominator > 0 ? [{ code, name, ...satisfied }] : [],
  )
  const figureOf = (line: Line) => ({ key, title: { zh: line.name, en: line.name }, unit: '%', value: line.percent })
  const years = (
    <>
      <Button onClick={() => set({ year: String(year - 1) })} aria-label={String(year - 1)}>
        ‹
      </Button>
      <span aria-live="polite">{year}</span>
      <Button onClick={() => set({ year: String(year + 1) })} aria-label={String(year + 1)} disabled={year >= this_year}>
        ›
      </Button>
    </>
  )
  const error = tables.error ?? all.error
  return (
    <Page
      wide
      title={t('by_contract')}
      purpose={t('by_contract_purpose')}
      actions={years}
      above={<To href="/surveys">‹ {t('responses')}</To>}
    >
      {error ? <ErrorState error={error} retry={() => void Promise.all([tables.refetch(), all.refetch()])} /> : null}
      {!error && !tables.data ? <Loading lines={8} /> : null}
      {tables.data && lines.length === 0 ? (
        <EmptyState title={t('none_yet')} action={<Button onClick={() => set({ year: String(year - 1) })}>{year - 1}</Button>} />
      ) : null}
      {tables.data && lines.length > 0 ? (
        <>
          <div className="list-summary">
            <Figure figure={all.data} scope={period} size="large" />
          </div>
          <Table
            caption={t('by_contract')}
            rows={lines}
            keyOf={(line) => line.code}
            columns={[
              { field: 'name', title: t('contract'), card: 'title' },
              { field: 'code', title: t('contract_code'), kind: 'code', card: 'quiet' },
              {
                field: 'percent',
                title: t('satisfied'),
                kind: 'percent',
                show: (line) => (
                  <Figure figure={figureOf(line)} scope={{ ...period, contract_id: idOf(line.code) }} size="cell" />
                ),
              },
              { field: 'numerator', title: t('satisfied_of'), kind: 'number' },
              { field: 'denominator', title: t('valid'), kind: 'number' },
            ]}
          />
        </>
      ) : null}
    </Page>
  )
}
