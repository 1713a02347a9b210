/** One employee. */
import { RecordPage } from '../../ui/record-page.tsx'
import { employeeRecord, useTexts } from './employee-record.tsx'

export default function EmployeePage() {
  const t = useTexts()
  return <RecordPage {...employeeRecord(t)} back="/organisation/employees" back_title={t('employees')} />
}
