/** 合并记录: who was merged into whom, and the way back. */
import { useState } from 'react'
import { Alert, Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused } from '../../ui/call.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { useSend } from '../../ui/queries.ts'
import { To } from '../../ui/url.tsx'
import { listMerges, undoMerge } from './contract.ts'
import { useTexts } from './words.web.ts'

type Merge = OutputOf<typeof listMerges>['rows'][number]

const Undo = ({ merge }: { merge: Merge }) => {
  const t = useTexts()
  const send = useSend(undoMerge)
  const [fault, setFault] = useState<string>()
  if (merge.undone_at) return <span className="quiet">{`${t('undone')} · ${merge.undone_by_name}`}</span>
  const undo = async () => {
    try {
      await send.mutateAsync({ merge_id: merge.merge_id })
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
  }
  return (
    <>
      <Button size="small" loading={send.isPending} onClick={() => void undo()}>
        {t('undo')}
      </Button>
      {fault ? <Alert type="error" role="alert" title={fault} /> : null}
    </>
  )
}

export default function MergesPage() {
  const t = useTexts()
  return (
    <ListPage
      name="listMerges"
      endpoint={listMerges}
      row_key="merge_id"
      title={t('merges')}
      purpose={t('merges_purpose')}
      actions={<To href="/people/duplicates">{t('duplicates')}</To>}
      empty={{ title: t('merges_empty') }}
      columns={[
        {
          field: 'kept_name',
          title: t('kept_person'),
          card: 'title',
          show: (row) => <To href={`/people/${row.kept_id}`}>{row.kept_name}</To>,
        },
        { field: 'gone_name', title: t('gone_person') },
        { field: 'reason', title: t('reason') },
        { field: 'moved', title: t('moved'), kind: 'number' },
        { field: 'repeats', title: t('repeats'), kind: 'number' },
        { field: 'merged_by_name', title: t('merged_by'), card: 'quiet' },
        { field: 'merged_at', title: t('merged_at'), kind: 'instant' },
        { field: 'undone_at', title: t('state'), show: (row) => <Undo merge={row} /> },
      ]}
    />
  )
}
