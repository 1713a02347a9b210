/** 打印签到表: for which session, with whom, and how many blank rows. */
import { useState } from 'react'
import { Button } from 'antd'
import { v7 } from 'uuid'
import { getActivity } from '../activities/contract.ts'
import { showDay, showInstant } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo, useParamsState } from '../../ui/url.tsx'
import { listSheets, recordSheet, USUAL_BLANK_ROWS } from './contract-sheets.ts'
import { showSheetCode } from './sheet-code.ts'
import { useSheetTexts } from './words-sheets.web.ts'

/** As many as fit on one side of A4 with the blank rows. */
const USUAL_REGULARS = 10

const PrintedBefore = ({ activity_id }: { activity_id: string }) => {
  const t = useSheetTexts()
  const rows = useCall(listSheets, { activity_id }).data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="record-group" aria-labelledby="printed-before">
      <h2 id="printed-before">{t('printed_before')}</h2>
      <ul className="link-list">
        {rows.map((row) => (
          <li key={row.sheet_id}>
            <To href={`/sign-in-sheets/${row.sheet_id}`}>
              <span>{t('to_entry')}</span>
              <span className="quiet">
                {showSheetCode(row.code)} · {showInstant(row.recorded_at)}
              </span>
            </To>
          </li>
        ))}
      </ul>
    </section>
  )
}

const New = ({ activity_id }: { activity_id: string }) => {
  const t = useSheetTexts()
  const go = useGo()
  const [sheet_id] = useState(() => v7())
  const read = useCall(getActivity, { activity_id })
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={5} />
  const { title, occurred_on, station_name } = read.data
  return (
    <>
      <p className="record-group">
        <To href={`/activities/${activity_id}`}>{title}</To>{' '}
        <span className="quiet">
          {showDay(occurred_on)} · {station_name}
        </span>
      </p>
      <RecordForm
        endpoint={recordSheet}
        submit={t('make')}
        initial={{ sheet_id, activity_id, regulars: USUAL_REGULARS, blank_rows: USUAL_BLANK_ROWS }}
        done={() => go(`/sign-in-sheets/${sheet_id}/paper`)}
        fields={[
          { field: 'regulars', label: t('regulars'), kind: 'number', help: t('regulars_help') },
          { field: 'blank_rows', label: t('blank_rows'), kind: 'number', help: t('blank_help') },
        ]}
      />
      <PrintedBefore activity_id={activity_id} />
    </>
  )
}

export default function NewSheetPage() {
  const t = useSheetTexts()
  const go = useGo()
  const [{ activity_id }] = useParamsState()
  return (
    <Page title={t('new_sheet')} purpose={t('new_purpose')} above={<To href="/sign-in-sheets">‹ {t('back')}</To>}>
      {activity_id ? (
        <New activity_id={activity_id} />
      ) : (
        <EmptyState title={t('which')} action={<Button onClick={() => go('/activities')}>{t('to_activities')}</Button>} />
      )}
    </Page>
  )
}
