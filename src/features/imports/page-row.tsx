/** One row that was not taken: its cells as a form, the faulty one marked, the reason above; recorded when it is right. */
import { useState } from 'react'
import { useParams } from '@tanstack/react-router'
import { Alert, Button, Form, Input, message } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused, call } from '../../ui/call.ts'
import { showInstant } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, href, useGo, useParamsState } from '../../ui/url.tsx'
import type { Params } from '../../ui/url.tsx'
import { AskReason } from './asking.tsx'
import { dismissRow, getImportRow, listImportRows, mendRow } from './contract.ts'
import { mendWords, reasonWords, useTexts } from './words.web.ts'
import './wizard.css'

type Row = OutputOf<typeof getImportRow>

interface Wrong {
  readonly code: string
  readonly reason: string
  readonly field: string | undefined
}

/** The list one came from: its filters stand in the address of the row as well. */
const listed = (params: Params) => ({
  ...(params['import_id'] ? { import_id: params['import_id'] } : {}),
  ...(params['form_kind'] ? { form_kind: params['form_kind'] } : {}),
  ...(params['sheet_id'] ? { sheet_id: params['sheet_id'] } : {}),
  ...(params['code'] ? { code: params['code'] } : {}),
})

/** Goes to the next row that waits in the same list; `past`: beyond this one, which still waits. */
const useNext = (row: Row) => {
  const t = useTexts()
  const go = useGo()
  const [params] = useParamsState()
  return async (past: boolean) => {
    const { rows } = await call(listImportRows, { ...listed(params), outcome: 'rejected', page_size: 500 })
    const at = rows.findIndex((each) => each.row_id === row.row_id)
    const next =
      past && at >= 0
        ? (rows[at + 1] ?? rows[0])
        : (rows.find((each) => each.row_number > row.row_number && each.sheet_id === row.sheet_id) ?? rows[0])
    if (next && next.row_id !== row.row_id) return go(href(`/imports/rows/${next.row_id}`, listed(params)))
    if (!past) void message.success(t('last_mended'))
    return go(href('/imports/rows', listed(params)))
  }
}

const useMending = (row: Row) => {
  const t = useTexts()
  const [wrong, setWrong] = useState<Wrong>({ code: row.code ?? '', reason: row.reason ?? '', field: row.field ?? undefined })
  const send = useSend(mendRow)
  const next = useNext(row)
  const mend = async (typed: Readonly<Record<string, string | undefined>>) => {
    const changed = row.cells.filter(({ field, text }) => (typed[field] ?? '') !== text)
    const cells = Object.fromEntries(changed.map(({ field }) => [field, typed[field] ?? '']))
    try {
      const { not_counted } = await send.mutateAsync({ sheet_id: row.sheet_id, row_number: row.row_number, cells })
      void message.success(not_counted ? t('mended_not_counted', { reason: reasonWords(not_counted) }) : t('mended_now'))
      await next(false)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setWrong({ code: error.code, reason: error.message, field: error.field })
    }
  }
  return { wrong, mend, next, sending: send.isPending }
}

const Dismiss = ({ row, done }: { row: Row; done: () => Promise<unknown> }) => {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const send = useSend(dismissRow)
  const dismiss = async (reason: string) => {
    await send.mutateAsync({ sheet_id: row.sheet_id, row_number: row.row_number, reason })
    void message.success(t('dismissed_now'))
    await done()
  }
  return (
    <>
      <Button onClick={() => setAsking(true)}>{t('dismiss')}</Button>
      <AskReason
        open={asking}
        close={() => setAsking(false)}
        title={t('dismiss_title')}
        says={t('dismiss_says')}
        hint={t('dismiss_reason_hint')}
        act={t('dismiss')}
        send={dismiss}
      />
    </>
  )
}

const Waiting = ({ row }: { row: Row }) => {
  const t = useTexts()
  const { wrong, mend, next, sending } = useMending(row)
  return (
    <div className="mending">
      <Alert type="warning" showIcon role="alert" title={wrong.reason} description={mendWords(t, wrong.code)} />
      <Form
        layout="vertical"
        className="record-form mending-form"
        requiredMark={false}
        initialValues={Object.fromEntries(row.cells.map(({ field, text }) => [field, text]))}
        onFinish={(typed: Record<string, string | undefined>) => void mend(typed)}
      >
        {row.cells.map(({ field, heading }) => (
          <Form.Item
            key={field}
            name={field}
            label={heading}
            {...(field === wrong.field ? { validateStatus: 'error' as const, help: wrong.reason } : {})}
          >
            <Input
              maxLength={2000}
              autoComplete="off"
              {...(field === wrong.field ? { 'aria-invalid': true, autoFocus: true } : {})}
            />
          </Form.Item>
        ))}
        <div className="form-actions mending-actions">
          <Button type="primary" htmlType="submit" loading={sending}>
            {t('mend')}
          </Button>
          <Dismiss row={row} done={() => next(false)} />
          <Button type="text" onClick={() => void next(true)}>
            {t('skip')}
          </Button>
        </div>
      </Form>
      <p className="quiet">{t('row_looked')}</p>
    </div>
  )
}

const Settled = ({ row }: { row: Row }) => {
  const t = useTexts()
  const there = row.cells.filter((cell) => cell.text !== '')
  const words = {
    valid: 'outcome_valid',
    not_counted: 'outcome_not_counted',
    mended: 'outcome_mended',
    dismissed: 'outcome_dismissed',
  } as const
  const word = Object.entries(words).find(([outcome]) => outcome === row.outcome)?.[1]
  return (
    <div className="wizard-step">
      <Alert
        type="info"
        showIcon
        title={word ? t(word) : row.outcome}
        description={
          <>
            {row.reason ? <p>{row.reason}</p> : null}
            {row.decided_at ? <p>{t('decided', { by: row.decided_by_name ?? '', at: showInstant(row.decided_at) })}</p> : null}
          </>
        }
      />
      {there.length === 0 ? (
        <p className="quiet">{t('no_cells')}</p>
      ) : (
        <section className="record-group">
          <h2>{t('cells')}</h2>
          <dl className="record">
            {there.map((cell) => (
              <div key={cell.field}>
                <dt>{cell.heading}</dt>
                <dd>{cell.text}</dd>
              </div>
            ))}
          </dl>
        </section>
      )}
    </div>
  )
}

export default function HeldRowPage() {
  const t = useTexts()
  const [params] = useParamsState()
  const { sheet_id = '', row_number = '' }: Record<string, string | undefined> = useParams({ strict: false })
  const read = useCall(getImportRow, { sheet_id, row_number: Number(row_number) })
  const row = read.data
  return (
    <Page
      title={
        row?.form_title
          ? `${inLanguage(row.form_title)} · ${t('one_row', { row: row.row_number })}`
          : t('one_row', { row: row_number })
      }
      purpose={row ? t('row_place', { file: row.file_name, sheet: row.sheet_name, row: row.row_number }) : undefined}
      above={<To href={href('/imports/rows', listed(params))}>‹ {t('quarantine')}</To>}
    >
      {row ? (
        row.outcome === 'rejected' ? (
          <Waiting key={row.row_id} row={row} />
        ) : (
          <Settled row={row} />
        )
      ) : read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Loading lines={8} />
      )}
    </Page>
  )
}
