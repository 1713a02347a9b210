/** How an account is shown: its roles, and what an administrator can do with it. */
import { useState } from 'react'
import { Button, Modal, Popconfirm, Select } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { registerTexts, useLanguage } from '../../ui/i18n.ts'
import { useCall, useSend } from '../../ui/queries.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { useDesk } from '../../ui/session.tsx'
import { closeAccount, endGrant, getAccount, grantRole, listRoles, resetPassword } from './contract.ts'
import { resetSecondFactor, unlockAccount } from './contract-security.ts'
import { useSecurityTexts } from './enrolment.tsx'
import { texts } from './texts.ts'
import './staff.css'

export const useTexts = registerTexts('staff', texts)
type Words = ReturnType<typeof useTexts>
type Account = OutputOf<typeof getAccount>

export const stateOf = (account: Pick<Account, 'closed_at' | 'locked_until' | 'must_change_password'>) =>
  account.closed_at ? 'closed' : account.locked_until ? 'locked' : account.must_change_password ? 'must_change' : 'open'

export const stateWords = (t: Words) => ({
  open: t('account_open'),
  locked: t('account_locked_now'),
  must_change: t('account_must_change'),
  closed: t('account_closed'),
})

/** Shown once; it cannot be read again. */
export const OneTimePassword = ({
  password,
  waits = false,
  close,
}: {
  password: string | undefined
  /** The role of the new account waits for a second person. */
  waits?: boolean
  close: () => void
}) => {
  const t = useTexts()
  const waiting = useSecurityTexts()('waits')
  return (
    <Modal
      open={password !== undefined}
      title={t('one_time_shown')}
      onCancel={close}
      footer={
        <Button type="primary" onClick={close}>
          {t('understood')}
        </Button>
      }
    >
      <p>
        <strong className="cell-code">{password}</strong>
      </p>
      <p className="quiet">{t('one_time_hint')}</p>
      {waits ? <p role="status">{waiting}</p> : null}
    </Modal>
  )
}

const messageOf = (error: unknown): string | undefined => (error instanceof Refused ? error.message : undefined)

const Buttons = ({ account }: { account: Account }) => {
  const t = useTexts()
  const mine = useDesk().session.account.account_id === account.account_id
  const [password, setPassword] = useState<string>()
  const reset = useSend(resetPassword, { done: ({ one_time_password }) => setPassword(one_time_password) })
  const close = useSend(closeAccount)
  const unlock = useSend(unlockAccount)
  const factor = useSend(resetSecondFactor)
  const problem = messageOf(reset.error ?? close.error ?? unlock.error ?? factor.error)
  if (mine || account.closed_at) return null
  const { account_id } = account
  return (
    <>
      {account.locked_until ? (
        <Button loading={unlock.isPending} onClick={() => unlock.mutate({ account_id })}>
          {t('unlock_do')}
        </Button>
      ) : null}
      {account.second_factor ? (
        <Popconfirm
          title={t('factor_sure')}
          okText={t('factor_do')}
          cancelText={t('cancel')}
          onConfirm={() => factor.mutate({ account_id })}
        >
          <Button>{t('factor_do')}</Button>
        </Popconfirm>
      ) : null}
      <Popconfirm
        title={t('reset_sure')}
        okText={t('reset_do')}
        cancelText={t('cancel')}
        onConfirm={() => reset.mutate({ account_id })}
      >
        <Button>{t('reset_do')}</Button>
      </Popconfirm>
      <Popconfirm
        title={t('close_sure')}
        okText={t('close_do')}
        cancelText={t('cancel')}
        onConfirm={() => close.mutate({ account_id })}
      >
        <Button danger>{t('close_do')}</Button>
      </Popconfirm>
      {problem ? <span role="alert">{problem}</span> : null}
      <OneTimePassword password={password} close={() => setPassword(undefined)} />
    </>
  )
}

const Grants = ({ account }: { account: Account }) => {
  const t = useTexts()
  const language = useLanguage()
  const end = useSend(endGrant)
  const problem = messageOf(end.error)
  return (
    <section className="record-group">
      <h2>{t('roles_held')}</h2>
      {account.grants.length === 0 ? <p className="quiet">{t('no_grants')}</p> : null}
      <ul className="plain-list">
        {account.grants.map((grant) => (
          <li key={grant.grant_id}>
            {language === 'en' ? grant.name_en : grant.name_zh} · {grant.station_name ?? t('everywhere')}{' '}
            {account.closed_at ? null : (
              <Popconfirm
                title={t('end_grant_sure')}
                okText={t('end_grant_do')}
                cancelText={t('cancel')}
                onConfirm={() => end.mutate({ account_id: account.account_id, grant_id: grant.grant_id })}
              >
                <Button type="link" size="small">
                  {t('end_grant_do')}
                </Button>
              </Popconfirm>
            )}
          </li>
        ))}
      </ul>
      {problem ? <p role="alert">{problem}</p> : null}
      {account.closed_at ? null : <AddRole account_id={account.account_id} />}
    </section>
  )
}

const AddRole = ({ account_id }: { account_id: string }) => {
  const t = useTexts()
  const language = useLanguage()
  const { stations } = useDesk().session
  const roles = useCall(listRoles, {})
  const [role, setRole] = useState<string>()
  const [station_id, setStation] = useState<string>()
  const [waits, setWaits] = useState(false)
  const waiting = useSecurityTexts()('waits')
  const add = useSend(grantRole, {
    done: ({ request_id }) => {
      setRole(undefined)
      setWaits(request_id !== undefined)
    },
  })
  const problem = messageOf(add.error)
  return (
    <div className="account-add">
      <Select
        aria-label={t('role')}
        placeholder={t('role')}
        {...(role ? { value: role } : {})}
        onChange={setRole}
        popupMatchSelectWidth={false}
        options={(roles.data?.rows ?? []).map((each) => ({
          value: each.role,
          label: language === 'en' ? each.name_en : each.name_zh,
        }))}
      />
      <Select
        aria-label={t('at_station')}
        placeholder={t('everywhere')}
        allowClear
        {...(station_id ? { value: station_id } : {})}
        onChange={setStation}
        popupMatchSelectWidth={false}
        options={stations.map((station) => ({ value: station.station_id, label: station.name }))}
      />
      <Button
        disabled={role === undefined}
        loading={add.isPending}
        onClick={() => role && add.mutate({ account_id, role, station_id: station_id ?? null })}
      >
        {t('grant_do')}
      </Button>
      {problem ? <p role="alert">{problem}</p> : null}
      {waits ? <p role="status">{waiting}</p> : null}
    </div>
  )
}

export const accountRecord = (t: Words): RecordSpec<typeof getAccount> => ({
  endpoint: getAccount,
  id_field: 'account_id',
  title: (account) => account.name,
  path: (id) => `/organisation/accounts/${id}`,
  actions: (account) => <Buttons account={account} />,
  more: (account) => <Grants account={account} />,
  fields: [
    { field: 'login', title: t('login'), kind: 'code' },
    { field: 'closed_at', title: t('state'), show: (account) => stateWords(t)[stateOf(account)] },
    { field: 'second_factor', title: t('second_factor'), kind: 'yes_no' },
    { field: 'created_at', title: t('created_at'), kind: 'instant' },
  ],
})
