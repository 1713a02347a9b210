/** Records meals at the counter, one person after the other: station, day, meal and prices stay as they were. */
import { useRef, useState } from 'react'
import { Alert } from 'antd'
import { v7 } from 'uuid'
import { today } from '../../shared/day.ts'
import type { InputOf } from '../../shared/endpoint.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { MEALS, recordMeal, WAYS } from './contract.ts'
import { useTexts, words } from './meal-record.web.ts'
import { addsUp } from './rules.ts'

type Entry = Partial<InputOf<typeof recordMeal>>

/** Breakfast until nine, dinner from three: the meal that is being served now. */
const mealNow = (hour: number): (typeof MEALS)[number] => (hour < 9 ? 'breakfast' : hour < 15 ? 'lunch' : 'dinner')

export default function NewMealPage() {
  const t = useTexts()
  const go = useGo()
  const { session, station: chosen } = useDesk()
  const station = chosen ?? (session.stations.length === 1 ? session.stations[0] : undefined)
  const typed = useRef<Entry>({})
  const [last, setLast] = useState<string>()
  const [initial, setInitial] = useState<Entry>({
    meal_id: v7(),
    occurred_on: today(new Date(), 'Asia/Shanghai'),
    meal: mealNow(new Date().getHours()),
    way: 'dine_in',
    ...(station ? { station_id: station.station_id } : {}),
  })
  const next = () => {
    const { member_no, name, meal_id: _id, person_id: _person, ...stays } = typed.current
    setLast(name ?? member_no)
    setInitial({ ...stays, meal_id: v7() })
  }
  return (
    <Page title={t('record_meal')} purpose={t('record_meal_purpose')} above={<To href="/canteen">‹ {t('canteen')}</To>}>
      {last ? (
        <Alert type="success" showIcon role="status" className="form-refused" title={t('recorded_one', { name: last })} />
      ) : null}
      <RecordForm
        key={initial.meal_id}
        endpoint={recordMeal}
        submit={t('record_meal_do')}
        initial={initial}
        check={(values: Entry) => {
          typed.current = values
          const { charge_fen, subsidy_fen, paid_fen } = values
          if (charge_fen === undefined || subsidy_fen === undefined || paid_fen === undefined) return undefined
          const price = { charge_fen: Number(charge_fen), subsidy_fen: Number(subsidy_fen), paid_fen: Number(paid_fen) }
          return addsUp(price) ? undefined : { field: 'paid_fen', message: t('does_not_add_up') }
        }}
        done={next}
        cancel={() => go('/canteen')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'meal', label: t('meal'), kind: 'choice', required: true, choices: words(t, MEALS) },
          { field: 'way', label: t('way'), kind: 'choice', required: true, choices: words(t, WAYS) },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'charge_fen', label: t('charge'), kind: 'yuan', required: true },
          { field: 'subsidy_fen', label: t('subsidy'), kind: 'yuan', required: true },
          { field: 'paid_fen', label: t('paid'), kind: 'yuan', required: true },
        ]}
      />
    </Page>
  )
}
