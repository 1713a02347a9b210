/** What one person received, latest first, by month: quick to read, one line a service. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Button } from 'antd'
import {
  CarOutlined, CoffeeOutlined, EnvironmentOutlined, FileTextOutlined, HeartOutlined, HomeOutlined, PhoneOutlined, SmileOutlined, TeamOutlined,
} from '@ant-design/icons' // prettier-ignore
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay, showNumber } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { listPersonRecords } from './contract.ts'
import { modes, useSeesSensitive, useTexts, type T } from './words.web.ts'
import './timeline.css'

type Output = OutputOf<typeof listPersonRecords>
type Row = Output['rows'][number]

const STEP = 60
const MOST = 500

const icons: Readonly<Record<string, ReactNode>> = {
  activity: <TeamOutlined />,
  daycare: <HomeOutlined />,
  meal: <CoffeeOutlined />,
  recreation: <SmileOutlined />,
  health_check: <HeartOutlined />,
  home_service: <CarOutlined />,
  visit: <EnvironmentOutlined />,
  vaccination_call: <PhoneOutlined />,
}

const byMonth = (rows: readonly Row[]): [string, Row[]][] => {
  const months = new Map<string, Row[]>()
  for (const row of rows) {
    const month = row.occurred_on.slice(0, 7)
    months.set(month, [...(months.get(month) ?? []), row])
  }
  return [...months]
}

const Service = ({ row, t }: { row: Row; t: T }) => (
  <li className="timeline-row">
    <span className="timeline-icon" aria-hidden>
      {icons[row.service_type] ?? <FileTextOutlined />}
    </span>
    <To href={row.detail_path ?? `/records/${row.record_id}`} className="timeline-service">
      {row.service_name}
    </To>
    <span className="cell-day">{showDay(row.occurred_on).slice(5)}</span>
    <span className="quiet timeline-where">
      {[
        row.station_name,
        row.mode === 'on_site' ? '' : modes(t)[row.mode],
        row.minutes ? t('minutes_long', { count: row.minutes }) : '',
      ]
        .filter(Boolean)
        .join(' · ')}
    </span>
  </li>
)

const Kinds = ({
  output,
  chosen,
  choose,
  t,
}: {
  output: Output
  chosen: string | undefined
  choose: (type: string | undefined) => void
  t: T
}) => {
  const all = output.sums.reduce((sum, kind) => sum + kind.person_times, 0)
  const kinds = [
    { type: undefined, text: t('all_kinds', { count: showNumber(all) }) },
    ...output.sums.map((sum) => ({
      type: sum.service_type,
      text: t('kind_count', { name: sum.service_name, count: showNumber(sum.person_times) }),
    })),
  ]
  return (
    <div className="timeline-kinds" role="group" aria-label={t('filter_kinds')}>
      {kinds.map(({ type, text }) => (
        <Button
          key={type ?? ''}
          size="small"
          aria-pressed={chosen === type}
          type={chosen === type ? 'primary' : 'default'}
          onClick={() => choose(type)}
        >
          {text}
        </Button>
      ))}
    </div>
  )
}

const Months = ({ output, t }: { output: Output; t: T }) =>
  byMonth(output.rows).map(([month, rows]) => (
    <section key={month} className="timeline-month">
      <h3>
        {t('month', { year: month.slice(0, 4), month: Number(month.slice(5)) })}{' '}
        <span className="quiet">{t('times', { count: rows.length })}</span>
      </h3>
      <ul>
        {rows.map((row) => (
          <Service key={row.record_id} row={row} t={t} />
        ))}
      </ul>
    </section>
  ))

export const Timeline = ({ person_id }: { person_id: string }) => {
  const t = useTexts()
  const [service_type, choose] = useState<string>()
  const [page_size, widen] = useState(STEP)
  const read = useCall(listPersonRecords, { person_id, page_size, ...(service_type ? { service_type } : {}) }, { keep: true })
  const output = read.data
  const whole = useSeesSensitive()
  const more = () => widen(Math.min(MOST, page_size * 3))
  return (
    <section className="record-group timeline" aria-busy={read.isFetching}>
      <h2>{t('timeline')}</h2>
      {whole ? null : <p className="quiet">{t('without_health')}</p>}
      {read.error && !output ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !output ? (
        <Loading lines={6} />
      ) : output.sums.length === 0 ? (
        <EmptyState title={t('nothing')} hint={t('nothing_hint')} />
      ) : (
        <>
          <Kinds output={output} chosen={service_type} choose={choose} t={t} />
          <Months output={output} t={t} />
          {output.total > output.rows.length ? (
            page_size < MOST ? (
              <Button onClick={more}>{t('earlier')}</Button>
            ) : (
              <To href={`/records?person_id=${person_id}`}>{t('earlier')}</To>
            )
          ) : null}
        </>
      )}
    </section>
  )
}
