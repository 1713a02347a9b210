/** 隔离区: rows that were not taken, by import, sheet and reason; opened one by one, or tried again together. */
import { useState } from 'react'
import { Button, Modal, message } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused, queryString } from '../../ui/call.ts'
import { showNumber } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { href, useParamsState } from '../../ui/url.tsx'
import type { Params } from '../../ui/url.tsx'
import { listForms, listImportRows, listImports, retryRows } from './contract.ts'
import { reasonWords, useTexts } from './words.web.ts'
import './wizard.css'

const outcomes = ['rejected', 'mended', 'dismissed', 'not_counted', 'valid'] as const
type Outcome = (typeof outcomes)[number]

const outcomeOf = (params: Params): Outcome => outcomes.find((each) => each === params['outcome']) ?? 'rejected'

/** What the address narrows to, besides the reason. */
const narrowing = (params: Params) => ({
  ...(params['import_id'] ? { import_id: params['import_id'] } : {}),
  ...(params['sheet_id'] ? { sheet_id: params['sheet_id'] } : {}),
  ...(params['form_kind'] ? { form_kind: params['form_kind'] } : {}),
})

type HeldRow = OutputOf<typeof listImportRows>['rows'][number]

const no_input = {}
const recent = { page: 1, page_size: 100 }

const useFilters = (params: Params) => {
  const t = useTexts()
  const imports = useCall(listImports, recent).data?.rows ?? []
  const forms = useCall(listForms, no_input).data?.forms ?? []
  const counts =
    useCall(listImportRows, { ...narrowing(params), outcome: outcomeOf(params), page_size: 1 }, { keep: true }).data?.by_code ??
    []
  const reasons = Object.fromEntries(
    counts.filter((one) => one.code).map((one) => [one.code, `${reasonWords(one.code)}（${showNumber(one.rows)}）`]),
  )
  const total = params['code']
    ? (counts.find((one) => one.code === params['code'])?.rows ?? 0)
    : counts.reduce((sum, one) => sum + one.rows, 0)
  const words: Record<Outcome, string> = {
    rejected: t('outcome_rejected'),
    mended: t('outcome_mended'),
    dismissed: t('outcome_dismissed'),
    not_counted: t('outcome_not_counted'),
    valid: t('outcome_valid'),
  }
  const standing = imports.filter((one) => !one.undone)
  return {
    words,
    total,
    filters: [
      { kind: 'choice' as const, field: 'code', label: t('reason'), choices: reasons },
      {
        kind: 'choice' as const,
        field: 'form_kind',
        label: t('form'),
        choices: Object.fromEntries(forms.map((form) => [form.kind, inLanguage(form.title)])),
      },
      {
        kind: 'choice' as const,
        field: 'import_id',
        label: t('which_import'),
        choices: Object.fromEntries(standing.map((one) => [one.import_id, `${one.name}（${one.year}）`])),
      },
      { kind: 'choice' as const, field: 'outcome', label: t('outcome_rejected'), choices: words },
    ],
  }
}

const Retry = ({ params, total }: { params: Params; total: number }) => {
  const t = useTexts()
  const [asking, setAsking] = useState(false)
  const [said, holder] = message.useMessage()
  const send = useSend(retryRows)
  const retry = async () => {
    try {
      const { tried, recorded } = await send.mutateAsync({
        ...narrowing(params),
        ...(params['code'] ? { code: params['code'] } : {}),
      })
      setAsking(false)
      void said.success(t('retried', { tried: showNumber(tried), recorded: showNumber(recorded) }), 6)
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      void said.error(error.message)
    }
  }
  return (
    <>
      {holder}
      <Button disabled={total === 0} onClick={() => setAsking(true)}>
        {t('retry_all', { count: showNumber(total) })}
      </Button>
      <Modal
        open={asking}
        onCancel={() => setAsking(false)}
        title={t('retry_title', { count: showNumber(total) })}
        okText={t('retry_do')}
        cancelText={t('cancel')}
        confirmLoading={send.isPending}
        onOk={() => void retry()}
      >
        <p>{t('retry_says')}</p>
      </Modal>
    </>
  )
}

export default function HeldRowsPage() {
  const t = useTexts()
  const [params] = useParamsState()
  const mayRun = useMay('imports.run')
  const outcome = outcomeOf(params)
  const { words, filters, total } = useFilters(params)
  const kept = { ...narrowing(params), ...(params['code'] ? { code: params['code'] } : {}) }
  const download = queryString({ ...kept, outcome })
  return (
    <ListPage
      any_station
      excel={false}
      name="listImportRows"
      endpoint={listImportRows}
      row_key="row_id"
      title={t('quarantine')}
      purpose={t('quarantine_purpose')}
      actions={
        <>
          {mayRun && outcome === 'rejected' ? <Retry params={params} total={total} /> : null}
          <Button href={`/api/imports/rejected.xlsx?${download}`} download>
            {t('download_rejected')}
          </Button>
        </>
      }
      {...(mayRun ? { rowHref: (row: HeldRow) => href(`/imports/rows/${row.row_id}`, kept) } : {})}
      empty={{ title: t('quarantine_empty'), hint: t('quarantine_empty_hint') }}
      filters={filters}
      columns={[
        {
          field: 'reason',
          title: t('reason'),
          card: 'title',
          show: (row) => <span className="wraps">{row.reason ?? words[outcome]}</span>,
        },
        { field: 'sheet_name', title: t('sheet') },
        { field: 'row_number', title: t('row_number'), kind: 'number' },
        { field: 'form_kind', title: t('form'), show: (row) => (row.form_title ? inLanguage(row.form_title) : '') },
        { field: 'file_name', title: t('workbook') },
      ]}
    />
  )
}
