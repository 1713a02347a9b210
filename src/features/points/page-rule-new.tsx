/** 定一条金币规则; what it would have given last month stands beside it before it is saved. */
import { Button, Form } from 'antd'
import { useState } from 'react'
import { v7 } from 'uuid'
import type { InputOf } from '../../shared/endpoint.ts'
import { showNumber, todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { previewCoinRule, recordCoinRule } from './contract-rules.ts'
import { funds, pers, services, useRuleTexts } from './words-rules.web.ts'

type Asked = InputOf<typeof previewCoinRule>

const Answer = ({ asked }: { asked: Asked }) => {
  const t = useRuleTexts()
  const { data, error, refetch } = useCall(previewCoinRule, asked)
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading lines={2} />
  return (
    <p role="status">
      {t('would_give', {
        month: data.month,
        times: showNumber(data.times),
        persons: showNumber(data.persons),
        coins: showNumber(data.coins),
        kept_back: showNumber(data.kept_back),
      })}
    </p>
  )
}

/** Stands inside the form, whose values it reads. */
const Preview = () => {
  const t = useRuleTexts()
  const form = Form.useFormInstance()
  const [asked, setAsked] = useState<Asked>()
  const ask = () => {
    const { service_type, per, coins, day_most, month_most } = form.getFieldsValue() as Record<string, unknown>
    const read = previewCoinRule.input.safeParse(
      Object.fromEntries(
        Object.entries({ service_type, per, coins, day_most, month_most }).filter(([, value]) => value || value === 0),
      ),
    )
    setAsked(read.success ? read.data : undefined)
    if (!read.success) void form.validateFields()
  }
  return (
    <div className="form-group">
      <Button onClick={ask}>{t('preview')}</Button>
      {asked ? <Answer asked={asked} /> : <p className="quiet">{t('preview_hint')}</p>}
    </div>
  )
}

export default function NewRulePage() {
  const t = useRuleTexts()
  const go = useGo()
  const [rule_id] = useState(() => v7())
  const back = '/points/rules'
  return (
    <Page title={t('new_rule')} purpose={t('new_rule_purpose')} above={<To href={back}>‹ {t('rules')}</To>}>
      <RecordForm
        endpoint={recordCoinRule}
        submit={t('save')}
        done={() => go(back)}
        cancel={() => go(back)}
        initial={{ rule_id, valid_from: todayHere(), service_type: 'activity', per: 'time', fund: 'government' }}
        fields={[
          { field: 'service_type', label: t('service'), kind: 'choice', choices: services(), required: true },
          { field: 'coins', label: t('coins'), kind: 'number', required: true, help: t('coins_help') },
          { field: 'per', label: t('per'), kind: 'choice', choices: pers(t), required: true },
          { field: 'day_most', label: t('day_most'), kind: 'number', help: t('cap_help') },
          { field: 'month_most', label: t('month_most'), kind: 'number', help: t('cap_help') },
          { field: 'fund', label: t('fund'), kind: 'choice', choices: funds(t), required: true, help: t('fund_help') },
          { field: 'valid_from', label: t('valid_from'), kind: 'day', required: true },
          { field: 'valid_to', label: t('valid_to'), kind: 'day', help: t('valid_to_help') },
          { field: 'source', label: t('source'), required: true, help: t('source_help'), max_length: 300 },
        ]}
      >
        <Preview />
      </RecordForm>
    </Page>
  )
}
