/**
 * One contract beside what was reached. The contract stands below the figures on the map of slices, so the page that needs both is put
 * together here.
 */
import { Button, Segmented, Tag } from 'antd'
import { CheckCircleFilled, ExclamationCircleFilled, MinusCircleOutlined } from '@ant-design/icons'
import { useParams } from '@tanstack/react-router'
import { getContract, listIndicators } from '../features/contracts/contract.ts'
import { contractFields, useTexts, type T } from '../features/contracts/words.web.ts'
import { getContractIndicators } from '../features/figures/contract.ts'
import type { OutputOf } from '../shared/endpoint.ts'
import { Figure, type FigureScope } from '../ui/figure.tsx'
import { showNumber } from '../ui/format.ts'
import { Page } from '../ui/page-header.tsx'
import { useCall } from '../ui/queries.ts'
import { ProvenanceBlock, RecordView, provenanceOf } from '../ui/record-view.tsx'
import { useMay } from '../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx'
import { Table, type Column } from '../ui/table.tsx'
import { To, useGo, useParamsState } from '../ui/url.tsx'

type Contract = OutputOf<typeof getContract>
type Indicator = OutputOf<typeof getContractIndicators>['indicators'][number]
type Asked = OutputOf<typeof listIndicators>['rows'][number]
type Row = Asked & { readonly reached: Indicator | undefined }

const whole = 'whole'

/** The years a contract touches. */
const yearsOf = ({ starts_on, ends_on }: Contract): number[] => {
  const [first, last] = [Number(starts_on.slice(0, 4)), Number(ends_on.slice(0, 4))]
  return Array.from({ length: Math.min(10, last - first + 1) }, (_, i) => first + i)
}

/** The rows behind the value: figures of the centre and of the volunteers say their scope themselves. */
const scopeOf = ({ way, only }: Indicator, period: FigureScope, { contract_id }: Contract): FigureScope => ({
  ...period,
  ...(way === 'whole' ? {} : { contract_id }),
  ...(only ? { only } : {}),
})

const ResultTag = ({ t, reached }: { t: T; reached: Indicator | undefined }) => {
  if (!reached || reached.met === null)
    return (
      <Tag className="status status-plain" variant="filled" icon={<MinusCircleOutlined aria-hidden />}>
        {t('not_computable')}
      </Tag>
    )
  return reached.met ? (
    <Tag className="status status-good" variant="filled" icon={<CheckCircleFilled aria-hidden />}>
      {t('met')}
    </Tag>
  ) : (
    <Tag className="status status-urgent" variant="filled" icon={<ExclamationCircleFilled aria-hidden />}>
      {t('missed')}
    </Tag>
  )
}

const Reached = ({ row, contract, period }: { row: Row; contract: Contract; period: FigureScope }) => {
  const { reached } = row
  if (!reached) return <span className="absent" aria-hidden />
  const unit = row.unit ?? ''
  if (!reached.figure_key) return null
  const title = { zh: row.wording, en: row.wording }
  const figure = {
    key: reached.figure_key,
    title,
    value: reached.actual,
    unit,
    numerator: reached.numerator,
    denominator: reached.denominator,
    problem: reached.problem,
  }
  return <Figure figure={figure} scope={scopeOf(reached, period, contract)} size="cell" />
}

const columnsOf = (t: T, contract: Contract, period: FigureScope): Column<Row>[] => [
  { field: 'wording', title: t('wording'), card: 'title' },
  { field: 'target', title: t('target'), kind: 'number', show: (row) => `${showNumber(row.target)}${row.unit ?? ''}` },
  {
    field: 'reached',
    title: t('actual'),
    kind: 'number',
    show: (row) => <Reached row={row} contract={contract} period={period} />,
  },
  {
    field: 'number',
    title: t('rate'),
    kind: 'percent',
    show: ({ reached }) => (typeof reached?.rate_percent !== 'number' ? null : `${showNumber(reached.rate_percent)}%`),
  },
  { field: 'unit', title: t('result'), show: ({ reached }) => <ResultTag t={t} reached={reached} /> },
  { field: 'metric', title: t('metric'), card: 'quiet' },
]

const Indicators = ({ contract }: { contract: Contract }) => {
  const t = useTexts()
  const [params, set] = useParamsState()
  // A voided contract asks for nothing any more.
  const mayCount = useMay('figures.read') && !contract.void_id
  const years = yearsOf(contract)
  const over = params['over'] ?? String(years[0])
  const period =
    over === whole ? { from: contract.starts_on, to: contract.ends_on } : { from: `${over}-01-01`, to: `${over}-12-31` }
  const { contract_id } = contract
  const asked = useCall(listIndicators, { contract_id })
  const counted = useCall(getContractIndicators, { contract_id, ...period }, { pause: !mayCount, keep: true })
  if (asked.error) return <ErrorState error={asked.error} retry={() => void asked.refetch()} />
  if (!asked.data || (mayCount && !counted.data && !counted.error)) return <Loading lines={6} />
  if (asked.data.total === 0) return <EmptyState title={t('no_indicators')} />
  const byId = new Map((counted.data?.indicators ?? []).map((one) => [one.indicator_id, one]))
  const rows = asked.data.rows.map((row): Row => ({ ...row, reached: byId.get(row.indicator_id) }))
  const met = rows.filter((row) => row.reached?.met === true).length
  const choices = [
    ...years.map((year) => ({ value: String(year), label: t('year', { year }) })),
    { value: whole, label: t('whole_period') },
  ]
  return (
    <>
      <div className="list-bar">
        <Segmented aria-label={t('over')} options={choices} value={over} onChange={(chosen) => set({ over: chosen })} />
        <p className="quiet">
          {mayCount ? `${t('met_of', { met, total: rows.length })} · ${t('chart_hint')}` : t('figures_not_yours')}
        </p>
      </div>
      {counted.error ? <ErrorState error={counted.error} retry={() => void counted.refetch()} /> : null}
      <Table caption={t('indicators')} rows={rows} columns={columnsOf(t, contract, period)} keyOf={(row) => row.indicator_id} />
    </>
  )
}

export default function ContractPage() {
  const t = useTexts()
  const go = useGo()
  const mayRecord = useMay('contracts.record')
  const { contract_id = '' }: { contract_id?: string } = useParams({ strict: false })
  const { data: contract, error, refetch } = useCall(getContract, { contract_id })
  const from = contract ? provenanceOf(contract) : undefined
  const add =
    mayRecord && contract && !contract.void_id ? (
      <Button onClick={() => go(`/contracts/${contract_id}/indicators/new`)}>{t('record_indicator')}</Button>
    ) : null
  return (
    <Page wide title={contract?.name ?? t('contracts')} actions={add} above={<To href="/contracts">‹ {t('contracts')}</To>}>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!contract && !error ? <Loading lines={10} /> : null}
      {contract ? (
        <>
          <RecordView record={contract} fields={contractFields(t)} />
          <section className="record-group">
            <h2>{t('indicators')}</h2>
            <Indicators contract={contract} />
          </section>
          {from ? <ProvenanceBlock from={from} /> : null}
        </>
      ) : null}
    </Page>
  )
}
