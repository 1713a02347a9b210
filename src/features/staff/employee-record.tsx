/** How an employee is shown: masked numbers that open with a reason, certificates. */
import { Masked } from '../../ui/masked.tsx'
import { showDay } from '../../ui/format.ts'
import { registerTexts } from '../../ui/i18n.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { getEmployee, revealEmployee } from './contract.ts'
import { texts } from './texts.ts'
import './staff.css'

export const useTexts = registerTexts('staff', texts)
type Words = ReturnType<typeof useTexts>

export const kindWords = (t: Words) => ({
  full_time: t('full_time'),
  part_time: t('part_time'),
  intern: t('intern'),
  rehired: t('rehired'),
  dispatched: t('dispatched'),
  other: t('other'),
})

export const levelWords = (t: Words) => ({ assistant: t('assistant'), middle: t('middle'), senior: t('senior'), other: '' })

const Secret = ({
  employee_id,
  masked,
  what,
  field,
}: {
  employee_id: string
  masked: string | null
  what: string
  field: 'id_number' | 'phone'
}) => {
  const may = useMay('staff.reveal')
  if (masked === null) return <>—</>
  const reveal = {
    endpoint: revealEmployee,
    input: { employee_id },
    value: (shown: { id_number: string | null; phone: string | null }) => shown[field] ?? '',
  }
  return <Masked masked={masked} what={what} {...(may ? { reveal } : {})} />
}

export const employeeRecord = (t: Words): RecordSpec<typeof getEmployee> => ({
  endpoint: getEmployee,
  id_field: 'employee_id',
  title: (employee) => employee.name,
  path: (id) => `/organisation/employees/${id}`,
  fields: [
    { field: 'employee_no', title: t('employee_no'), kind: 'code', group: t('group_work') },
    { field: 'post', title: t('post'), group: t('group_work') },
    { field: 'contract_code', title: t('contract_code'), kind: 'code', group: t('group_work') },
    { field: 'employment_kind', title: t('employment_kind'), kind: 'choice', choices: kindWords(t), group: t('group_work') },
    { field: 'hired_on', title: t('hired_on'), kind: 'day', group: t('group_work') },
    { field: 'left_on', title: t('left_on'), kind: 'day', group: t('group_work'), if_there: true },
    {
      field: 'sex',
      title: t('sex'),
      kind: 'choice',
      choices: { male: t('male'), female: t('female') },
      group: t('group_person'),
    },
    { field: 'education', title: t('education'), group: t('group_person') },
    {
      field: 'masked_id_number',
      title: t('id_number'),
      group: t('group_person'),
      show: (row) => (
        <Secret employee_id={row.employee_id} masked={row.masked_id_number} what={t('id_number')} field="id_number" />
      ),
    },
    {
      field: 'masked_phone',
      title: t('phone'),
      group: t('group_person'),
      show: (row) => <Secret employee_id={row.employee_id} masked={row.masked_phone} what={t('phone')} field="phone" />,
    },
    {
      field: 'certificates',
      title: t('certificates'),
      group: t('group_certificate'),
      wide: true,
      show: (row) =>
        row.certificates.length === 0 ? (
          '—'
        ) : (
          <ul className="plain-list">
            {row.certificates.map((each) => (
              <li key={`${each.name} ${each.number ?? ''}`}>
                {[each.name, levelWords(t)[each.level], each.number, each.issued_on && showDay(each.issued_on)]
                  .filter(Boolean)
                  .join(' · ')}
              </li>
            ))}
          </ul>
        ),
    },
    { field: 'note', title: t('note'), wide: true, if_there: true },
  ],
})
