/** One test of a whole group on one page: what was measured, and a score for each member. */
import { useState } from 'react'
import { Alert, Button, Input, Radio } from 'antd'
import type { InputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { todayHere } from '../../ui/format.ts'
import { FieldControl, type FormField } from '../../ui/form-field.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { listMembers, recordTests } from './contract-outcomes.ts'
import { useOutcomeTexts, type OutcomeT } from './outcome-words.web.ts'

type Given = InputOf<typeof recordTests>
type Head = Pick<Given, 'scale' | 'phase' | 'occurred_on'> & { better: 'higher' | 'lower' }

/** What was typed, or why it cannot be sent. */
const givenOf = (t: OutcomeT, head: Head, typed: ReadonlyMap<string, string>, names: ReadonlyMap<string, string>) => {
  if (head.scale.trim() === '') return t('needed', { label: t('scale') })
  if (head.occurred_on === '') return t('needed', { label: t('day') })
  const filled = [...typed].filter(([, score]) => score.trim() !== '')
  const bad = filled.find(([, score]) => !/^\d{1,4}(\.\d{1,2})?$/.test(score.normalize('NFKC').trim()))
  if (bad) return t('bad_score', { name: names.get(bad[0]) ?? '' })
  if (filled.length === 0) return t('no_scores')
  return filled.map(([person_id, score]) => ({ person_id, score: Number(score.normalize('NFKC')) }))
}

const HeadFields = ({ head, set }: { head: Head; set: (patch: Partial<Head>) => void }) => {
  const t = useOutcomeTexts()
  return (
    <>
      <label>
        {t('scale')}
        <Input
          value={head.scale}
          maxLength={60}
          placeholder={t('scale_hint')}
          onChange={(event) => set({ scale: event.target.value })}
        />
      </label>
      <Radio.Group
        aria-label={t('better_when')}
        value={head.better}
        onChange={(event) => set({ better: event.target.value as Head['better'] })}
        options={[
          { value: 'higher', label: t('higher') },
          { value: 'lower', label: t('lower') },
        ]}
      />
      <Radio.Group
        aria-label={t('phase')}
        value={head.phase}
        onChange={(event) => set({ phase: event.target.value as Head['phase'] })}
        options={[
          { value: 'before', label: t('before') },
          { value: 'after', label: t('after') },
        ]}
      />
      <label htmlFor="tested-on">{t('day')}</label>
      <FieldControl
        id="tested-on"
        spec={{ field: 'occurred_on', label: t('day'), kind: 'day' } satisfies FormField<Head>}
        value={head.occurred_on}
        onChange={(occurred_on) => set({ occurred_on: String(occurred_on ?? '') })}
      />
    </>
  )
}

export const TestScores = ({ series_id, scale, done }: { series_id: string; scale: string; done: (count: number) => void }) => {
  const t = useOutcomeTexts()
  const read = useCall(listMembers, { series_id })
  const send = useSend(recordTests)
  const [head, setHead] = useState<Head>({ scale, better: 'higher', phase: scale ? 'after' : 'before', occurred_on: todayHere() })
  const [typed, setTyped] = useState<ReadonlyMap<string, string>>(new Map())
  const [fault, setFault] = useState<string>()
  const rows = read.data?.rows ?? []
  const save = async () => {
    const names = new Map(rows.map((row) => [row.person_id, row.person_name]))
    const scores = givenOf(t, head, typed, names)
    if (typeof scores === 'string') return setFault(scores)
    try {
      const { recorded } = await send.mutateAsync({ series_id, ...head, scores })
      done(recorded)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  if (read.error) return <ErrorState error={read.error} />
  if (!read.data) return <Loading />
  if (rows.length === 0) return <EmptyState title={t('no_members')} />
  return (
    <form
      className="test-scores"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      <HeadFields head={head} set={(patch) => setHead({ ...head, ...patch })} />
      <fieldset>
        <legend>{t('scores')}</legend>
        <p className="quiet">{t('scores_help')}</p>
        <ul>
          {rows.map(({ person_id, person_name }) => (
            <li key={person_id}>
              <span>{person_name}</span>
              <Input
                aria-label={t('score_of', { name: person_name })}
                inputMode="decimal"
                value={typed.get(person_id) ?? ''}
                onChange={(event) => setTyped(new Map(typed).set(person_id, event.target.value))}
              />
            </li>
          ))}
        </ul>
      </fieldset>
      {fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={fault} /> : null}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('save')}
        </Button>
      </div>
    </form>
  )
}
