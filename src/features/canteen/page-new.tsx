/** Records meals at the counter, one person after the other: station, day, meal and prices stay as they were. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { MEALS, recordMeal, WAYS } from './contract.ts'
import { useTexts, words } from './meal-record.web.ts'
import { addsUp } from './rules.ts'

/** Breakfast until nine, dinner from three: the meal that is being served now. */
const mealNow = (hour: number): (typeof MEALS)[number] => (hour < 9 ? 'breakfast' : hour < 15 ? 'lunch' : 'dinner')

export default function NewMealPage() {
  const t = useTexts()
  const go = useGo()
  return (
    <Page title={t('record_meal')} purpose={t('record_meal_purpose')} above={<To href="/canteen">‹ {t('canteen')}</To>}>
      <SerialForm
        endpoint={recordMeal}
        id_field="meal_id"
        submit={t('record_meal_do')}
        keep={['station_id', 'occurred_on', 'meal', 'way', 'charge_fen', 'subsidy_fen', 'paid_fen']}
        initial={{ occurred_on: todayHere(), meal: mealNow(new Date().getHours()), way: 'dine_in' }}
        said={({ name, member_no }) => ({ text: t('recorded_one', { name: name ?? member_no ?? '' }) })}
        check={({ charge_fen, subsidy_fen, paid_fen }) => {
          if (charge_fen === undefined || subsidy_fen === undefined || paid_fen === undefined) return undefined
          const price = { charge_fen: Number(charge_fen), subsidy_fen: Number(subsidy_fen), paid_fen: Number(paid_fen) }
          return addsUp(price) ? undefined : { paid_fen: t('does_not_add_up') }
        }}
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
