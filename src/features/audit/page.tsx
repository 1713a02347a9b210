/** 操作留痕: the search page of whoever audits. */
import type { OutputOf } from '../../shared/endpoint.ts'
import { showInstant, showNumber } from '../../ui/format.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useCall } from '../../ui/queries.ts'
import { getAuditState, listAuditEntries } from './contract.ts'
import { entryRecord } from './entry-record.tsx'
import { entities, kinds, useTexts, type T } from './words.web.ts'

type State = OutputOf<typeof getAuditState>

const StateOfTrail = ({ state, t }: { state: State; t: T }) => {
  const { newest, waiting, retired, rule } = state
  const facts = [
    newest ? t('state_newest', { number: newest.number, at: showInstant(newest.sealed_at) }) : t('state_none'),
    t('state_waiting', { count: showNumber(waiting) }),
    ...(retired.seals > 0
      ? [t('state_retired', { entries: showNumber(retired.entries), seals: showNumber(retired.seals) })]
      : []),
    ...(rule ? [t('state_rule', { months: rule.keep_months, health: rule.keep_health_months, from: rule.valid_from })] : []),
  ]
  return (
    <div className="audit-state">
      <p>{facts.join(' · ')}</p>
      {newest ? (
        <p>
          {t('seal_hash')} <span className="cell-code audit-hash">{newest.hash}</span>
        </p>
      ) : null}
      <details className="quiet">
        <summary>{t('state_why')}</summary>
        <p>{t('state_keep')}</p>
        {rule ? <p>{t('state_source', { source: rule.source })}</p> : null}
      </details>
    </div>
  )
}

export default function TrailPage() {
  const t = useTexts()
  const language = useLanguage()
  const state = useCall(getAuditState, {}).data
  const accounts = Object.fromEntries((state?.accounts ?? []).map(({ account_id, name }) => [account_id, name]))
  return (
    <ListPage
      any_station
      name="listAuditEntries"
      endpoint={listAuditEntries}
      row_key="audit_id"
      title={t('trail')}
      purpose={t('trail_purpose')}
      record={entryRecord(t)}
      empty={{ title: t('empty') }}
      summary={() => (state ? <StateOfTrail state={state} t={t} /> : null)}
      filters={[
        { kind: 'text', hint: t('search_hint') },
        { kind: 'days' },
        { kind: 'choice', field: 'kind', label: t('kind'), choices: kinds(t) },
        { kind: 'choice', field: 'account_id', label: t('account'), choices: accounts },
        { kind: 'choice', field: 'entity', label: t('entity'), choices: entities(language) },
        { kind: 'text', field: 'action', label: t('action'), hint: t('action') },
        { kind: 'text', field: 'person_id', label: t('person'), hint: t('person') },
      ]}
      columns={[
        { field: 'at', title: t('at'), kind: 'instant' },
        { field: 'account_name', title: t('account'), show: (row) => row.account_name ?? t('nobody') },
        { field: 'kind', title: t('kind'), kind: 'status', choices: kinds(t), urgent: ['reveal', 'export'] },
        { field: 'act', title: t('act'), card: 'title' },
        { field: 'subject', title: t('subject') },
        { field: 'detail', title: t('detail') },
        { field: 'rows', title: t('rows'), kind: 'number' },
      ]}
    />
  )
}
