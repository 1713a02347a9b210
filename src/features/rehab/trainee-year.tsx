/** A year of one trainee: each ledger with its sum in a sentence, its rows, and a picture where a course over time is what matters. */
import type { ReactNode } from 'react'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Chart } from '../../ui/chart.tsx'
import { showYuan } from '../../ui/format.ts'
import { useCall } from '../../ui/queries.ts'
import { TakeBackButton } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import type { Column } from '../../ui/table.tsx'
import { getTraineeYear } from './contract.ts'
import { allSkillResults, categories, goalResults, goals, kinds, useTexts, type T } from './words.tsx'

type Year = OutputOf<typeof getTraineeYear>

interface Shown {
  readonly year: Year
  readonly t: T
  /** Whether this account may take entries back. */
  readonly may: boolean
}

const Part = ({
  title,
  says,
  empty,
  children,
}: {
  title: string
  says?: string | undefined
  empty: boolean
  children: ReactNode
}) => {
  const t = useTexts()
  return (
    <section className="record-group">
      <h2>{title}</h2>
      {empty ? (
        <EmptyState title={t('nothing')} />
      ) : (
        <>
          {says ? <p className="quiet">{says}</p> : null}
          {children}
        </>
      )}
    </section>
  )
}

const Skills = ({ year, t }: { year: Year; t: T }) => (
  <Part
    title={t('skills')}
    empty={year.skills.length === 0}
    says={t('skills_mastered', {
      count: new Set(year.skills.filter((one) => one.result === 'mastered').map((one) => one.skill)).size,
    })}
  >
    <Table
      caption={t('skills')}
      rows={year.skills}
      keyOf={(row) => row.skill_id}
      hrefOf={(row) => `/rehab/skills/${row.skill_id}`}
      columns={[
        { field: 'skill', title: t('skill'), card: 'title' },
        { field: 'result', title: t('result'), kind: 'status', choices: allSkillResults(t), good: ['mastered'] },
        { field: 'training_hours', title: t('training_hours'), kind: 'number' },
        { field: 'occurred_on', title: t('day'), kind: 'day' },
        { field: 'assessed_by', title: t('assessed_by'), card: 'quiet' },
      ]}
    />
  </Part>
)

/** The last column of ledgers whose rows have no page of their own. */
const takeBack = <R,>(t: T, entity: string, field: keyof R & string, titleOf: (row: R) => string): Column<R> => ({
  field,
  title: t('take_back'),
  show: (row) => <TakeBackButton entity={entity} id={String(row[field])} title={titleOf(row)} />,
})

const Goals = ({ year, t, may }: Shown) => (
  <Part title={t('goals')} empty={year.goals.length === 0}>
    <Table
      caption={t('goals')}
      rows={year.goals}
      keyOf={(row) => row.goal_id}
      columns={[
        { field: 'goal', title: t('goal'), kind: 'choice', choices: goals(t), card: 'title' },
        { field: 'baseline', title: t('baseline') },
        { field: 'target', title: t('target') },
        { field: 'result', title: t('goal_result'), kind: 'status', choices: goalResults(t), good: ['reached'] },
        { field: 'occurred_on', title: t('day'), kind: 'day' },
        ...(may
          ? [takeBack<Year['goals'][number]>(t, 'rehab.goals', 'goal_id', (row) => `${t('goals')} ${row.occurred_on}`)]
          : []),
      ]}
    />
  </Part>
)

const Exercise = ({ year, t, may }: Shown) => {
  const sum = (of: (row: Year['exercise'][number]) => number) => year.exercise.reduce((total, row) => total + of(row), 0)
  return (
    <Part title={t('exercise')} empty={year.exercise.length === 0}>
      <Chart
        title={t('exercise')}
        says={t('exercise_says', { planned: sum((row) => row.planned), done: sum((row) => row.done) })}
        unit={t('times')}
        labels={year.exercise.map((row) => row.month)}
        series={[
          { name: t('done'), values: year.exercise.map((row) => row.done) },
          { name: t('planned'), values: year.exercise.map((row) => row.planned), role: 'last_year' },
        ]}
      />
      {may ? (
        <Table
          caption={t('exercise')}
          rows={year.exercise}
          keyOf={(row) => row.exercise_id}
          columns={[
            { field: 'month', title: t('month'), card: 'title' },
            { field: 'done', title: t('done'), kind: 'number' },
            { field: 'planned', title: t('planned'), kind: 'number' },
            takeBack<Year['exercise'][number]>(
              t,
              'rehab.exercise_months',
              'exercise_id',
              (row) => `${t('exercise')} ${row.month}`,
            ),
          ]}
        />
      ) : null}
    </Part>
  )
}

const Tests = ({ year, t, may }: Shown) => (
  <Part title={t('tests')} empty={year.tests.length === 0} says={t('tests_says', { facts: year.tests.at(-1)?.facts ?? 0 })}>
    <Table
      caption={t('tests')}
      rows={year.tests}
      keyOf={(row) => row.test_id}
      columns={[
        { field: 'occurred_on', title: t('day'), kind: 'day', card: 'title' },
        { field: 'facts', title: t('facts'), kind: 'number' },
        ...(may
          ? [takeBack<Year['tests'][number]>(t, 'rehab.knowledge_tests', 'test_id', (row) => `${t('tests')} ${row.occurred_on}`)]
          : []),
      ]}
    />
  </Part>
)

const Sales = ({ year, t }: { year: Year; t: T }) => (
  <Part
    title={t('sales')}
    empty={year.sales.length === 0}
    says={t('sales_says', { sum: showYuan(year.sales.reduce((sum, row) => sum + row.amount_fen, 0)) })}
  >
    <Table
      caption={t('sales')}
      rows={year.sales}
      keyOf={(row) => row.sale_id}
      hrefOf={(row) => `/rehab/sales/${row.sale_id}`}
      columns={[
        { field: 'occurred_on', title: t('day'), kind: 'day', card: 'title' },
        { field: 'category', title: t('category'), kind: 'choice', choices: categories(t) },
        { field: 'product', title: t('product') },
        { field: 'kind', title: t('kind'), kind: 'status', choices: kinds(t), urgent: ['refund'] },
        { field: 'pieces', title: t('pieces'), kind: 'number' },
        { field: 'amount_fen', title: t('amount'), kind: 'yuan' },
      ]}
    />
  </Part>
)

const Daily = ({ year, t }: { year: Year; t: T }) => {
  const labels = year.checks.map((row) => row.occurred_on)
  const along = (field: 'systolic' | 'diastolic' | 'pulse' | 'temperature') => ({
    name: t(field),
    values: year.checks.map((row) => row[field]),
  })
  return (
    <Part title={t('daily')} empty={year.checks.length === 0} says={t('daily_says', { count: year.checks.length })}>
      <Chart
        title={t('vitals_trend')}
        kind="line"
        labels={labels}
        series={[along('systolic'), along('diastolic'), along('pulse')]}
      />
      <Chart title={t('temperature_trend')} kind="line" unit="℃" labels={labels} series={[along('temperature')]} />
    </Part>
  )
}

export const TraineeYear = ({ trainee_id, year }: { trainee_id: string; year: number }) => {
  const t = useTexts()
  const may = useMay('records.void')
  const read = useCall(getTraineeYear, { trainee_id, year }, { keep: true })
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={12} />
  const shown: Shown = { year: read.data, t, may }
  return (
    <>
      <Skills {...shown} />
      <Goals {...shown} />
      <Exercise {...shown} />
      <Tests {...shown} />
      <Sales {...shown} />
      <Daily {...shown} />
    </>
  )
}
