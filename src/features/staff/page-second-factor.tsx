/** Between the password and the work: the code of the second factor, or setting one up. */
import { useQueryClient } from '@tanstack/react-query'
import { call } from '../../ui/call.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { signOut } from './contract.ts'
import { passSecondFactor } from './contract-security.ts'
import { Enrolment, useSecurityTexts } from './enrolment.tsx'

const OtherAccount = () => {
  const t = useSecurityTexts()
  const client = useQueryClient()
  const leave = async () => {
    await call(signOut, {}).catch(() => undefined)
    client.clear()
    location.assign('/sign-in')
  }
  return (
    <p className="outside-note">
      <button type="button" className="plain" onClick={() => void leave()}>
        {t('other_account')}
      </button>
    </p>
  )
}

/** The session is read again once the code was taken, and the gate lets the person in by itself. */
const PassStep = () => {
  const t = useSecurityTexts()
  return (
    <>
      <PageHeader title={t('pass')} purpose={t('pass_purpose')} />
      <RecordForm
        endpoint={passSecondFactor}
        submit={t('pass_do')}
        fields={[{ field: 'code', label: t('code_or_recovery'), required: true, help: t('code_help'), fills: 'one-time-code' }]}
      />
      <p className="outside-note">{t('pass_lost')}</p>
      <OtherAccount />
    </>
  )
}

const EnrolStep = ({ done }: { done: () => void }) => {
  const t = useSecurityTexts()
  return (
    <>
      <PageHeader title={t('enrol')} purpose={t('enrol_purpose')} />
      <Enrolment done={done} />
      <OtherAccount />
    </>
  )
}

/** `enrolled` is told when the recovery codes are kept, not when the code was right: until then they must stay on the screen. */
export default function SecondFactorPage({ asks, enrolled }: { asks: 'second_factor' | 'enrolment'; enrolled: () => void }) {
  return asks === 'second_factor' ? <PassStep /> : <EnrolStep done={enrolled} />
}
