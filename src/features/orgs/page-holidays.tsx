/** 节假日: days off and days worked instead. Next year's are announced each autumn and put down here. */
import { useState } from 'react'
import { Alert, Button, Modal, Popconfirm } from 'antd'
import { Refused } from '../../ui/call.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useSend } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { listHolidays, removeHoliday, saveHolidays } from './contract.ts'
import { useTexts } from './station-record.tsx'

const Remove = ({ day }: { day: string }) => {
  const t = useTexts()
  const [fault, setFault] = useState<string>()
  const send = useSend(removeHoliday)
  const remove = () =>
    send.mutateAsync({ day }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    })
  return (
    <>
      <Popconfirm
        title={t('holiday_remove_sure', { day })}
        okText={t('remove')}
        cancelText={t('keep')}
        onConfirm={() => void remove()}
      >
        <Button type="link" aria-label={t('holiday_remove', { day })}>
          {t('remove')}
        </Button>
      </Popconfirm>
      {fault ? <Alert type="error" title={fault} /> : null}
    </>
  )
}

export default function HolidaysPage() {
  const t = useTexts()
  const may = useMay('orgs.record')
  const [open, setOpen] = useState(false)
  const kinds = { off: t('holiday_off'), work: t('holiday_work') }
  const add = may ? (
    <Button type="primary" onClick={() => setOpen(true)}>
      {t('holiday_add')}
    </Button>
  ) : null
  return (
    <>
      <ListPage
        name="listHolidays"
        endpoint={listHolidays}
        row_key="day"
        title={t('holidays')}
        purpose={t('holidays_purpose')}
        any_station
        actions={add}
        empty={{ title: t('holidays_none'), action: add }}
        filters={[{ kind: 'text' }, { kind: 'days' }, { kind: 'choice', field: 'kind', label: t('kind'), choices: kinds }]}
        columns={[
          { field: 'day', title: t('holiday_day'), kind: 'day', card: 'title' },
          { field: 'name', title: t('holiday_name') },
          { field: 'kind', title: t('kind'), kind: 'status', choices: kinds, good: ['off'] },
          {
            field: 'source',
            title: t('source'),
            card: 'quiet',
            show: (row) => (
              <>
                {row.source} {may ? <Remove day={row.day} /> : null}
              </>
            ),
          },
        ]}
      />
      <Modal open={open} onCancel={() => setOpen(false)} title={t('holiday_add')} footer={null} destroyOnHidden>
        <RecordForm
          endpoint={saveHolidays}
          submit={t('save')}
          initial={{ kind: 'off' }}
          done={() => setOpen(false)}
          fields={[
            { field: 'kind', label: t('kind'), kind: 'choice', choices: kinds, required: true },
            { field: 'name', label: t('holiday_name'), required: true, max_length: 40, help: t('holiday_name_help') },
            { field: 'from', label: t('holiday_from'), kind: 'day', required: true },
            { field: 'to', label: t('holiday_to'), kind: 'day', help: t('holiday_to_help') },
            { field: 'source', label: t('source'), required: true, max_length: 100, help: t('holiday_source_help') },
          ]}
        />
      </Modal>
    </>
  )
}
