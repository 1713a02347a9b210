/** Records coins at the counter, one entry after the other; opened from an account it stays with that member. */
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { SerialForm } from '../../ui/serial-form.tsx'
import { useDesk } from '../../ui/session.tsx'
import { To, useGo, useParamsState } from '../../ui/url.tsx'
import { recordEntry } from './contract.ts'
import { accountHref, deskFunds, deskKinds, useTexts } from './words.web.ts'

export default function NewEntryPage() {
  const t = useTexts()
  const go = useGo()
  const { session } = useDesk()
  const [{ member_no }] = useParamsState()
  const words = deskKinds(t)
  const back = member_no ? accountHref(member_no) : '/points'
  return (
    <Page
      title={t('record_entry')}
      purpose={t('record_entry_purpose')}
      above={<To href={back}>‹ {member_no ? t('account') : t('accounts')}</To>}
    >
      <SerialForm
        endpoint={recordEntry}
        id_field="entry_id"
        submit={t('record_do')}
        keep={[
          'station_id',
          'occurred_on',
          'kind',
          'reason',
          'fund',
          'handled_by',
          ...(member_no ? (['member_no'] as const) : []),
        ]}
        initial={{
          occurred_on: todayHere(),
          kind: 'earned',
          fund: 'own',
          handled_by: session.account.name,
          ...(member_no ? { member_no } : {}),
        }}
        said={({ kind, amount }, { balance, waits }) => ({
          text: t(waits ? 'waits_one' : 'recorded_one', { kind: words[kind], amount: String(amount), balance }),
        })}
        cancel={() => go(back)}
        fields={[
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), required: true, max_length: 40 },
          ...(member_no ? [] : [{ field: 'name', label: t('name'), help: t('name_help'), max_length: 40 } as const]),
          { field: 'kind', label: t('kind'), kind: 'choice', choices: words, required: true },
          { field: 'amount', label: t('amount'), kind: 'number', help: t('amount_help'), required: true },
          { field: 'reason', label: t('reason'), hint: t('reason_hint'), required: true, max_length: 100 },
          { field: 'fund', label: t('fund'), kind: 'choice', choices: deskFunds(t), help: t('fund_help') },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'station_id', label: t('station'), kind: 'station' },
          { field: 'handled_by', label: t('handled_by'), max_length: 40 },
        ]}
      />
    </Page>
  )
}
