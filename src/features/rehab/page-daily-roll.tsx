/** 每日健康点名: one line per trainee on roll, measured and sent together; each line has its own answer. */
import { useState } from 'react'
import { Alert, Button, Input, InputNumber, Select } from 'antd'
import { v7 } from 'uuid'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import { todayHere } from '../../ui/format.ts'
import { Refused } from '../../ui/call.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { useDesk } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { getDailyRoll, recordDailyRoll } from './contract.ts'
import { MEASURES, type Measure } from './rules.ts'
import { medications, moods, useTexts, type T } from './words.tsx'
import './roll.css'

type Trainee = OutputOf<typeof getDailyRoll>['trainees'][number]
type Line = Omit<InputOf<typeof recordDailyRoll>['checks'][number], 'station_id' | 'person_id'>

const isFilled = (line: Line | undefined): line is Line =>
  line !== undefined && MEASURES.some((measure) => typeof line[measure] === 'number')

const useRoll = (on: string) => {
  const { station, session } = useDesk()
  const read = useCall(getDailyRoll, { on, ...(station ? { station_id: station.station_id } : {}) })
  const send = useSend(recordDailyRoll)
  const [lines, setLines] = useState<Readonly<Record<string, Line>>>({})
  const [answers, setAnswers] = useState<Readonly<Record<string, string>>>({})
  const [told, setTold] = useState<{ recorded?: number; fault?: string }>({})
  const [measured_by, setMeasuredBy] = useState(session.account.name)
  const open = (read.data?.trainees ?? []).filter((trainee) => trainee.check_id === null)
  const filled = open.filter((trainee) => isFilled(lines[trainee.person_id]))
  const change = (person_id: string, part: Partial<Line>) =>
    setLines((now) => ({ ...now, [person_id]: { check_id: v7(), ...now[person_id], ...part } }))
  const submit = async () => {
    setTold({})
    try {
      const checks = filled.map(({ person_id, station_id }) => ({ ...lines[person_id], person_id, station_id }))
      const { recorded, outcomes } = await send.mutateAsync({
        occurred_on: on,
        checks,
        ...(measured_by.trim() ? { measured_by: measured_by.trim() } : {}),
      })
      setTold({ recorded })
      setAnswers(Object.fromEntries(outcomes.flatMap((one) => (one.message ? [[one.person_id, one.message]] : []))))
      const refused = new Set(outcomes.flatMap((one) => (one.refused ? [one.person_id] : [])))
      setLines((now) => Object.fromEntries(Object.entries(now).filter(([person_id]) => refused.has(person_id))))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setTold({ fault: error.message })
    }
  }
  return { read, lines, answers, told, filled, measured_by, setMeasuredBy, change, submit, sending: send.isPending }
}

const Choose = ({
  label,
  choices,
  value,
  change,
}: {
  label: string
  choices: Readonly<Record<string, string>>
  value: string | undefined
  change: (value: string | undefined) => void
}) => (
  <Select
    aria-label={label}
    allowClear
    value={value ?? null}
    onChange={(chosen) => change(chosen ?? undefined)}
    options={Object.entries(choices).map(([code, shown]) => ({ value: code, label: shown }))}
  />
)

const RollLine = ({
  trainee,
  line,
  answer,
  change,
  t,
}: {
  trainee: Trainee
  line: Line | undefined
  answer: string | undefined
  change: (part: Partial<Line>) => void
  t: T
}) => {
  const named = (field: Measure | 'medication' | 'mood') => `${trainee.person_name} ${t(field)}`
  if (trainee.check_id !== null)
    return (
      <tr>
        <th scope="row">{trainee.person_name}</th>
        <td colSpan={MEASURES.length + 2}>
          <To href={`/rehab/daily-checks/${trainee.check_id}`}>{t('roll_checked')}</To>
        </td>
      </tr>
    )
  return (
    <>
      <tr>
        <th scope="row">{trainee.person_name}</th>
        {MEASURES.map((measure) => (
          <td key={measure}>
            <InputNumber
              aria-label={named(measure)}
              controls={false}
              min={0}
              max={1000}
              value={(line?.[measure] as number | undefined) ?? null}
              onChange={(value) => change({ [measure]: value ?? undefined })}
            />
          </td>
        ))}
        <td>
          <Choose
            label={named('medication')}
            choices={medications(t)}
            value={line?.medication}
            change={(medication) => change({ medication: medication as Line['medication'] })}
          />
        </td>
        <td>
          <Choose
            label={named('mood')}
            choices={moods(t)}
            value={line?.mood}
            change={(mood) => change({ mood: mood as Line['mood'] })}
          />
        </td>
      </tr>
      {answer ? (
        <tr>
          <td colSpan={MEASURES.length + 3}>
            <Alert type="error" showIcon title={`${trainee.person_name}：${answer}`} />
          </td>
        </tr>
      ) : null}
    </>
  )
}

const Roll = ({ on }: { on: string }) => {
  const t = useTexts()
  const roll = useRoll(on)
  const { read, told, filled } = roll
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={10} />
  if (read.data.trainees.length === 0) return <EmptyState title={t('roll_empty')} />
  return (
    <>
      {told.recorded ? (
        <Alert type="success" showIcon role="status" className="form-refused" title={t('roll_done', { count: told.recorded })} />
      ) : null}
      {told.fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={told.fault} /> : null}
      <div className="roll">
        <table>
          <thead>
            <tr>
              <th scope="col">{t('name')}</th>
              {MEASURES.map((measure) => (
                <th key={measure} scope="col">
                  {t(measure)}
                </th>
              ))}
              <th scope="col">{t('medication')}</th>
              <th scope="col">{t('mood')}</th>
            </tr>
          </thead>
          <tbody>
            {read.data.trainees.map((trainee) => (
              <RollLine
                key={trainee.person_id}
                trainee={trainee}
                line={roll.lines[trainee.person_id]}
                answer={roll.answers[trainee.person_id]}
                change={(part) => roll.change(trainee.person_id, part)}
                t={t}
              />
            ))}
          </tbody>
        </table>
      </div>
      <label className="roll-by">
        {t('measured_by')}{' '}
        <Input value={roll.measured_by} maxLength={40} onChange={(event) => roll.setMeasuredBy(event.target.value)} />
      </label>
      <div className="form-actions">
        <Button type="primary" disabled={filled.length === 0} loading={roll.sending} onClick={() => void roll.submit()}>
          {filled.length === 0 ? t('fill_something') : t('roll_do', { count: filled.length })}
        </Button>
      </div>
    </>
  )
}

export default function DailyRollPage() {
  const t = useTexts()
  const [on, setOn] = useState(() => todayHere())
  return (
    <Page title={t('roll')} purpose={t('roll_purpose')} above={<To href="/rehab/daily">‹ {t('daily')}</To>}>
      <label className="roll-by">
        {t('day')}{' '}
        <Input type="date" value={on} max={todayHere()} onChange={(event) => event.target.value && setOn(event.target.value)} />
      </label>
      <Roll key={on} on={on} />
    </Page>
  )
}
