/** One trainee: the roster's row, then a year of skills, goals, exercise, tests, sales and daily health. */
import { useState } from 'react'
import { Button, InputNumber } from 'antd'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay, todayHere } from '../../ui/format.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { RecordPage, TakeBackButton } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { getTrainee, recordDeparture } from './contract.ts'
import { TraineeYear } from './trainee-year.tsx'
import { employments, Guardian, standings, useTexts } from './words.tsx'

type Trainee = OutputOf<typeof getTrainee>

const Leaving = ({ trainee_id }: { trainee_id: string }) => {
  const t = useTexts()
  const [open, setOpen] = useState(false)
  const [departure_id] = useState(() => v7())
  if (!open) return <Button onClick={() => setOpen(true)}>{t('record_departure')}</Button>
  return (
    <RecordForm
      endpoint={recordDeparture}
      submit={t('departure_do')}
      initial={{ trainee_id, departure_id, left_on: todayHere() }}
      done={() => setOpen(false)}
      cancel={() => setOpen(false)}
      fields={[
        { field: 'left_on', label: t('left_on'), kind: 'day', required: true },
        { field: 'reason', label: t('departure_reason'), required: true, max_length: 200 },
      ]}
    />
  )
}

/** A departure recorded at the desk by mistake is taken back by itself: the trainee is on roll again. */
const Departed = ({ trainee }: { trainee: Trainee }) => {
  const t = useTexts()
  if (trainee.departure_id === null || trainee.void_id !== null) return null
  return (
    <section className="record-group">
      <h2>{t('departure')}</h2>
      <p>{t('departed', { day: showDay(trainee.left_on) })}</p>
      <TakeBackButton entity="rehab.departures" id={trainee.departure_id} title={`${trainee.person_name} · ${t('departure')}`} />
    </section>
  )
}

const More = ({ trainee }: { trainee: Trainee }) => {
  const t = useTexts()
  const may = useMay('rehab.record')
  const [year, setYear] = useState(trainee.roster_year)
  return (
    <>
      {may && trainee.left_on === null && trainee.void_id === null ? (
        <section className="record-group">
          <h2>{t('departure')}</h2>
          <Leaving trainee_id={trainee.trainee_id} />
        </section>
      ) : null}
      <Departed trainee={trainee} />
      <section className="record-group">
        <h2>{t('about_year', { year })}</h2>
        <label>
          {t('year')}{' '}
          <InputNumber
            aria-label={t('other_year')}
            value={year}
            min={1990}
            max={2200}
            precision={0}
            onChange={(chosen) => chosen !== null && setYear(chosen)}
          />
        </label>
      </section>
      <TraineeYear trainee_id={trainee.trainee_id} year={year} />
    </>
  )
}

const Actions = () => {
  const t = useTexts()
  const go = useGo()
  return useMay('rehab.record') ? (
    <>
      <Button onClick={() => go('/rehab/skills/new')}>{t('new_skill')}</Button>
      <Button onClick={() => go('/rehab/progress/new')}>{t('new_progress')}</Button>
    </>
  ) : null
}

export default function TraineePage() {
  const t = useTexts()
  const mayReveal = useMay('people.reveal')
  return (
    <RecordPage
      endpoint={getTrainee}
      id_field="trainee_id"
      entity="rehab.trainees"
      back="/rehab/trainees"
      back_title={t('trainees')}
      title={(trainee) => trainee.person_name}
      actions={() => <Actions />}
      fields={[
        { field: 'standing', title: t('standing'), kind: 'status', choices: standings(t), good: ['formal'] },
        { field: 'station_name', title: t('station') },
        { field: 'admitted_on', title: t('admitted_on'), kind: 'day' },
        { field: 'left_on', title: t('left_on'), kind: 'day', if_there: true },
        { field: 'departure_reason', title: t('departure_reason'), if_there: true },
        { field: 'disability_category', title: t('disability_category') },
        {
          field: 'disability_grade',
          title: t('disability_grade'),
          show: (trainee) => (trainee.disability_grade === null ? '' : t('grade_of', { grade: trainee.disability_grade })),
        },
        { field: 'employment', title: t('employment'), kind: 'choice', choices: employments(t) },
        { field: 'employed_on', title: t('employed_on'), kind: 'day', if_there: true },
        { field: 'health_file_no', title: t('health_file_no'), kind: 'code' },
        { field: 'health_file_on', title: t('health_file_on'), kind: 'day', if_there: true },
        {
          field: 'guardian',
          title: t('guardian'),
          show: (trainee) =>
            trainee.guardian ? <Guardian trainee_id={trainee.trainee_id} masked={trainee.guardian} may={mayReveal} /> : '',
          if_there: true,
        },
        { field: 'roster_year', title: t('year'), show: (trainee) => trainee.roster_year },
        { field: 'note', title: t('note'), wide: true, if_there: true },
      ]}
      more={(trainee) => <More trainee={trainee} />}
    />
  )
}
