/** 长者饭堂: who had which meal, and who paid. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listMeals, MEALS, WAYS } from './contract.ts'
import { mealRecord, mealWord, useTexts, wayWord, words } from './meal-record.web.ts'

export default function CanteenPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('canteen.record') ? (
    <Button type="primary" onClick={() => go('/canteen/new')}>
      {t('record_meal')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listMeals"
      endpoint={listMeals}
      row_key="meal_id"
      title={t('canteen')}
      purpose={t('canteen_purpose')}
      actions={record}
      record={mealRecord(t)}
      empty={{ title: t('empty'), action: record }}
      filters={[
        { kind: 'text' },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'meal', label: t('meal'), choices: words(t, MEALS) },
        { kind: 'choice', field: 'way', label: t('way'), choices: words(t, WAYS) },
      ]}
      columns={[
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'meal', title: t('meal'), show: (row) => mealWord(t, row.meal) },
        { field: 'way', title: t('way'), show: (row) => wayWord(t, row.way) },
        { field: 'charge_fen', title: t('charge'), kind: 'yuan', sorts: true },
        { field: 'subsidy_fen', title: t('subsidy'), kind: 'yuan', sorts: true, card: 'quiet' },
        { field: 'paid_fen', title: t('paid'), kind: 'yuan', sorts: true, card: 'quiet' },
        { field: 'station_name', title: t('station') },
        { field: 'evidence', title: t('evidence'), kind: 'evidence', card: 'quiet', hidden: true },
      ]}
    />
  )
}
