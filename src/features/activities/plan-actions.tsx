/** What can be done with a planned session: changed, put off, cancelled, held; and what was done with it. */
import { useState } from 'react'
import { Alert, Button, Checkbox, Modal } from 'antd'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay, showInstant, todayHere } from '../../ui/format.ts'
import { useCall, useSend } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { href, To, useGo } from '../../ui/url.tsx'
import type { getActivity } from './contract.ts'
import { listActivityCalls } from './contract-enrolments.ts'
import { cancelActivity, holdActivity, listChanges, listRooms, rescheduleActivity, savePlan } from './contract-planning.ts'
import { useEnrolTexts } from './enrolment-words.web.ts'
import { stages, usePlanTexts } from './planning-words.web.ts'
import './activities.css'

type Activity = OutputOf<typeof getActivity>
interface Doing {
  readonly activity: Activity
  readonly done: () => void
}

const there = (row: object) => Object.fromEntries(Object.entries(row).filter(([, value]) => value !== null && value !== ''))

/** What the server says of clashes, and the box that lets them be. */
const useClash = () => {
  const t = usePlanTexts()
  const [clash, setClash] = useState<string>()
  const [despite_clashes, setDespite] = useState(false)
  const box = clash ? (
    <Alert
      type="warning"
      showIcon
      role="alert"
      className="form-refused"
      title={clash}
      description={
        <Checkbox checked={despite_clashes} onChange={(event) => setDespite(event.target.checked)}>
          {t('know_clashes')}
        </Checkbox>
      }
    />
  ) : null
  return { despite_clashes, outside: { despite_clashes: setClash }, box }
}

const Edit = ({ activity, done }: Doing) => {
  const t = usePlanTexts()
  const { despite_clashes, outside, box } = useClash()
  const { activity_id, title, capacity, planned, stage, note, workers } = activity
  const set = there({ title, capacity, planned, stage, note, workers: workers.join('、') })
  return (
    <RecordForm
      endpoint={savePlan}
      submit={t('save')}
      initial={{ activity_id, ...set, despite_clashes }}
      outside={outside}
      done={done}
      fields={[
        { field: 'title', label: t('title'), required: true, max_length: 200 },
        { field: 'workers', label: t('workers'), help: t('workers_help'), max_length: 200 },
        { field: 'capacity', label: t('capacity'), kind: 'number', help: t('capacity_help') },
        { field: 'planned', label: t('planned'), kind: 'number' },
        ...(activity.kind_code === 'group'
          ? [{ field: 'stage', label: t('stage'), kind: 'choice', choices: stages(t) } as const]
          : []),
        { field: 'note', label: t('note'), kind: 'long_text' },
      ]}
    >
      {box}
    </RecordForm>
  )
}

const Reschedule = ({ activity, done }: Doing) => {
  const t = usePlanTexts()
  const { despite_clashes, outside, box } = useClash()
  const [change_id] = useState(() => v7())
  const rooms = useCall(listRooms, { station_id: activity.station_id }).data?.rows ?? []
  const { activity_id, occurred_on, minutes, room_id } = activity
  const set = there({
    occurred_on,
    minutes,
    room_id,
    started_at: activity.started_at?.slice(0, 5) ?? null,
    place: room_id ? null : activity.place,
  })
  return (
    <RecordForm
      endpoint={rescheduleActivity}
      submit={t('reschedule_do')}
      initial={{ activity_id, change_id, room_id: '', ...set, despite_clashes }}
      outside={outside}
      done={done}
      fields={[
        { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
        { field: 'started_at', label: t('started_at'), kind: 'time', required: true },
        { field: 'minutes', label: t('minutes'), kind: 'number', required: true },
        {
          field: 'room_id',
          label: t('room'),
          kind: 'choice',
          choices: {
            '': t('room_none'),
            ...Object.fromEntries(rooms.filter((room) => room.ended_on === null).map((room) => [room.room_id, room.name])),
          },
        },
        { field: 'place', label: t('place'), help: t('place_help') },
        { field: 'reason', label: t('reason'), required: true, max_length: 200 },
      ]}
    >
      {box}
    </RecordForm>
  )
}

const Cancel = ({ activity, done }: Doing) => {
  const t = usePlanTexts()
  const [change_id] = useState(() => v7())
  return (
    <RecordForm
      endpoint={cancelActivity}
      submit={t('cancel_do')}
      initial={{ activity_id: activity.activity_id, change_id }}
      done={done}
      fields={[{ field: 'reason', label: t('reason'), required: true, max_length: 200 }]}
    />
  )
}

const Hold = ({ activity, done }: Doing) => {
  const t = usePlanTexts()
  const [fault, setFault] = useState<string>()
  const send = useSend(holdActivity, { done })
  const hold = () =>
    send.mutateAsync({ activity_id: activity.activity_id }).catch((error: unknown) => {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    })
  return (
    <>
      <p>{t('hold_confirm')}</p>
      {fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={fault} /> : null}
      <div className="form-actions">
        <Button type="primary" loading={send.isPending} onClick={() => void hold()}>
          {t('yes')}
        </Button>
        <Button onClick={done}>{t('no')}</Button>
      </div>
    </>
  )
}

const doings = { edit: Edit, reschedule: Reschedule, cancel_session: Cancel, hold: Hold } as const
type Name = keyof typeof doings

/** Names are called on the day, and afterwards for those who are added. */
const RollButton = ({ activity }: { activity: Activity }) => {
  const t = useEnrolTexts()
  const go = useGo()
  return (
    <Button type="primary" onClick={() => go(`/activities/${activity.activity_id}/roll`)}>
      {t('roll')}
    </Button>
  )
}

/** Paper for those who sign by hand, printed before or on the day; entered from the same place. */
const SheetButton = ({ activity }: { activity: Activity }) => {
  const t = useEnrolTexts()
  const go = useGo()
  return (
    <Button onClick={() => go(href('/sign-in-sheets/new', { activity_id: activity.activity_id }))}>{t('paper_sheet')}</Button>
  )
}

export const PlanActions = ({ activity }: { activity: Activity }) => {
  const t = usePlanTexts()
  const may = useMay('activities.record')
  const [open, setOpen] = useState<Name>()
  if (!may || activity.void_id) return null
  const comes = activity.occurred_on <= todayHere() && (activity.state === 'planned' || activity.state === 'held')
  const roll = comes ? <RollButton activity={activity} /> : null
  const sheet = <SheetButton activity={activity} />
  if (activity.state === 'held') {
    return (
      <>
        {roll}
        {sheet}
      </>
    )
  }
  if (activity.state !== 'planned') return null
  const Chosen = open ? doings[open] : undefined
  const names: readonly Name[] = [
    'edit',
    'reschedule',
    'cancel_session',
    ...(activity.occurred_on <= todayHere() ? ['hold' as const] : []),
  ]
  return (
    <>
      {roll}
      {sheet}
      {names.map((name) => (
        <Button key={name} onClick={() => setOpen(name)}>
          {t(name)}
        </Button>
      ))}
      <Modal
        open={open !== undefined}
        onCancel={() => setOpen(undefined)}
        title={open ? t(open) : ''}
        footer={null}
        destroyOnHidden
      >
        {Chosen ? <Chosen activity={activity} done={() => setOpen(undefined)} /> : null}
      </Modal>
    </>
  )
}

/** How many of those enrolled have not been told yet. */
const ToTell = ({ activity_id }: { activity_id: string }) => {
  const t = useEnrolTexts()
  const open = useCall(listActivityCalls, { activity_id, open: 'true' }).data?.total ?? 0
  if (open === 0) return null
  return (
    <Alert
      type="warning"
      showIcon
      className="form-refused"
      title={t('told_count', { count: open })}
      action={<To href={href('/activities/calls', { activity_id })}>{t('to_calls')}</To>}
    />
  )
}

export const Changes = ({ activity_id }: { activity_id: string }) => {
  const t = usePlanTexts()
  const rows = useCall(listChanges, { activity_id }).data?.rows ?? []
  if (rows.length === 0) return null
  return (
    <section className="record-group">
      <h2>{t('changes')}</h2>
      <ToTell activity_id={activity_id} />
      <ul className="change-list">
        {rows.map((row) => (
          <li key={row.change_id}>
            <strong>{t(row.what as 'held' | 'cancelled' | 'rescheduled')}</strong> {row.reason}{' '}
            <span className="quiet">
              {row.what === 'rescheduled'
                ? `${t('was', { when: `${showDay(row.was_on)} ${row.was_at?.slice(0, 5) ?? ''}`, place: row.was_place ?? '' })} · `
                : ''}
              {t('by', { name: row.changed_by_name, at: showInstant(row.changed_at) })}
            </span>
          </li>
        ))}
      </ul>
    </section>
  )
}
