/** From call to dose: how many persons came how far, for the days and the station of the list below it. */
import { Chart } from '../../ui/chart.tsx'
import { useCall } from '../../ui/queries.ts'
import { useFindDesk } from '../../ui/session.tsx'
import { ErrorState } from '../../ui/states.tsx'
import { useParamsState } from '../../ui/url.tsx'
import { getFunnel } from './contract.ts'
import { useTexts } from './words.web.ts'

const given = (name: string, value: string | undefined) => (value ? { [name]: value } : {})

export const Funnel = () => {
  const t = useTexts()
  const [params] = useParamsState()
  const desk = useFindDesk()
  const station_id = params['station_id'] ?? desk?.station?.station_id
  const read = useCall(
    getFunnel,
    { ...given('station_id', station_id), ...given('from', params['from']), ...given('to', params['to']) },
    { keep: true },
  )
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return null
  const { called, answered, willing, vaccinated } = read.data
  const steps: [string, number][] = [
    [t('funnel_called'), called],
    [t('funnel_answered'), answered],
    [t('funnel_willing'), willing],
  ]
  if (vaccinated !== null) steps.push([t('funnel_vaccinated'), vaccinated])
  return (
    <Chart
      title={t('funnel')}
      says={
        vaccinated === null
          ? t('funnel_says_without', { called, answered, willing })
          : t('funnel_says', { called, answered, willing, vaccinated })
      }
      kind="rank"
      unit={t('persons')}
      height={180}
      labels={steps.map(([label]) => label)}
      series={[{ name: t('persons'), values: steps.map(([, persons]) => persons) }]}
    />
  )
}
