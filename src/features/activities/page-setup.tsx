/** 类型与活动室: what can be chosen when an activity is arranged. */
import { useState } from 'react'
import { Button, Modal } from 'antd'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk, useMay } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { To } from '../../ui/url.tsx'
import { listKinds, listRooms, saveKind, saveRoom } from './contract-planning.ts'
import { countsAs, usePlanTexts } from './planning-words.web.ts'
import { WaitingRules } from './waiting-rules.tsx'

type Kind = OutputOf<typeof listKinds>['rows'][number]
type Room = OutputOf<typeof listRooms>['rows'][number]

const there = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null))

const KindForm = ({ kind, done }: { kind: Kind | undefined; done: () => void }) => {
  const t = usePlanTexts()
  return (
    <RecordForm
      endpoint={saveKind}
      submit={t('save')}
      initial={kind ? there(kind) : {}}
      done={done}
      fields={[
        { field: 'kind', label: t('room_name'), required: true, max_length: 40, readonly: kind !== undefined },
        { field: 'kind_code', label: t('counts_as'), kind: 'choice', choices: countsAs(t), required: true },
        { field: 'position', label: t('position'), kind: 'number' },
        { field: 'ended_on', label: t('ended_on'), kind: 'day' },
      ]}
    />
  )
}

const RoomForm = ({ room, done }: { room: Room | undefined; done: () => void }) => {
  const t = usePlanTexts()
  const [room_id] = useState(() => room?.room_id ?? v7())
  const { station_name: _, ...set } = room ?? { station_name: '' }
  return (
    <RecordForm
      endpoint={saveRoom}
      submit={t('save')}
      initial={{ ...there(set), room_id }}
      done={done}
      fields={[
        ...(room ? [] : [{ field: 'station_id', label: t('station'), kind: 'station', required: true } as const]),
        { field: 'name', label: t('room_name'), required: true, max_length: 40 },
        { field: 'capacity', label: t('capacity'), kind: 'number' },
        { field: 'ended_on', label: t('ended_on'), kind: 'day' },
      ]}
    />
  )
}

const Kinds = () => {
  const t = usePlanTexts()
  const may = useMay('activities.manage')
  const read = useCall(listKinds, {})
  const [open, setOpen] = useState<{ kind: Kind | undefined }>()
  return (
    <section className="record-group">
      <h2>{t('kinds')}</h2>
      <p className="quiet">{t('kinds_purpose')}</p>
      {read.error ? <ErrorState error={read.error} /> : null}
      {read.data ? (
        <Table
          caption={t('kinds')}
          rows={read.data.rows}
          keyOf={(row) => row.kind}
          columns={[
            {
              field: 'kind',
              title: t('room_name'),
              card: 'title',
              show: (row) =>
                may ? (
                  <Button type="link" onClick={() => setOpen({ kind: row })}>
                    {row.kind}
                  </Button>
                ) : (
                  row.kind
                ),
            },
            { field: 'kind_code', title: t('counts_as'), kind: 'choice', choices: countsAs(t) },
            { field: 'ended_on', title: t('ended_on'), kind: 'day' },
          ]}
        />
      ) : (
        <Loading />
      )}
      {may ? <Button onClick={() => setOpen({ kind: undefined })}>{t('add_kind')}</Button> : null}
      <Modal
        open={open !== undefined}
        onCancel={() => setOpen(undefined)}
        title={open?.kind?.kind ?? t('add_kind')}
        footer={null}
        destroyOnHidden
      >
        <KindForm kind={open?.kind} done={() => setOpen(undefined)} />
      </Modal>
    </section>
  )
}

const Rooms = () => {
  const t = usePlanTexts()
  const may = useMay('activities.record')
  const { station } = useDesk()
  const read = useCall(listRooms, station ? { station_id: station.station_id } : {})
  const [open, setOpen] = useState<{ room: Room | undefined }>()
  const add = may ? <Button onClick={() => setOpen({ room: undefined })}>{t('add_room')}</Button> : null
  return (
    <section className="record-group">
      <h2>{t('rooms')}</h2>
      <p className="quiet">{t('rooms_purpose')}</p>
      {read.error ? (
        <ErrorState error={read.error} />
      ) : !read.data ? (
        <Loading />
      ) : read.data.rows.length === 0 ? (
        <EmptyState title={t('no_rooms')} hint={t('no_rooms_hint')} action={add} />
      ) : (
        <>
          <Table
            caption={t('rooms')}
            rows={read.data.rows}
            keyOf={(row) => row.room_id}
            columns={[
              {
                field: 'name',
                title: t('room_name'),
                card: 'title',
                show: (row) =>
                  may ? (
                    <Button type="link" onClick={() => setOpen({ room: row })}>
                      {row.name}
                    </Button>
                  ) : (
                    row.name
                  ),
              },
              { field: 'station_name', title: t('station') },
              { field: 'capacity', title: t('capacity'), kind: 'number', unit: t('people_unit') },
              { field: 'ended_on', title: t('ended_on'), kind: 'day' },
            ]}
          />
          {add}
        </>
      )}
      <Modal
        open={open !== undefined}
        onCancel={() => setOpen(undefined)}
        title={open?.room?.name ?? t('add_room')}
        footer={null}
        destroyOnHidden
      >
        <RoomForm room={open?.room} done={() => setOpen(undefined)} />
      </Modal>
    </section>
  )
}

export default function SetupPage() {
  const t = usePlanTexts()
  return (
    <Page title={t('setup')} purpose={t('setup_purpose')} above={<To href="/activities">‹ {t('activities')}</To>}>
      <Rooms />
      <Kinds />
      <WaitingRules />
    </Page>
  )
}
