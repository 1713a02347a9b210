/** 疑似重复: two people side by side; what differs is marked, and somebody who knows them decides. */
import { useState } from 'react'
import { Alert, Button, Radio, Tag } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay } from '../../ui/format.ts'
import { Pages } from '../../ui/list-tools.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { useDesk } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To, useParamsState } from '../../ui/url.tsx'
import { DuplicateScan } from './duplicate-scan.tsx'
import { decideDuplicate, listDuplicates } from './contract.ts'
import { useTexts, wordOf, type T } from './words.web.ts'
import { sayGiven, useDuplicateTexts } from './words-duplicates.web.ts'
import './people.css'

type Pair = OutputOf<typeof listDuplicates>['rows'][number]
type One = Pair['a']

const page_size = 10

const lines = (t: T): readonly { readonly title: string; readonly of: (one: One) => string }[] => [
  { title: t('name'), of: (one) => one.name },
  { title: t('sex'), of: (one) => (one.sex ? wordOf(t, one.sex) : '') },
  { title: t('born_on'), of: (one) => showDay(one.born_on) },
  { title: t('id_number'), of: (one) => one.masked_id ?? '' },
  { title: t('phone'), of: (one) => one.masked_phone ?? '' },
  { title: t('stations'), of: (one) => one.station_names.join('、') },
  { title: t('community'), of: (one) => one.communities.join('、') },
  { title: t('member_nos'), of: (one) => one.member_nos.join('、') },
  { title: t('joined_on'), of: (one) => showDay(one.joined_on) },
]

const Side = ({ text }: { text: string }) => <td className={text ? undefined : 'absent'}>{text}</td>

const Comparison = ({ pair, kept_id, keep, t }: { pair: Pair; kept_id: string; keep: (id: string) => void; t: T }) => (
  <table className="compared">
    <thead>
      <tr>
        <th scope="col">{t('item')}</th>
        {[pair.a, pair.b].map((one) => (
          <th key={one.person_id} scope="col">
            <Radio checked={kept_id === one.person_id} onChange={() => keep(one.person_id)}>
              {t('keep')}
            </Radio>{' '}
            <To href={`/people/${one.person_id}`}>{one.name}</To>
          </th>
        ))}
      </tr>
    </thead>
    <tbody>
      {lines(t).map(({ title, of }) => {
        const [a, b] = [of(pair.a), of(pair.b)]
        return (
          <tr key={title} className={a === b ? undefined : 'differs'}>
            <th scope="row">
              {title}
              {a === b ? null : <span className="differs-word">{t('differs')}</span>}
            </th>
            <Side text={a} />
            <Side text={b} />
          </tr>
        )
      })}
    </tbody>
  </table>
)

const PairCard = ({ pair, decided, t }: { pair: Pair; decided: (words: string) => void; t: T }) => {
  const dt = useDuplicateTexts()
  const [kept_id, keep] = useState(pair.a.person_id)
  const [fault, setFault] = useState<string>()
  const send = useSend(decideDuplicate)
  const decide = async (decision: 'same' | 'not_same') => {
    try {
      await send.mutateAsync({ duplicate_id: pair.duplicate_id, decision, kept_id })
      decided(decision === 'same' ? t('merged_done') : t('kept_apart'))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return (
    <li className="pair">
      <p className="pair-reasons">
        <strong>{t('score', { score: pair.score })}</strong>
        {pair.reasons.map((reason) => (
          <Tag
            key={reason.reason}
            className={reason.points < 0 ? 'status status-urgent' : 'status status-plain'}
            variant="filled"
          >
            {sayGiven(dt, reason)}
          </Tag>
        ))}
      </p>
      <Comparison pair={pair} kept_id={kept_id} keep={keep} t={t} />
      {fault ? <Alert type="error" showIcon role="alert" title={fault} /> : null}
      <p className="quiet">{t('merge_note')}</p>
      <div className="pair-actions">
        <Button type="primary" loading={send.isPending} onClick={() => void decide('same')}>
          {t('same')}
        </Button>
        <Button disabled={send.isPending} onClick={() => void decide('not_same')}>
          {t('not_same')}
        </Button>
      </div>
    </li>
  )
}

export default function DuplicatesPage() {
  const t = useTexts()
  const dt = useDuplicateTexts()
  const { station } = useDesk()
  const [params] = useParamsState()
  const [page, turn] = useState(1)
  const [said, say] = useState<string>()
  const person_id = params['person_id']
  const read = useCall(
    listDuplicates,
    { page, page_size, ...(station ? { station_id: station.station_id } : {}), ...(person_id ? { person_id } : {}) },
    { keep: true },
  )
  const output = read.data
  return (
    <Page
      wide
      title={t('duplicates')}
      purpose={t('duplicates_purpose')}
      above={<To href="/people">‹ {t('back')}</To>}
      actions={
        <>
          <To href="/people/duplicates/weights">{dt('weights')}</To>
          <To href="/people/merges">{t('merges')}</To>
        </>
      }
    >
      {person_id ? null : <DuplicateScan />}
      <div role="status">{said ? <Alert type="success" showIcon title={said} /> : null}</div>
      {read.error && !output ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !output ? (
        <Loading lines={10} />
      ) : output.total === 0 ? (
        <EmptyState title={t('duplicates_empty')} hint={t('duplicates_empty_hint')} />
      ) : (
        <>
          <ul className="pairs">
            {output.rows.map((pair) => (
              <PairCard key={pair.duplicate_id} pair={pair} decided={say} t={t} />
            ))}
          </ul>
          <Pages total={output.total} page={page} page_size={page_size} turn={turn} />
        </>
      )}
    </Page>
  )
}
