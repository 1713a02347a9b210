/** Signing in: one column, two fields; brings the user back to where they wanted to go. */
import { useQueryClient } from '@tanstack/react-query'
import { registerTexts } from '../../ui/i18n.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { useGo, useParamsState } from '../../ui/url.tsx'
import { signIn } from './contract.ts'
import { texts } from './texts.ts'

const useTexts = registerTexts('staff', texts)

/** Only places inside this application: `//elsewhere` would leave it. */
export const safeBack = (back: string | undefined): string =>
  back && /^\/(?![/\\])/.test(back) && !back.startsWith('/sign-in') ? back : '/'

export default function SignInPage() {
  const t = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const [params] = useParamsState()
  const enter = () => {
    client.clear()
    go(safeBack(params['back']), true)
  }
  return (
    <>
      <PageHeader title={t('sign_in')} purpose={t('sign_in_purpose')} />
      <RecordForm
        endpoint={signIn}
        submit={t('sign_in_do')}
        done={enter}
        fields={[
          { field: 'login', label: t('login'), required: true, fills: 'username' },
          { field: 'password', label: t('password'), kind: 'password', required: true, fills: 'current-password' },
        ]}
      />
      <p className="outside-note">{t('forgotten')}</p>
    </>
  )
}
