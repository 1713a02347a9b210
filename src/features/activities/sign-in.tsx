/** Records who came to a session, several at once: member numbers or names one after the other, and a head-count of the unnamed. */
import { useState } from 'react'
import { Alert, Button, Flex, Form, Input, InputNumber, Tag } from 'antd'
import { v7 } from 'uuid'
import type { InputOf, OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { useSend } from '../../ui/queries.ts'
import { recordAttendance } from './contract.ts'
import { FoundPeople } from './found-people.tsx'
import { clueTyped } from './rules.ts'
import { useTexts } from './words.web.ts'
import type { T } from './words.web.ts'

type Came = InputOf<typeof recordAttendance>['people'][number]
interface Listed {
  readonly label: string
  readonly came: Came & { readonly attendance_id: string }
}
type Outcomes = OutputOf<typeof recordAttendance>['outcomes']

const listed = (typed: string): Listed => ({
  label: typed.normalize('NFKC').trim(),
  came: { attendance_id: v7(), ...clueTyped(typed) },
})

interface Told {
  readonly recorded: number
  readonly walk_ins: readonly string[]
  readonly refused: readonly string[]
}

const toldOf = (list: readonly Listed[], outcomes: Outcomes): Told => ({
  recorded: outcomes.filter((outcome) => outcome.attendance_id !== null).length,
  walk_ins: list.filter((_, i) => outcomes[i]?.who === 'walk_in').map((one) => one.label),
  refused: list.flatMap((one, i) => (outcomes[i]?.refused ? [`${one.label}：${outcomes[i].message ?? ''}`] : [])),
})

const Answer = ({ told, t }: { told: Told; t: T }) => (
  <Flex vertical gap="small" role="status" style={{ marginBottom: 16 }}>
    {told.recorded > 0 ? <Alert type="success" showIcon title={t('signed_in', { count: told.recorded })} /> : null}
    {told.walk_ins.map((name) => (
      <Alert key={name} type="warning" showIcon title={t('recorded_as_walk_in', { name })} />
    ))}
    {told.refused.map((line) => (
      <Alert key={line} type="error" showIcon title={line} />
    ))}
  </Flex>
)

const useList = (activity_id: string) => {
  const t = useTexts()
  const send = useSend(recordAttendance)
  const [list, setList] = useState<readonly Listed[]>([])
  const [told, setTold] = useState<Told>()
  const [fault, setFault] = useState<string>()
  const add = (one: Listed) => setList((now) => (now.some((each) => each.label === one.label) ? now : [...now, one]))
  const remove = (one: Listed) => setList((now) => now.filter((each) => each !== one))
  const submit = async () => {
    setFault(undefined)
    try {
      const { outcomes } = await send.mutateAsync({ activity_id, people: list.map((one) => one.came) })
      setTold(toldOf(list, outcomes))
      setList([])
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return { t, list, told, fault, add, remove, submit, sending: send.isPending }
}

export const SignIn = ({ activity_id }: { activity_id: string }) => {
  const { t, list, told, fault, add, remove, submit, sending } = useList(activity_id)
  const [typed, setTyped] = useState('')
  const [crowd, setCrowd] = useState<number | null>(null)
  const addTyped = () => {
    for (const word of typed.split(/[\n,，、;；]+/)) if (word.trim()) add(listed(word))
    setTyped('')
  }
  const addCrowd = () => {
    if (crowd) add({ label: t('crowd_list', { count: crowd }), came: { attendance_id: v7(), headcount: crowd } })
    setCrowd(null)
  }
  return (
    <section className="record-group">
      <h2>{t('sign_in')}</h2>
      <Form layout="vertical" className="record-form" onFinish={() => void submit()}>
        <Form.Item label={t('one_by_one')} htmlFor="came" extra={t('one_by_one_help')}>
          <Input.Search
            id="came"
            value={typed}
            onChange={(event) => setTyped(event.target.value)}
            onSearch={addTyped}
            enterButton={t('add')}
            onPressEnter={(event) => event.preventDefault()}
          />
        </Form.Item>
        <FoundPeople
          typed={typed}
          choose={({ person_id, label }) => {
            add({ label, came: { attendance_id: v7(), person_id } })
            setTyped('')
          }}
        />
        <Form.Item label={t('crowd')} htmlFor="crowd">
          <span className="filters">
            <InputNumber id="crowd" min={1} max={500} precision={0} value={crowd} onChange={setCrowd} />
            <Button onClick={addCrowd} disabled={!crowd}>
              {t('add')}
            </Button>
          </span>
        </Form.Item>
        {list.length > 0 ? (
          <Flex wrap gap="small" style={{ marginBottom: 16 }}>
            {list.map((one) => (
              <Tag
                key={one.came.attendance_id}
                closable={{ 'aria-label': t('remove', { name: one.label }) }}
                onClose={() => remove(one)}
              >
                {one.label}
              </Tag>
            ))}
          </Flex>
        ) : null}
        {fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={fault} /> : null}
        {told ? <Answer told={told} t={t} /> : null}
        {list.length > 0 ? (
          <div className="form-actions">
            <Button type="primary" htmlType="submit" loading={sending}>
              {t('sign_in_do', { count: list.length })}
            </Button>
          </div>
        ) : null}
      </Form>
    </section>
  )
}
