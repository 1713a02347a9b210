/**
 * 计划书·总结 as one sheet of A4: what the records know stands above, what people write below. Parts of the form after MZ/T 094-2017 and
 * MZ/T 095-2017, as organisations print them.
 */
import { useState } from 'react'
import type { ReactNode } from 'react'
import { Alert, Button, Input, Radio } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { showInstant } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useParamsState } from '../../ui/url.tsx'
import { getWritings, PLAN_PARTS, saveWritings, SUMMARY_PARTS } from './contract-planning.ts'
import { useSheetTexts } from './sheet-words.web.ts'
import './sheet.css'

type Part = (typeof PLAN_PARTS)[number] | (typeof SUMMARY_PARTS)[number]
type Written = OutputOf<typeof getWritings>['parts']
export type Which = 'plan' | 'summary'

export interface SheetOf {
  readonly of_id: string
  readonly title: string
  readonly back: string
  /** Printed on top. */
  readonly named: Readonly<Record<Which, string>>
  /** What the records know: label and value; lines without a value stand empty, to be filled in by hand. */
  readonly known: (which: Which) => readonly (readonly [string, ReactNode])[]
}

/** Characters of one part; the same as the contract's. */
const MOST = 4000

const Writing = ({
  of_id,
  parts,
  written,
  done,
}: {
  of_id: string
  parts: readonly Part[]
  written: Written
  done: () => void
}) => {
  const t = useSheetTexts()
  const send = useSend(saveWritings)
  const [bodies, setBodies] = useState<ReadonlyMap<string, string>>(new Map(written.map(({ part, body }) => [part, body])))
  const [fault, setFault] = useState<string>()
  const save = async () => {
    const long = parts.find((part) => (bodies.get(part) ?? '').length > MOST)
    if (long) return setFault(t('too_long', { part: t(long) }))
    try {
      await send.mutateAsync({ of_id, parts: parts.map((part) => ({ part, body: bodies.get(part) ?? '' })) })
      done()
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return (
    <form
      className="sheet-writing"
      onSubmit={(event) => {
        event.preventDefault()
        void save()
      }}
    >
      {parts.map((part) => (
        <label key={part}>
          {t(part)}
          <Input.TextArea
            autoSize={{ minRows: 3 }}
            value={bodies.get(part) ?? ''}
            onChange={(event) => setBodies(new Map(bodies).set(part, event.target.value))}
          />
        </label>
      ))}
      {fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={fault} /> : null}
      <div className="form-actions">
        <Button type="primary" htmlType="submit" loading={send.isPending}>
          {t('save')}
        </Button>
        <Button onClick={done}>{t('cancel')}</Button>
      </div>
    </form>
  )
}

const Paper = ({ of, which, parts, written }: { of: SheetOf; which: Which; parts: readonly Part[]; written: Written }) => {
  const t = useSheetTexts()
  const body = new Map(written.map((each) => [each.part, each.body]))
  const last = written
    .filter(({ part }) => parts.includes(part as Part))
    .toSorted((a, b) => b.written_at.localeCompare(a.written_at))[0]
  return (
    <article className="written-sheet">
      <h2>{of.named[which]}</h2>
      <table>
        <tbody>
          {of.known(which).map(([label, value]) => (
            <tr key={label}>
              <th scope="row">{label}</th>
              <td>{value}</td>
            </tr>
          ))}
          {parts.map((part) => (
            <tr key={part}>
              <th scope="row">{t(part)}</th>
              <td className="sheet-body">{body.get(part)}</td>
            </tr>
          ))}
        </tbody>
      </table>
      <p className="sheet-signing">
        <span>{t('signed_by')}：</span>
        <span>{t('approved_by')}：</span>
        <span>{t('signed_on')}：</span>
      </p>
      {last ? <p className="quiet">{t('written', { name: last.written_by_name, at: showInstant(last.written_at) })}</p> : null}
    </article>
  )
}

export const SheetPage = ({ of }: { of: SheetOf }) => {
  const t = useSheetTexts()
  const may = useMay('activities.record')
  const [params, set] = useParamsState()
  const which: Which = params['sheet'] === 'summary' ? 'summary' : 'plan'
  const { data, error } = useCall(getWritings, { of_id: of.of_id })
  const [writing, setWriting] = useState(false)
  const parts = which === 'plan' ? PLAN_PARTS : SUMMARY_PARTS
  return (
    <Page
      title={t('sheets_of', { title: of.title })}
      purpose={t('sheets_purpose')}
      above={<To href={of.back}>‹ {of.title}</To>}
      actions={
        writing ? null : (
          <>
            {may && data ? <Button onClick={() => setWriting(true)}>{t('edit')}</Button> : null}
            <Button type="primary" disabled={!data} onClick={() => print()}>
              {t('print')}
            </Button>
          </>
        )
      }
    >
      <Radio.Group
        className="sheet-which"
        aria-label={t('which')}
        disabled={writing}
        value={which}
        onChange={(event) => set({ sheet: event.target.value as string })}
        options={[
          { value: 'plan', label: t('plan') },
          { value: 'summary', label: t('summary') },
        ]}
      />
      {error ? <ErrorState error={error} /> : null}
      {!data && !error ? <Loading lines={8} /> : null}
      {data && writing ? (
        <Writing key={which} of_id={of.of_id} parts={parts} written={data.parts} done={() => setWriting(false)} />
      ) : null}
      {data && !writing ? <Paper of={of} which={which} parts={parts} written={data.parts} /> : null}
    </Page>
  )
}
