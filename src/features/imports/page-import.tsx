/** One import: its sheets, what waits, and the way to undo it as a whole. */
import { useState } from 'react'
import { useParams } from '@tanstack/react-router'
import { Alert, Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showInstant, showNumber } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { To, href } from '../../ui/url.tsx'
import { AskReason } from './asking.tsx'
import { getImport, undoImport } from './contract.ts'
import { Tile } from './wizard-result.tsx'
import { useTexts } from './words.web.ts'
import './wizard.css'

type Import = OutputOf<typeof getImport>

const Undo = ({ it }: { it: Import }) => {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const send = useSend(undoImport)
  return (
    <>
      <Button danger onClick={() => setAsking(true)}>
        {t('undo')}
      </Button>
      <AskReason
        open={asking}
        close={() => setAsking(false)}
        danger
        title={t('undo_title', { name: it.name })}
        says={t('undo_says', { count: showNumber(it.rows_valid + it.rows_not_counted) })}
        hint={t('undo_reason_hint')}
        act={t('undo_do')}
        send={(reason) => send.mutateAsync({ import_id: it.import_id, reason })}
      />
    </>
  )
}

const Sheets = ({ it }: { it: Import }) => {
  const t = useTexts()
  return (
    <section className="wizard-part">
      <h2>{t('sheets')}</h2>
      <Table
        caption={t('sheets')}
        rows={it.sheets}
        keyOf={(row) => row.sheet_id}
        columns={[
          { field: 'name', title: t('sheet'), card: 'title' },
          { field: 'rows_in', title: t('rows_read'), kind: 'number' },
          { field: 'rows_valid', title: t('rows_valid'), kind: 'number' },
          { field: 'rows_not_counted', title: t('rows_not_counted'), kind: 'number' },
          {
            field: 'rows_rejected',
            title: t('rows_rejected'),
            kind: 'number',
            show: (row) =>
              row.rows_rejected > 0 && !it.undone ? (
                <To href={href('/imports/rows', { import_id: it.import_id, sheet_id: row.sheet_id })}>
                  {showNumber(row.rows_rejected)}
                </To>
              ) : (
                showNumber(row.rows_rejected)
              ),
          },
          {
            field: 'form_title',
            title: t('form'),
            show: (row) =>
              row.form_title ? (
                inLanguage(row.form_title)
              ) : (
                <span className="quiet">{row.hidden ? t('hidden_sheet') : t('not_read')}</span>
              ),
          },
          { field: 'file_name', title: t('workbook') },
        ]}
      />
    </section>
  )
}

const Content = ({ it }: { it: Import }) => {
  const t = useTexts()
  return (
    <div className="wizard-step">
      {it.undone ? <Alert type="warning" showIcon title={t('undone_why', { reason: it.undo_reason ?? '' })} /> : null}
      <ul className="tiles">
        <Tile value={it.rows_in} label={t('total_read')} />
        <Tile value={it.rows_valid} label={t('rows_valid')} tone="good" />
        <Tile value={it.rows_not_counted} label={t('total_not_counted')} />
        <Tile value={it.rows_rejected} label={t('rows_rejected')} tone="urgent" />
      </ul>
      {it.rows_rejected > 0 && !it.undone ? (
        <p>
          <To href={href('/imports/rows', { import_id: it.import_id })}>
            {t('open_quarantine', { count: showNumber(it.rows_rejected) })}
          </To>
        </p>
      ) : null}
      <Sheets it={it} />
    </div>
  )
}

export default function ImportPage() {
  const t = useTexts()
  const { import_id = '' }: Record<string, string | undefined> = useParams({ strict: false })
  const mayRun = useMay('imports.run')
  const read = useCall(getImport, { import_id })
  const it = read.data
  return (
    <Page
      wide
      title={it?.name ?? t('one_import')}
      purpose={
        it
          ? t('import_line', { year: it.year, by: it.imported_by_name, at: showInstant(it.imported_at), files: it.files })
          : undefined
      }
      above={<To href="/imports">‹ {t('back_to_imports')}</To>}
      actions={it && mayRun && !it.undone ? <Undo it={it} /> : null}
    >
      {it ? (
        <Content it={it} />
      ) : read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  )
}
