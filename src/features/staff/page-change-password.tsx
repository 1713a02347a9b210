/** The own password: chosen freely, or at once when it was given for one use. */
import { useState } from 'react'
import type { InputOf } from '../../shared/endpoint.ts'
import type { FormField } from '../../ui/form-field.tsx'
import { registerTexts } from '../../ui/i18n.ts'
import { Page, PageHeader } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { EmptyState } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { changePassword } from './contract.ts'
import { texts } from './texts.ts'

const useTexts = registerTexts('staff', texts)

type PasswordField = FormField<InputOf<typeof changePassword> & { again: string }>

const ChangeForm = ({ forced, done }: { forced: boolean; done: () => void }) => {
  const t = useTexts()
  const fields: readonly PasswordField[] = [
    {
      field: 'old_password',
      label: t(forced ? 'one_time_password' : 'old_password'),
      kind: 'password',
      required: true,
      fills: 'current-password',
    },
    {
      field: 'new_password',
      label: t('new_password'),
      kind: 'password',
      required: true,
      help: t('password_help'),
      fills: 'new-password',
    },
    { field: 'again', label: t('new_password_again'), kind: 'password', required: true, fills: 'new-password' },
  ]
  return (
    <RecordForm
      endpoint={changePassword}
      submit={t('change_do')}
      done={done}
      fields={fields}
      unsent={['again']}
      check={(values) => (values['new_password'] === values['again'] ? undefined : { again: t('password_differs') })}
    />
  )
}

export default function ChangePasswordPage() {
  const t = useTexts()
  const { session } = useDesk()
  const [changed, setChanged] = useState(false)
  const done = () => setChanged(true)
  // once it is changed, the session is read again and says so: the gate then lets the user in by itself
  if (session.account.must_change_password)
    return (
      <>
        <PageHeader title={t('change_password')} purpose={t('must_change_purpose')} />
        <ChangeForm forced done={done} />
      </>
    )
  return (
    <Page title={t('change_password')} purpose={t('change_password_purpose')}>
      {changed ? (
        <EmptyState title={t('changed')} action={<To href="/">{t('home')}</To>} />
      ) : (
        <ChangeForm forced={false} done={done} />
      )}
    </Page>
  )
}
