/** One person's blood pressure and glucose over time. */
import { Chart } from '../../ui/chart.tsx'
import { registerTexts } from '../../ui/i18n.ts'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { getTrend } from './contract.ts'
import { texts } from './texts.ts'

const useTexts = registerTexts('health', texts)

/** A day may have several measurements: the time keeps their labels apart. */
const labelOf = ({ occurred_on, taken_at }: { occurred_on: string; taken_at: string | null }) =>
  `${occurred_on.slice(2)}${taken_at ? ` ${taken_at.slice(0, 5)}` : ''}`

export const Trend = ({ person_id }: { person_id: string }) => {
  const t = useTexts()
  const read = useCall(getTrend, { person_id })
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={6} />
  const pressures = read.data.rows.filter((row) => row.systolic !== null)
  const glucoses = read.data.rows.filter((row) => row.glucose !== null)
  return (
    <>
      {pressures.length > 0 ? (
        <Chart
          title={t('trend_pressure')}
          says={t('trend_says', { count: pressures.length })}
          kind="line"
          unit="mmHg"
          labels={pressures.map(labelOf)}
          series={[
            { name: t('systolic'), values: pressures.map((row) => row.systolic) },
            { name: t('diastolic'), values: pressures.map((row) => row.diastolic) },
          ]}
        />
      ) : null}
      {glucoses.length > 0 ? (
        <Chart
          title={t('trend_glucose')}
          says={t('trend_says', { count: glucoses.length })}
          kind="line"
          unit="mmol/L"
          labels={glucoses.map(labelOf)}
          series={[{ name: t('glucose'), values: glucoses.map((row) => row.glucose) }]}
        />
      ) : null}
    </>
  )
}
