/** 登录安全: the own second factor, recovery codes and devices. */
import { useState } from 'react'
import { Alert, Button, Tag } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay, showInstant } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import {
  endDevice,
  endOtherDevices,
  endSecondFactor,
  getSecondFactor,
  listDevices,
  renewRecoveryCodes,
} from './contract-security.ts'
import { Enrolment, RecoveryCodes, useSecurityTexts } from './enrolment.tsx'

type Factor = OutputOf<typeof getSecondFactor>
type Doing = 'enrol' | 'renew' | 'end' | undefined

/** So few codes are soon none. */
const FEW = 3

const FactorState = ({ factor, choose }: { factor: Factor; choose: (doing: Doing) => void }) => {
  const t = useSecurityTexts()
  if (!factor.confirmed_at)
    return (
      <>
        {factor.required_from ? (
          <Alert type="warning" showIcon title={t('factor_required', { day: showDay(factor.required_from) })} />
        ) : (
          <p>{t('factor_off')}</p>
        )}
        <p className="account-actions">
          <Button type="primary" onClick={() => choose('enrol')}>
            {t('start')}
          </Button>
        </p>
      </>
    )
  const left = factor.recovery_codes_left
  return (
    <>
      <p>{t('factor_on', { at: showInstant(factor.confirmed_at), left })}</p>
      {left < FEW ? <Alert type="warning" showIcon title={t('factor_few')} /> : null}
      <p className="account-actions">
        <Button onClick={() => choose('renew')}>{t('renew')}</Button>
        <Button onClick={() => choose('end')}>{t('end')}</Button>
      </p>
    </>
  )
}

const SecondFactor = ({ factor }: { factor: Factor }) => {
  const t = useSecurityTexts()
  const [doing, setDoing] = useState<Doing>()
  const [codes, setCodes] = useState<readonly string[]>()
  const stop = () => {
    setDoing(undefined)
    setCodes(undefined)
  }
  if (codes) return <RecoveryCodes codes={codes} kept={stop} />
  const field = { field: 'code', label: t('code'), required: true, fills: 'one-time-code' } as const
  return (
    <section className="record-group account-part">
      <h2>{t('second_factor')}</h2>
      {doing === undefined ? <FactorState factor={factor} choose={setDoing} /> : null}
      {doing === 'enrol' ? <Enrolment done={stop} /> : null}
      {doing === 'renew' ? (
        <RecordForm
          endpoint={renewRecoveryCodes}
          submit={t('renew')}
          cancel={stop}
          done={({ recovery_codes }) => setCodes(recovery_codes)}
          fields={[{ ...field, help: t('renew_hint') }]}
        />
      ) : null}
      {doing === 'end' ? (
        <RecordForm
          endpoint={endSecondFactor}
          submit={t('end')}
          cancel={stop}
          done={stop}
          fields={[{ ...field, help: t('end_hint') }]}
        />
      ) : null}
    </section>
  )
}

type Device = OutputOf<typeof listDevices>['rows'][number]

const DeviceLine = ({ device, end }: { device: Device; end: (session_id: string) => void }) => {
  const t = useSecurityTexts()
  const name = [device.browser, device.system].filter(Boolean).join(' · ') || t('device_unknown')
  const facts = [
    t('device_seen', { at: showInstant(device.last_seen_at) }),
    t('device_since', { at: showInstant(device.created_at) }),
    ...(device.address ? [t('device_place', { address: device.address })] : []),
  ]
  return (
    <li className="device">
      <div>
        <strong>{name}</strong> {device.is_this ? <Tag>{t('device_this')}</Tag> : null}
        <p className="quiet">{facts.join(' · ')}</p>
      </div>
      {device.is_this ? null : (
        <Button onClick={() => end(device.session_id)} aria-label={`${t('device_end')} ${name}`}>
          {t('device_end')}
        </Button>
      )}
    </li>
  )
}

const Devices = () => {
  const t = useSecurityTexts()
  const read = useCall(listDevices, {})
  const one = useSend(endDevice)
  const all = useSend(endOtherDevices)
  const problem = one.error ?? all.error
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={3} />
  return (
    <section className="record-group account-part">
      <h2>{t('devices')}</h2>
      <p className="quiet">{t('devices_hint')}</p>
      <ul className="plain-list">
        {read.data.rows.map((device) => (
          <DeviceLine key={device.session_id} device={device} end={(session_id) => one.mutate({ session_id })} />
        ))}
      </ul>
      {problem instanceof Refused ? <p role="alert">{problem.message}</p> : null}
      {all.data ? <p role="status">{t('devices_ended', { count: all.data.ended })}</p> : null}
      {read.data.rows.length > 1 ? (
        <p className="account-actions">
          <Button danger loading={all.isPending} onClick={() => all.mutate({})}>
            {t('devices_end')}
          </Button>
        </p>
      ) : null}
    </section>
  )
}

export default function SecurityPage() {
  const t = useSecurityTexts()
  const read = useCall(getSecondFactor, {})
  return (
    <Page title={t('security')} purpose={t('security_purpose')}>
      {read.error ? <ErrorState error={read.error} retry={() => void read.refetch()} /> : null}
      {read.data ? <SecondFactor factor={read.data} /> : <Loading lines={3} />}
      <Devices />
      <p>
        <To href="/me/password">{t('change_password')}</To>
      </p>
    </Page>
  )
}
