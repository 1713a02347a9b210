/** 作废, with a reason: of a service record, or of any entry that a slice records. The dialog names what is taken back, and what goes with it. */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Alert, Button, Modal } from 'antd'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { countBelonging, voidEntry, voidRecord } from './contract.ts'
import { useTexts, type T } from './words.web.ts'

const reasonField = (t: T) =>
  ({
    field: 'reason',
    label: t('reason'),
    hint: t('reason_hint'),
    help: t('take_back_note'),
    required: true,
    max_length: 200,
  }) as const

/** The button and its dialog; `form` gets what closes the dialog. */
const Asking = ({ title, form }: { title: string; form: (close: () => void) => ReactNode }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const close = () => setOpen(false)
  if (!useMay('records.void')) return null
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('take_back')}</Button>
      <Modal open={open} onCancel={close} title={t('take_back_title', { title })} footer={null} destroyOnHidden width={440}>
        {form(close)}
      </Modal>
    </>
  )
}

/** Takes a service record back. */
export const TakeBack = ({ record_id, title }: { record_id: string; title: string }) => {
  const t = useTexts()
  return (
    <Asking
      title={title}
      form={(close) => (
        <RecordForm
          endpoint={voidRecord}
          submit={t('take_back')}
          initial={{ record_id }}
          done={close}
          cancel={close}
          fields={[reasonField(t)]}
        />
      )}
    />
  )
}

const GoesAlong = ({ source, entry_id }: { source: string; entry_id: string }) => {
  const t = useTexts()
  const count = useCall(countBelonging, { source, entry_id }).data?.count ?? 0
  return count > 0 ? (
    <Alert type="warning" showIcon role="status" className="form-refused" title={t('goes_along', { count })} />
  ) : null
}

/** Takes an entry of a slice back, with what belongs to it. `source`: `slice.table`. */
export const TakeBackEntry = ({ source, entry_id, title }: { source: string; entry_id: string; title: string }) => {
  const t = useTexts()
  return (
    <Asking
      title={title}
      form={(close) => (
        <>
          <GoesAlong source={source} entry_id={entry_id} />
          <RecordForm
            endpoint={voidEntry}
            submit={t('take_back')}
            initial={{ source, entry_id }}
            done={close}
            cancel={close}
            fields={[reasonField(t)]}
          />
        </>
      )}
    />
  )
}
