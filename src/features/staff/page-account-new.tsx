/** A new account: login, name, first role. The one-time password is shown once. */
import { useState } from 'react'
import { v7 } from 'uuid'
import type { OutputOf } from '../../shared/endpoint.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { OneTimePassword, useTexts } from './account-record.tsx'
import { createAccount, listRoles } from './contract.ts'

export default function NewAccountPage() {
  const t = useTexts()
  const go = useGo()
  const english = useLanguage() === 'en'
  const roles = useCall(listRoles, {})
  const [initial] = useState({ account_id: v7() })
  const [made, setMade] = useState<OutputOf<typeof createAccount>>()
  const choices = Object.fromEntries((roles.data?.rows ?? []).map((role) => [role.role, english ? role.name_en : role.name_zh]))
  return (
    <Page title={t('new_account')} above={<To href="/organisation/accounts">‹ {t('accounts')}</To>}>
      <RecordForm
        endpoint={createAccount}
        submit={t('new_account')}
        initial={initial}
        done={setMade}
        cancel={() => go('/organisation/accounts')}
        fields={[
          { field: 'name', label: t('name'), required: true, max_length: 60 },
          { field: 'login', label: t('login'), required: true, help: t('login_help'), max_length: 60 },
          { field: 'role', label: t('role'), kind: 'choice', choices, required: true },
          { field: 'station_id', label: t('at_station'), kind: 'station', help: t('station_empty_help') },
        ]}
      />
      <OneTimePassword
        password={made?.one_time_password}
        waits={made?.request_id !== undefined}
        close={() => go(`/organisation/accounts/${made?.account_id ?? ''}`)}
      />
    </Page>
  )
}
