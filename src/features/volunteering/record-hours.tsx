/** Records the hours of several volunteers of one activity at once; each has their own answer. */
import { useState } from 'react'
import { Alert, Button, Form, Input, InputNumber, Tag } from 'antd'
import { v7 } from 'uuid'
import { Refused } from '../../ui/call.ts'
import { useSend } from '../../ui/queries.ts'
import { recordVolunteerHours } from './contract.ts'
import { useTexts } from './words.tsx'

interface Listed {
  readonly hours_id: string
  readonly label: string
  readonly hours: number
}

/** Latin letters and digits are a volunteer number; anything else is a name. */
const clueOf = (label: string) => (/^[A-Za-z-]*\d[A-Za-z0-9-]*$/.test(label) ? { volunteer_no: label } : { name: label })

interface Told {
  readonly recorded: number
  readonly refused: readonly string[]
}

const useHours = (activity_id: string) => {
  const send = useSend(recordVolunteerHours)
  const [list, setList] = useState<readonly Listed[]>([])
  const [told, setTold] = useState<Told>()
  const [fault, setFault] = useState<string>()
  const add = (label: string, hours: number) =>
    setList((now) => (now.some((one) => one.label === label) ? now : [...now, { hours_id: v7(), label, hours }]))
  const remove = (gone: Listed) => setList((now) => now.filter((one) => one !== gone))
  const submit = async () => {
    setFault(undefined)
    try {
      const { recorded, outcomes } = await send.mutateAsync({
        activity_id,
        volunteers: list.map(({ label, ...one }) => ({ ...one, ...clueOf(label) })),
      })
      setTold({
        recorded,
        refused: list.flatMap((one, i) => (outcomes[i]?.refused ? [`${one.label}：${outcomes[i].message ?? ''}`] : [])),
      })
      setList(list.filter((_, i) => outcomes[i]?.refused))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return { list, told, fault, add, remove, submit, sending: send.isPending }
}

/** `hours`: how long the activity took, what most volunteers served. */
export const RecordHours = ({ activity_id, hours }: { activity_id: string; hours: number }) => {
  const t = useTexts()
  const { list, told, fault, add, remove, submit, sending } = useHours(activity_id)
  const [typed, setTyped] = useState('')
  const [each, setEach] = useState<number | null>(hours)
  const addTyped = () => {
    for (const word of typed.normalize('NFKC').split(/[\s,，、;；]+/)) if (word && each !== null) add(word, each)
    setTyped('')
  }
  return (
    <section className="record-group">
      <h2>{t('record_hours')}</h2>
      <Form layout="vertical" className="record-form" onFinish={() => void submit()}>
        <Form.Item label={t('each_hours')} htmlFor="each-hours">
          <InputNumber id="each-hours" min={0.1} max={12} step={0.5} value={each} onChange={setEach} />
        </Form.Item>
        <Form.Item label={t('one_by_one')} htmlFor="volunteers" extra={t('one_by_one_help')}>
          <Input.Search
            id="volunteers"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onSearch={addTyped}
            enterButton={t('add')}
            onPressEnter={(event) => event.preventDefault()}
          />
        </Form.Item>
        {list.length > 0 ? (
          <p>
            {list.map((one) => (
              <Tag key={one.hours_id} closable={{ 'aria-label': t('remove', { name: one.label }) }} onClose={() => remove(one)}>
                {one.label} · {one.hours} {t('hours_unit')}
              </Tag>
            ))}
          </p>
        ) : null}
        {fault ? <Alert type="error" showIcon role="alert" title={fault} /> : null}
        <div role="status">
          {told && told.recorded > 0 ? <Alert type="success" showIcon title={t('recorded', { count: told.recorded })} /> : null}
          {told?.refused.map((line) => (
            <Alert key={line} type="error" showIcon title={line} />
          ))}
        </div>
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={list.length === 0} loading={sending}>
            {t('record_hours_do', { count: list.length })}
          </Button>
        </div>
      </Form>
    </section>
  )
}
