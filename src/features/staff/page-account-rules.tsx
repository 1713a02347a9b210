/** 账户安全: rules with their day, the three administrators, roles that wait for a second person, the copy of the key. */
import { useState } from 'react'
import { Alert, Button, Popconfirm } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showDay, showInstant, todayHere } from '../../ui/format.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import {
  confirmGrant,
  getKeyCopy,
  listAccountRules,
  listAdministrators,
  listGrantRequests,
  saveAccountRule,
  refuseGrant,
} from './contract-security.ts'
import { useSecurityTexts } from './enrolment.tsx'
import { powers } from './powers.ts'

type Rule = OutputOf<typeof listAccountRules>['rows'][number]

const RuleText = ({ rule }: { rule: Rule }) => {
  const t = useSecurityTexts()
  return (
    <>
      {rule.second_factor ? (
        <p>{t('rule_factor_on', { days: rule.grace_days })}</p>
      ) : (
        <Alert type="warning" showIcon title={t('rule_factor_off')} />
      )}
      <p>{t('rule_remembered', { count: rule.remembered_passwords })}</p>
      <p className="quiet">
        {t('rule_source', { source: rule.source })}
        <br />
        {t('rule_by', { day: showDay(rule.valid_from), name: rule.recorded_by_name ?? t('by_program') })}
      </p>
    </>
  )
}

const NewRule = ({ now, done }: { now: Rule | undefined; done: () => void }) => {
  const t = useSecurityTexts()
  return (
    <RecordForm
      endpoint={saveAccountRule}
      submit={t('record_rule')}
      cancel={done}
      done={done}
      initial={{
        valid_from: todayHere(),
        second_factor: true,
        grace_days: now?.grace_days ?? 14,
        remembered_passwords: now?.remembered_passwords ?? 5,
      }}
      fields={[
        { field: 'valid_from', label: t('valid_from'), kind: 'day', required: true },
        { field: 'second_factor', label: t('needs_factor'), kind: 'yes_no', required: true },
        { field: 'grace_days', label: t('grace_days'), kind: 'number', required: true, help: t('grace_help') },
        { field: 'remembered_passwords', label: t('remembered'), kind: 'number', required: true },
        { field: 'source', label: t('source'), required: true, help: t('source_help'), max_length: 300 },
      ]}
    />
  )
}

const Rules = () => {
  const t = useSecurityTexts()
  const read = useCall(listAccountRules, {})
  const may = useMay('staff.manage')
  const [writing, setWriting] = useState(false)
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={4} />
  const now = read.data.rows.find((rule) => rule.in_force)
  const others = read.data.rows.filter((rule) => !rule.in_force)
  return (
    <section className="record-group account-part">
      <h2>{t('now')}</h2>
      {now ? <RuleText rule={now} /> : null}
      {others.length > 0 ? (
        <details>
          <summary>{t('earlier')}</summary>
          {others.map((rule) => (
            <RuleText key={rule.rule_id} rule={rule} />
          ))}
        </details>
      ) : null}
      {writing ? <NewRule now={now} done={() => setWriting(false)} /> : null}
      {may && !writing ? <Button onClick={() => setWriting(true)}>{t('new_rule')}</Button> : null}
    </section>
  )
}

const Administrators = () => {
  const t = useSecurityTexts()
  const read = useCall(listAdministrators, {})
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  if (!read.data) return <Loading lines={3} />
  const { rows, apart } = read.data
  return (
    <section className="record-group account-part">
      <h2>{t('administrators')}</h2>
      <p className="quiet">{t('administrators_hint')}</p>
      {apart ? null : <Alert type="warning" showIcon title={t(rows.length === 1 ? 'not_apart_one' : 'not_apart')} />}
      <dl className="record">
        {powers.map((power) => (
          <div key={power}>
            <dt>{t(`power_${power}`)}</dt>
            {rows
              .filter((row) => row.powers.includes(power))
              .map((row) => (
                <dd key={row.account_id}>
                  {row.name} · {t(row.second_factor ? 'factor_set' : 'factor_not_set')}
                </dd>
              ))}
            {rows.some((row) => row.powers.includes(power)) ? null : <dd className="quiet">{t('no_power')}</dd>}
          </div>
        ))}
      </dl>
    </section>
  )
}

type Request = OutputOf<typeof listGrantRequests>['rows'][number]

const RequestLine = ({ request }: { request: Request }) => {
  const t = useSecurityTexts()
  const english = useLanguage() === 'en'
  const confirm = useSend(confirmGrant)
  const refuse = useSend(refuseGrant)
  const problem = confirm.error ?? refuse.error
  const { request_id } = request
  const role = english ? request.name_en : request.name_zh
  return (
    <li className="device">
      <div>
        <strong>{t('request_line', { who: request.account_name, role, where: request.station_name ?? t('everywhere') })}</strong>
        <p className="quiet">{t('request_by', { name: request.requested_by_name, at: showInstant(request.requested_at) })}</p>
        {problem instanceof Refused ? <p role="alert">{problem.message}</p> : null}
      </div>
      <span className="account-actions">
        {request.may_confirm ? (
          <Popconfirm
            title={t('confirm_sure')}
            okText={t('confirm')}
            cancelText={t('cancel')}
            onConfirm={() => confirm.mutate({ request_id })}
          >
            <Button type="primary">{t('confirm')}</Button>
          </Popconfirm>
        ) : (
          <span className="quiet">{t('wait_other')}</span>
        )}
        <Button onClick={() => refuse.mutate({ request_id })}>{t(request.may_confirm ? 'refuse' : 'withdraw')}</Button>
      </span>
    </li>
  )
}

const Requests = () => {
  const t = useSecurityTexts()
  const read = useCall(listGrantRequests, {})
  if (read.error) return <ErrorState error={read.error} retry={() => void read.refetch()} />
  return (
    <section className="record-group account-part">
      <h2>{t('requests')}</h2>
      <p className="quiet">{t('requests_hint')}</p>
      {read.data?.total === 0 ? <p>{t('no_requests')}</p> : null}
      <ul className="plain-list">
        {(read.data?.rows ?? []).map((request) => (
          <RequestLine key={request.request_id} request={request} />
        ))}
      </ul>
    </section>
  )
}

const KeyCopy = () => {
  const t = useSecurityTexts()
  const key = useCall(getKeyCopy, {}).data
  if (!key?.file) return null
  return (
    <section className="record-group account-part">
      <h2>{t('key')}</h2>
      <p className="breakable">{t('key_where', { file: key.file, version: key.version })}</p>
      <p>{t('key_why')}</p>
      {key.copied_at ? <p>{t('key_copied', { at: showInstant(key.copied_at) })}</p> : null}
      {key.copy_is_current ? null : <Alert type="warning" showIcon title={t(key.copied_at ? 'key_copy_old' : 'key_never')} />}
    </section>
  )
}

export default function AccountRulesPage() {
  const t = useSecurityTexts()
  return (
    <Page title={t('rules')} purpose={t('rules_purpose')}>
      <Requests />
      <Rules />
      <Administrators />
      <KeyCopy />
    </Page>
  )
}
