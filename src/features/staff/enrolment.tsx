/** Setting the second factor up: scan, confirm with a code, keep the recovery codes. The codes stay until the person says so. */
import { useEffect, useState } from 'react'
import { Button, QRCode } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { call } from '../../ui/call.ts'
import { registerTexts } from '../../ui/i18n.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { confirmSecondFactor, startSecondFactor } from './contract-security.ts'
import { texts } from './security-texts.ts'
import './staff.css'

export const useSecurityTexts = registerTexts('staff-security', texts)

/** Ten codes, to be printed or copied; they cannot be read again. */
export const RecoveryCodes = ({ codes, kept }: { codes: readonly string[]; kept: () => void }) => {
  const t = useSecurityTexts()
  return (
    <section className="record-group account-part recovery">
      <h2>{t('codes')}</h2>
      <p>{t('codes_purpose')}</p>
      <ol className="recovery-codes">
        {codes.map((code) => (
          <li key={code} className="cell-code">
            {code}
          </li>
        ))}
      </ol>
      <p className="account-actions">
        <Button type="primary" onClick={kept}>
          {t('codes_kept')}
        </Button>
        <Button onClick={() => print()}>{t('codes_print')}</Button>
      </p>
    </section>
  )
}

type Started = OutputOf<typeof startSecondFactor>

const useStarted = () => {
  const [started, setStarted] = useState<Started>()
  const [error, setError] = useState<unknown>()
  const [round, setRound] = useState(0)
  useEffect(() => {
    const leaving = new AbortController()
    call(startSecondFactor, {}, leaving.signal).then(setStarted, (problem: unknown) => {
      if (!leaving.signal.aborted) setError(problem)
    })
    return () => leaving.abort()
  }, [round])
  const again = () => {
    setError(undefined)
    setRound(round + 1)
  }
  return { started, error, again }
}

export const Enrolment = ({ done }: { done: () => void }) => {
  const t = useSecurityTexts()
  const { started, error, again } = useStarted()
  const [codes, setCodes] = useState<readonly string[]>()
  if (codes) return <RecoveryCodes codes={codes} kept={done} />
  if (error) return <ErrorState error={error} retry={again} />
  if (!started) return <Loading lines={6} />
  return (
    <div className="account-part">
      <p>{t('step_app')}</p>
      <p>{t('step_scan')}</p>
      <div role="img" aria-label={t('qr')} className="enrol-code">
        <div aria-hidden>
          <QRCode type="svg" value={started.address} size={192} errorLevel="M" />
        </div>
      </div>
      <p className="quiet">{t('step_type')}</p>
      <p className="cell-code enrol-secret">{started.secret.match(/.{1,4}/g)?.join(' ')}</p>
      <p>{t('step_code')}</p>
      <RecordForm
        endpoint={confirmSecondFactor}
        submit={t('enrol_do')}
        done={({ recovery_codes }) => setCodes(recovery_codes)}
        fields={[{ field: 'code', label: t('code'), required: true, help: t('code_help'), fills: 'one-time-code' }]}
      />
    </div>
  )
}
