/** 金币规则与通则: what is in force, what was before, from which day and on whose word. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useMay } from '../../ui/session.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listCoinRules, listCoinTerms } from './contract-rules.ts'
import { funds, pers, services, useRuleTexts, type RT } from './words-rules.web.ts'

const datedColumns = (t: RT) =>
  [
    { field: 'valid_from', title: t('valid_from'), kind: 'day' },
    { field: 'in_force', title: t('in_force'), kind: 'yes_no' },
    { field: 'source', title: t('source') },
    { field: 'recorded_by_name', title: t('recorded_by'), card: 'quiet' },
    { field: 'recorded_at', title: t('recorded_at'), kind: 'instant', card: 'quiet', hidden: true },
  ] as const

const capColumns = (t: RT) =>
  [
    { field: 'day_most', title: t('day_most'), kind: 'number' },
    { field: 'month_most', title: t('month_most'), kind: 'number' },
  ] as const

export default function RulesPage() {
  const t = useRuleTexts()
  const go = useGo()
  const may = useMay('points.manage')
  const action = (path: string, label: string) => (may ? <Button onClick={() => go(path)}>{label}</Button> : null)
  return (
    <Page wide title={t('rules')} purpose={t('rules_purpose')} above={<To href="/points">‹ {t('accounts')}</To>}>
      <section className="record-group">
        <h2>{t('by_service')}</h2>
        {action('/points/rules/new', t('new_rule'))}
        <ListPage
          inside
          any_station
          name="listCoinRules"
          endpoint={listCoinRules}
          row_key="rule_id"
          title={t('by_service')}
          empty={{ title: t('no_rules'), hint: t('no_rules_hint') }}
          columns={[
            { field: 'service_type', title: t('service'), kind: 'choice', choices: services(), card: 'title' },
            { field: 'coins', title: t('coins'), kind: 'number' },
            { field: 'per', title: t('per'), kind: 'choice', choices: pers(t) },
            ...capColumns(t),
            { field: 'fund', title: t('fund'), kind: 'choice', choices: funds(t) },
            ...datedColumns(t),
            { field: 'valid_to', title: t('valid_to'), kind: 'day' },
          ]}
        />
      </section>
      <section className="record-group">
        <h2>{t('terms')}</h2>
        {action('/points/terms/new', t('new_terms'))}
        <ListPage
          inside
          any_station
          name="listCoinTerms"
          endpoint={listCoinTerms}
          row_key="terms_id"
          title={t('terms')}
          empty={{ title: t('no_terms'), hint: t('no_terms_hint') }}
          columns={[
            ...datedColumns(t).slice(0, 1),
            { field: 'by_hand_most', title: t('by_hand_most'), kind: 'number' },
            ...capColumns(t),
            { field: 'months_kept', title: t('months_kept'), kind: 'number' },
            { field: 'notice_days', title: t('notice_days'), kind: 'number' },
            ...datedColumns(t).slice(1),
          ]}
        />
      </section>
    </Page>
  )
}
