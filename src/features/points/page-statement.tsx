/** 对账单 of one account, in large print, to be handed over at the desk. */
import { Button } from 'antd'
import { useParams } from '@tanstack/react-router'
import { showDay, showNumber, todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { QueryForm } from '../../ui/query-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useParamsState } from '../../ui/url.tsx'
import type { OutputOf } from '../../shared/endpoint.ts'
import { getStatement } from './contract-lots.ts'
import { useLotTexts } from './words-lots.web.ts'
import { accountHref, counters, kinds, signed, useTexts } from './words.web.ts'
import './statement.css'

type Statement = OutputOf<typeof getStatement>

const Lines = ({ statement }: { statement: Statement }) => {
  const t = useLotTexts()
  const words = useTexts()
  const kind = kinds(words) as Readonly<Record<string, string>>
  const counter = counters(words) as Readonly<Record<string, string>>
  return (
    <table className="statement">
      <caption>{t('statement_of', { from: showDay(statement.from), to: showDay(statement.to) })}</caption>
      <thead>
        <tr>
          <th scope="col">{t('day')}</th>
          <th scope="col">{t('what')}</th>
          <th scope="col" className="statement-number">
            {t('coins_in_out')}
          </th>
          <th scope="col" className="statement-number">
            {t('balance')}
          </th>
        </tr>
      </thead>
      <tbody>
        <tr>
          <td>{showDay(statement.from)}</td>
          <td colSpan={2}>{t('opening')}</td>
          <td className="statement-number">{showNumber(statement.opening)}</td>
        </tr>
        {statement.entries.map((entry) => (
          <tr key={entry.entry_id}>
            <td>{showDay(entry.occurred_on)}</td>
            <td>{entry.reason || (entry.kind === 'adjusted' ? counter[entry.counter] : kind[entry.kind])}</td>
            <td className="statement-number">{signed(entry.amount)}</td>
            <td className="statement-number">{showNumber(entry.balance)}</td>
          </tr>
        ))}
        <tr className="statement-closing">
          <td>{showDay(statement.to)}</td>
          <td colSpan={2}>{t('closing')}</td>
          <td className="statement-number">{showNumber(statement.closing)}</td>
        </tr>
      </tbody>
    </table>
  )
}

export default function StatementPage() {
  const t = useLotTexts()
  const { member_no = '' }: { member_no?: string } = useParams({ strict: false })
  const [params, set] = useParamsState()
  const today = todayHere()
  const asked = { member_no, from: params['from'] ?? `${today.slice(0, 4)}-01-01`, to: params['to'] ?? today }
  const { data, error, refetch } = useCall(getStatement, asked)
  return (
    <Page
      title={data ? t('statement_title', { name: data.person_name || data.member_no }) : t('statement')}
      purpose={data ? t('statement_purpose', { member_no: data.member_no, station: data.station_name }) : undefined}
      above={<To href={accountHref(member_no)}>‹ {t('account')}</To>}
      actions={
        <Button type="primary" disabled={!data} onClick={() => print()}>
          {t('print')}
        </Button>
      }
    >
      <div className="list-bar">
        <QueryForm
          filters={[{ kind: 'days' }]}
          params={{ from: asked.from, to: asked.to }}
          set={(patch) => set(patch)}
          clear={() => set({ from: undefined, to: undefined })}
          filtered={params['from'] !== undefined || params['to'] !== undefined}
        />
      </div>
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading lines={8} /> : null}
      {data ? (
        <>
          <Lines statement={data} />
          {data.next_expiry ? (
            <p className="statement-note">
              {t('next_expiry', { coins: showNumber(data.next_expiry.coins), day: showDay(data.next_expiry.last_day) })}
            </p>
          ) : null}
          <p className="statement-note">{t('statement_ask')}</p>
        </>
      ) : null}
    </Page>
  )
}
