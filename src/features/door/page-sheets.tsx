/** 纸质签到表: which were printed, how much of them is entered, and the box that opens the one in hand. */
import { useState } from 'react'
import { Alert, Button, Input } from 'antd'
import { Refused, call } from '../../ui/call.ts'
import { showDay, showInstant } from '../../ui/format.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { findSheet, listSheets } from './contract-sheets.ts'
import { showSheetCode } from './sheet-code.ts'
import { useSheetTexts } from './words-sheets.web.ts'

const FindSheet = () => {
  const t = useSheetTexts()
  const go = useGo()
  const [fault, setFault] = useState<string>()
  const find = async (code: string) => {
    if (code.trim() === '') return
    try {
      const { sheet_id } = await call(findSheet, { code: code.trim() })
      go(`/sign-in-sheets/${sheet_id}`)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return (
    <div>
      <Input.Search
        aria-label={t('find')}
        placeholder={t('find')}
        enterButton={t('find_do')}
        inputMode="numeric"
        style={{ minWidth: 280 }}
        onSearch={(code) => void find(code)}
      />
      {fault ? <Alert type="error" showIcon role="alert" title={fault} /> : null}
    </div>
  )
}

export default function SheetsPage() {
  const t = useSheetTexts()
  const go = useGo()
  return (
    <ListPage
      name="listSheets"
      endpoint={listSheets}
      row_key="sheet_id"
      title={t('sheets')}
      purpose={t('sheets_purpose')}
      actions={<FindSheet />}
      rowHref={(row) => `/sign-in-sheets/${row.sheet_id}`}
      empty={{
        title: t('no_sheets'),
        hint: t('no_sheets_hint'),
        action: (
          <Button type="primary" onClick={() => go('/activities')}>
            {t('to_activities')}
          </Button>
        ),
      }}
      filters={[{ kind: 'station' }]}
      columns={[
        {
          field: 'title',
          title: t('activity'),
          card: 'title',
          show: (row) => <To href={`/activities/${row.activity_id}`}>{row.title}</To>,
        },
        { field: 'occurred_on', title: t('day'), show: (row) => showDay(row.occurred_on) },
        { field: 'code', title: t('code'), show: (row) => showSheetCode(row.code) },
        { field: 'row_count', title: t('row_count'), kind: 'number' },
        { field: 'entered', title: t('entered'), kind: 'number' },
        { field: 'station_name', title: t('station') },
        { field: 'recorded_by_name', title: t('printed_by') },
        { field: 'recorded_at', title: t('printed_at'), show: (row) => showInstant(row.recorded_at) },
      ]}
    />
  )
}
