/** 历次导入: every import, what it brought and what waits. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listImports } from './contract.ts'
import { useTexts } from './words.web.ts'

export default function ImportsPage() {
  const t = useTexts()
  const go = useGo()
  const start = useMay('imports.run') ? (
    <Button type="primary" onClick={() => go('/imports/new')}>
      {t('import_new')}
    </Button>
  ) : null
  return (
    <ListPage
      any_station
      excel={false}
      name="listImports"
      endpoint={listImports}
      row_key="import_id"
      title={t('imports')}
      purpose={t('imports_purpose')}
      actions={start}
      rowHref={(row) => `/imports/${row.import_id}`}
      empty={{ title: t('no_imports'), hint: t('no_imports_hint'), action: start }}
      columns={[
        { field: 'name', title: t('name'), card: 'title' },
        { field: 'year', title: t('year'), kind: 'code' },
        { field: 'imported_at', title: t('imported_at'), kind: 'instant' },
        { field: 'imported_by_name', title: t('imported_by') },
        { field: 'files', title: t('files'), kind: 'number', card: 'quiet' },
        { field: 'rows_in', title: t('rows_read'), kind: 'number' },
        { field: 'rows_valid', title: t('rows_valid'), kind: 'number' },
        { field: 'rows_not_counted', title: t('rows_not_counted'), kind: 'number' },
        { field: 'rows_rejected', title: t('rows_rejected'), kind: 'number' },
        { field: 'undone', title: t('state'), show: (row) => (row.undone ? t('undone') : t('stands')) },
      ]}
    />
  )
}
