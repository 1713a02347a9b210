/** The first page of an empty system: makes the organisation and its first administrator, with the code the server printed. */
import { useQueryClient } from '@tanstack/react-query'
import { Alert } from 'antd'
import type { InputOf } from '../../shared/endpoint.ts'
import type { FormField } from '../../ui/form-field.tsx'
import { registerTexts } from '../../ui/i18n.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { getSetup, setUp } from './contract.ts'
import { texts } from './texts.ts'

const useTexts = registerTexts('staff', texts)

type SetUpField = FormField<InputOf<typeof setUp> & { password_again: string }>

const fieldsOf = (t: ReturnType<typeof useTexts>): readonly SetUpField[] => [
  {
    field: 'code',
    label: t('setup_code'),
    required: true,
    help: t('setup_code_help'),
    fills: 'one-time-code',
    group: t('group_server'),
  },
  {
    field: 'organisation_name',
    label: t('organisation_name'),
    required: true,
    hint: t('organisation_hint'),
    fills: 'organization',
    group: t('group_organisation'),
  },
  { field: 'admin_name', label: t('admin_name'), required: true, fills: 'name', group: t('group_admin') },
  { field: 'login', label: t('login'), required: true, help: t('login_help'), fills: 'username', group: t('group_admin') },
  {
    field: 'password',
    label: t('password'),
    kind: 'password',
    required: true,
    help: t('password_help'),
    fills: 'new-password',
    group: t('group_admin'),
  },
  {
    field: 'password_again',
    label: t('password_again'),
    kind: 'password',
    required: true,
    fills: 'new-password',
    group: t('group_admin'),
  },
]

export default function FirstRunPage() {
  const t = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const key_file = useCall(getSetup, {}).data?.key_file
  const enter = () => {
    client.clear()
    go('/', true)
  }
  return (
    <>
      <PageHeader title={t('first_run')} purpose={t('first_run_purpose')} />
      {key_file ? (
        <Alert
          type="warning"
          showIcon
          className="form-refused"
          title={t('key_title')}
          description={t('key_text', { file: key_file })}
        />
      ) : null}
      <RecordForm
        endpoint={setUp}
        submit={t('set_up_do')}
        done={enter}
        fields={fieldsOf(t)}
        unsent={['password_again']}
        check={(values) =>
          values['password'] === values['password_again'] ? undefined : { password_again: t('password_differs') }
        }
      />
      <p className="outside-note">
        <To href="/sign-in">{t('have_account')}</To>
      </p>
    </>
  )
}
