/** Records what a trainee reached, how they exercised in a month, or what they know: three short forms, one page. */
import { useState } from 'react'
import { Alert, Segmented } from 'antd'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To } from '../../ui/url.tsx'
import { recordExerciseMonth, recordGoal, recordKnowledgeTest } from './contract.ts'
import { goalResults, useTexts, type T } from './words.tsx'

type Which = 'goals' | 'exercise' | 'tests'

const whoFields = (t: T) =>
  [
    { field: 'station_id', label: t('station'), kind: 'station', required: true },
    { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
    { field: 'name', label: t('name'), max_length: 40 },
  ] as const

interface Form {
  readonly id: string
  readonly t: T
  readonly done: () => void
}

const now = todayHere

const GoalForm = ({ id, t, done }: Form) => (
  <RecordForm
    endpoint={recordGoal}
    submit={t('save')}
    initial={{ goal_id: id, occurred_on: now() }}
    done={done}
    fields={[
      ...whoFields(t),
      { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
      { field: 'goal', label: t('goal'), help: t('goal_help'), required: true, max_length: 40 },
      { field: 'baseline', label: t('baseline'), max_length: 200 },
      { field: 'target', label: t('target'), max_length: 200 },
      { field: 'result', label: t('goal_result'), kind: 'choice', choices: goalResults(t), required: true },
      { field: 'assessed_by', label: t('assessed_by'), max_length: 40 },
    ]}
  />
)

const ExerciseForm = ({ id, t, done }: Form) => (
  <RecordForm
    endpoint={recordExerciseMonth}
    submit={t('save')}
    initial={{ exercise_id: id, month: now().slice(0, 7) }}
    done={done}
    fields={[
      ...whoFields(t),
      { field: 'month', label: t('month'), kind: 'month', required: true },
      { field: 'planned', label: t('planned'), kind: 'number', required: true },
      { field: 'done', label: t('done'), kind: 'number', required: true },
      { field: 'noted_by', label: t('noted_by'), max_length: 40 },
    ]}
  />
)

const TestForm = ({ id, t, done }: Form) => (
  <RecordForm
    endpoint={recordKnowledgeTest}
    submit={t('save')}
    initial={{ test_id: id, occurred_on: now() }}
    done={done}
    fields={[
      ...whoFields(t),
      { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
      { field: 'facts', label: t('facts'), help: t('facts_help'), kind: 'number', required: true },
      { field: 'tested_by', label: t('tested_by'), max_length: 40 },
    ]}
  />
)

const forms = { goals: GoalForm, exercise: ExerciseForm, tests: TestForm }

export default function NewProgressPage() {
  const t = useTexts()
  const [which, setWhich] = useState<Which>('goals')
  const [id, setId] = useState(() => v7())
  const [told, setTold] = useState(false)
  const Chosen = forms[which]
  const choose = (chosen: Which) => {
    setWhich(chosen)
    setTold(false)
    setId(v7())
  }
  return (
    <Page title={t('new_progress')} purpose={t('new_progress_purpose')} above={<To href="/rehab/trainees">‹ {t('trainees')}</To>}>
      <p>
        <Segmented<Which>
          aria-label={t('new_progress')}
          value={which}
          onChange={choose}
          options={(['goals', 'exercise', 'tests'] as const).map((value) => ({ value, label: t(value) }))}
        />
      </p>
      {told ? <Alert type="success" showIcon role="status" className="form-refused" title={t('recorded')} /> : null}
      <Chosen
        key={id}
        id={id}
        t={t}
        done={() => {
          setTold(true)
          setId(v7())
        }}
      />
    </Page>
  )
}
