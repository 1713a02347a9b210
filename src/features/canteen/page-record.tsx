/** One meal of one person. */
import { RecordPage } from '../../ui/record-page.tsx'
import { mealRecord, useTexts } from './meal-record.web.ts'

export default function MealPage() {
  const t = useTexts()
  return <RecordPage {...mealRecord(t)} back="/canteen" back_title={t('canteen')} />
}
