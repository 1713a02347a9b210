/** 候补规则, with the day each holds from. */
import { useState } from 'react'
import { Button, Modal } from 'antd'
import { todayHere } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { listWaitingRules, saveWaitingRule } from './contract-enrolments.ts'
import { useEnrolTexts } from './enrolment-words.web.ts'

export const WaitingRules = () => {
  const t = useEnrolTexts()
  const may = useMay('activities.manage')
  const read = useCall(listWaitingRules, {})
  const [open, setOpen] = useState(false)
  return (
    <section className="record-group">
      <h2>{t('rules')}</h2>
      <p className="quiet">{t('rules_purpose')}</p>
      {read.error ? <ErrorState error={read.error} /> : null}
      {read.data ? (
        <Table
          caption={t('rules')}
          rows={read.data.rows}
          keyOf={(row) => row.rule_id}
          columns={[
            { field: 'valid_from', title: t('valid_from'), kind: 'day', card: 'title' },
            { field: 'confirm_hours', title: t('confirm_hours'), kind: 'number' },
            { field: 'source', title: t('source') },
          ]}
        />
      ) : (
        <Loading />
      )}
      {may ? <Button onClick={() => setOpen(true)}>{t('add_rule')}</Button> : null}
      <Modal open={open} onCancel={() => setOpen(false)} title={t('add_rule')} footer={null} destroyOnHidden>
        <RecordForm
          endpoint={saveWaitingRule}
          submit={t('save')}
          initial={{ valid_from: todayHere() }}
          done={() => setOpen(false)}
          fields={[
            { field: 'confirm_hours', label: t('confirm_hours'), kind: 'number', required: true },
            { field: 'valid_from', label: t('valid_from'), kind: 'day', required: true },
            { field: 'source', label: t('source'), required: true, max_length: 100 },
          ]}
        />
      </Modal>
    </section>
  )
}
