/** Satisfaction of a year, contract by contract: one figure and its split, each number opening into its questionnaires. */
import { Button } from 'antd'
import { Figure } from '../../ui/figure.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { To, useParamsState } from '../../ui/url.tsx'
import { getFigure } from '../figures/contract.ts'
import { useTexts } from './words.web.ts'

const key = 'satisfaction.all'

export default function SatisfactionPage() {
  const t = useTexts()
  const [params, set] = useParamsState()
  const this_year = new Date().getFullYear()
  const year = Number(params['year']) || this_year
  const period = { from: `${year}-01-01`, to: `${year}-12-31` }
  const { data: all, error, refetch } = useCall(getFigure, { key, ...period }, { keep: true })
  const parts = all?.splits.find((split) => split.by === 'contract')?.parts ?? []
  const turn = (by: number) => set({ year: String(year + by) })
  const years = (
    <>
      <Button onClick={() => turn(-1)} aria-label={t('year_before')}>
        ‹
      </Button>
      <span aria-live="polite">{year}</span>
      <Button onClick={() => turn(1)} aria-label={t('year_after')} disabled={year >= this_year}>
        ›
      </Button>
    </>
  )
  return (
    <Page
      wide
      title={t('by_contract')}
      purpose={t('by_contract_purpose')}
      actions={years}
      above={<To href="/surveys">‹ {t('responses')}</To>}
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!error && !all ? <Loading lines={8} /> : null}
      {all && parts.length === 0 ? (
        <EmptyState title={t('none_yet')} action={<Button onClick={() => turn(-1)}>{year - 1}</Button>} />
      ) : null}
      {all && parts.length > 0 ? (
        <>
          <div className="list-summary">
            <Figure figure={all} scope={period} size="large" />
          </div>
          <Table
            caption={t('by_contract')}
            rows={parts}
            keyOf={(part) => part.id ?? part.name}
            columns={[
              { field: 'name', title: t('contract'), card: 'title', show: (part) => part.name || t('no_contract') },
              {
                field: 'value',
                title: t('satisfied'),
                kind: 'percent',
                show: ({ id, name, value }) => (
                  <Figure
                    figure={{ key, title: { zh: name, en: name }, unit: '%', value }}
                    scope={{ ...period, ...(id ? { contract_id: id } : {}) }}
                    size="cell"
                  />
                ),
              },
            ]}
          />
        </>
      ) : null}
    </Page>
  )
}
