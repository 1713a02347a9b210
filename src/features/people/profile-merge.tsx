import { useState } from 'react'
import { Button, Modal, Select } from 'antd'
import { v7 } from 'uuid'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { mergePeople, searchPeople } from './contract.ts'
import type { Person } from './profile.tsx'
import { useTexts } from './words.web.ts'

/** Joins somebody else to the person shown: for those whom a worker knows to be one, though the registers do not. */
export const MergeWith = ({ person }: { person: Person }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const [typed, setTyped] = useState(person.name)
  const [gone_id, choose] = useState<string>()
  const [merge_id, renew] = useState(() => v7())
  const found = useCall(searchPeople, { q: typed }, { pause: !open || typed === '' }).data?.rows ?? []
  const close = () => {
    setOpen(false)
    choose(undefined)
    renew(v7())
  }
  return (
    <>
      <Button onClick={() => setOpen(true)}>{t('merge_with')}</Button>
      <Modal open={open} onCancel={close} title={t('merge_with')} footer={null} destroyOnHidden width={480}>
        <p className="quiet">{t('merge_with_hint', { name: person.name })}</p>
        <Select
          aria-label={t('choose_person')}
          placeholder={t('search_people')}
          className="whole-width"
          value={gone_id ?? null}
          showSearch={{ filterOption: false, onSearch: setTyped }}
          onChange={(chosen: string | null) => choose(chosen ?? undefined)}
          options={found
            .filter((each) => each.person_id !== person.person_id)
            .map((each) => ({
              value: each.person_id,
              label: [each.name, each.birth_year, each.masked_phone, ...each.station_names].filter(Boolean).join(' · '),
            }))}
        />
        {gone_id ? (
          <RecordForm
            key={gone_id}
            endpoint={mergePeople}
            submit={t('merge_do')}
            initial={{ merge_id, kept_id: person.person_id, gone_id }}
            done={close}
            cancel={close}
            fields={[{ field: 'reason', label: t('reason'), required: true, max_length: 200, help: t('merge_note') }]}
          />
        ) : null}
      </Modal>
    </>
  )
}
