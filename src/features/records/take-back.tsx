import { useState } from 'react'
import { Button, Modal } from 'antd'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { voidRecord } from './contract.ts'
import { useTexts } from './words.web.ts'

/** 作废, with a reason. */
export const TakeBack = ({ record_id }: { record_id: string }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  if (!useMay('records.void')) return null
  return (
    <>
      <Button size="small" onClick={() => setOpen(true)}>
        {t('take_back')}
      </Button>
      <Modal open={open} onCancel={() => setOpen(false)} title={t('take_back_title')} footer={null} destroyOnHidden width={440}>
        <RecordForm
          endpoint={voidRecord}
          submit={t('take_back')}
          initial={{ record_id }}
          done={() => setOpen(false)}
          cancel={() => setOpen(false)}
          fields={[
            {
              field: 'reason',
              label: t('reason'),
              hint: t('reason_hint'),
              help: t('take_back_note'),
              required: true,
              max_length: 200,
            },
          ]}
        />
      </Modal>
    </>
  )
}
