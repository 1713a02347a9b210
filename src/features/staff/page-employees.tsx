/** 员工. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listEmployees } from './contract.ts'
import { employeeRecord, kindWords, useTexts } from './employee-record.tsx'

export default function EmployeesPage() {
  const t = useTexts()
  const go = useGo()
  const add = useMay('staff.record') ? (
    <Button type="primary" onClick={() => go('/organisation/employees/new')}>
      {t('new_employee')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listEmployees"
      endpoint={listEmployees}
      row_key="employee_id"
      title={t('employees')}
      purpose={t('employees_purpose')}
      any_station
      actions={add}
      record={employeeRecord(t)}
      empty={{ title: t('no_employees'), hint: t('no_employees_hint'), action: add }}
      filters={[{ kind: 'text' }, { kind: 'yes_no', field: 'on_roll', label: t('on_roll') }]}
      columns={[
        { field: 'employee_no', title: t('employee_no'), kind: 'code', sorts: true },
        { field: 'name', title: t('name'), kind: 'name', sorts: true, card: 'title' },
        { field: 'post', title: t('post'), sorts: true },
        { field: 'contract_code', title: t('contract_code'), kind: 'code' },
        { field: 'hired_on', title: t('hired_on'), kind: 'day', sorts: true, card: 'quiet' },
        { field: 'left_on', title: t('left_on'), kind: 'day', sorts: true, card: 'quiet' },
        { field: 'employment_kind', title: t('employment_kind'), kind: 'choice', choices: kindWords(t) },
        { field: 'certificates', title: t('certificates'), show: (row) => row.certificates.map((each) => each.name).join('、') },
        {
          field: 'not_counted',
          title: t('counted'),
          show: (row) =>
            row.not_counted === 'staff_left' ? t('staff_left') : row.not_counted === 'intern' ? t('intern') : t('counted'),
        },
      ]}
    />
  )
}
