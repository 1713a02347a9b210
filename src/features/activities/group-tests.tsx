/** 前后测 on the page of a course or group: each member's change, and a form for the whole group. */
import { useMemo, useState } from 'react'
import { Alert, Button, Modal } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showNumber } from '../../ui/format.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useCall } from '../../ui/queries.ts'
import { TakeBackButton } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { To } from '../../ui/url.tsx'
import { listTests } from './contract-outcomes.ts'
import { useOutcomeTexts, verdicts } from './outcome-words.web.ts'
import { TestScores } from './test-scores.tsx'
import './activities.css'

type Tested = OutputOf<typeof listTests>['rows'][number]

/** The later of the two first. */
const TakeBackTest = ({ row }: { row: Tested }) => (
  <TakeBackButton
    entity="activities.group_tests"
    id={row.after_id ?? row.before_id!}
    title={`${row.person_name} · ${row.scale}`}
  />
)

const signed = (change: number): string => `${change > 0 ? '+' : ''}${showNumber(change)}`

export const GroupTests = ({ series_id }: { series_id: string }) => {
  const t = useOutcomeTexts()
  const may = useMay('activities.record')
  const mayTakeBack = useMay('records.void')
  const fixed = useMemo(() => ({ series_id }), [series_id])
  const [open, setOpen] = useState(false)
  const [count, setCount] = useState<number>()
  const scale = useCall(listTests, { series_id, page_size: 1 }).data?.rows[0]?.scale ?? ''
  const saved = (recorded: number) => {
    setCount(recorded)
    setOpen(false)
  }
  return (
    <section className="record-group">
      <h2>{t('tests')}</h2>
      <p className="quiet">{t('tests_purpose')}</p>
      <div className="tests-do">
        {may ? <Button onClick={() => setOpen(true)}>{t('record_tests')}</Button> : null}
        {count === undefined ? null : (
          <Alert type="success" showIcon role="status" className="form-refused" title={t('recorded_count', { count })} />
        )}
      </div>
      <Modal open={open} onCancel={() => setOpen(false)} title={t('record_tests')} footer={null} destroyOnHidden>
        <TestScores series_id={series_id} scale={scale} done={saved} />
      </Modal>
      <ListPage
        inside
        any_station
        name="listTests"
        endpoint={listTests}
        row_key="row_id"
        title={t('tests')}
        fixed={fixed}
        empty={{ title: t('no_tests') }}
        columns={[
          {
            field: 'person_name',
            title: t('name'),
            card: 'title',
            show: (row) => <To href={`/people/${row.person_id}`}>{row.person_name}</To>,
          },
          { field: 'scale', title: t('scale') },
          { field: 'before', title: t('before'), kind: 'number' },
          { field: 'after', title: t('after'), kind: 'number' },
          { field: 'change', title: t('change'), show: (row) => (row.change === null ? '' : signed(row.change)) },
          { field: 'verdict', title: t('verdict'), kind: 'status', choices: verdicts(t), good: ['better'], urgent: ['worse'] },
          { field: 'before_on', title: `${t('before')} · ${t('day')}`, kind: 'day', card: 'quiet' },
          { field: 'after_on', title: `${t('after')} · ${t('day')}`, kind: 'day', card: 'quiet' },
          ...(may && mayTakeBack
            ? [{ field: 'row_id', title: t('take_back'), show: (row: Tested) => <TakeBackTest row={row} /> } as const]
            : []),
        ]}
      />
    </section>
  )
}
