/** Puts an employee on the roll. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordEmployee } from './contract.ts'
import { kindWords, useTexts } from './employee-record.tsx'

export default function NewEmployeePage() {
  const t = useTexts()
  const go = useGo()
  const [initial] = useState({ employee_id: v7(), employment_kind: 'full_time' as const })
  const [person, work, certificate] = [t('group_person'), t('group_work'), t('group_certificate')]
  return (
    <Page title={t('new_employee')} above={<To href="/organisation/employees">‹ {t('employees')}</To>}>
      <RecordForm
        endpoint={recordEmployee}
        submit={t('record_do')}
        initial={initial}
        done={({ employee_id }) => go(`/organisation/employees/${employee_id}`)}
        cancel={() => go('/organisation/employees')}
        fields={[
          { field: 'name', label: t('name'), required: true, max_length: 60, group: person },
          { field: 'id_number', label: t('id_number'), max_length: 30, group: person },
          { field: 'phone', label: t('phone'), max_length: 30, group: person },
          { field: 'sex', label: t('sex'), kind: 'choice', choices: { male: t('male'), female: t('female') }, group: person },
          { field: 'education', label: t('education'), max_length: 40, group: person },
          { field: 'employee_no', label: t('employee_no'), max_length: 40, group: work },
          { field: 'post', label: t('post'), max_length: 60, group: work },
          { field: 'contract_code', label: t('contract_code'), max_length: 60, group: work },
          { field: 'employment_kind', label: t('employment_kind'), kind: 'choice', choices: kindWords(t), group: work },
          { field: 'hired_on', label: t('hired_on'), kind: 'day', group: work },
          { field: 'left_on', label: t('left_on'), kind: 'day', group: work },
          { field: 'certificate_name', label: t('certificate_name'), max_length: 100, group: certificate },
          { field: 'certificate_number', label: t('certificate_number'), max_length: 60, group: certificate },
          { field: 'certificate_on', label: t('certificate_on'), kind: 'day', group: certificate },
          { field: 'note', label: t('note'), kind: 'long_text', max_length: 500, group: work },
        ]}
      />
    </Page>
  )
}
