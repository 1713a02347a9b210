import { useState } from 'react'
import { Button, Modal, Select } from 'antd'
import { todayHere } from '../../ui/format.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { changeStatus } from './contract.ts'
import type { Person } from './profile.tsx'
import { statuses, useTexts } from './words.web.ts'

/** 退会、去世、重新入会: with day and reason, kept as an event. */
export const ChangeStatus = ({ person }: { person: Person }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const [registration_id, setRegistration] = useState(person.registrations[0]!.registration_id)
  const many = person.registrations.length > 1
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('change_status')}</Button>
      <Modal
        open={open}
        onCancel={() => setOpen(false)}
        title={`${person.name} · ${t('change_status')}`}
        footer={null}
        destroyOnHidden
        width={480}
      >
        {many ? (
          <Select
            aria-label={t('station')}
            className="whole-width"
            value={registration_id}
            onChange={setRegistration}
            options={person.registrations.map((row) => ({
              value: row.registration_id,
              label: `${row.station_name} ${row.member_no}`,
            }))}
          />
        ) : null}
        <RecordForm
          key={registration_id}
          endpoint={changeStatus}
          submit={t('change_do')}
          initial={{ registration_id, status_on: todayHere() }}
          done={() => setOpen(false)}
          cancel={() => setOpen(false)}
          fields={[
            {
              field: 'status',
              label: t('new_status'),
              kind: 'choice',
              choices: statuses(t),
              required: true,
              help: t('death_note'),
            },
            { field: 'status_on', label: t('on_day'), kind: 'day', required: true },
            { field: 'reason', label: t('reason'), hint: t('reason_hint'), required: true, max_length: 200 },
          ]}
        />
      </Modal>
    </>
  )
}
