/** 辅助性就业产量与销售: the sales ledger. */
import { Button } from 'antd'
import { ListPage } from '../../ui/list-page.tsx'
import { useMay } from '../../ui/session.tsx'
import { useGo } from '../../ui/url.tsx'
import { listSales } from './contract.ts'
import { categories, kinds, saleRecord, useTexts } from './words.tsx'

export default function SalesPage() {
  const t = useTexts()
  const go = useGo()
  const record = useMay('rehab.record') ? (
    <Button type="primary" onClick={() => go('/rehab/sales/new')}>
      {t('new_sale')}
    </Button>
  ) : null
  return (
    <ListPage
      name="listSales"
      endpoint={listSales}
      row_key="sale_id"
      title={t('sales')}
      purpose={t('sales_purpose')}
      actions={record}
      record={saleRecord(t)}
      empty={{ title: t('empty_sales'), action: record }}
      filters={[
        { kind: 'text', hint: t('search_sales') },
        { kind: 'station' },
        { kind: 'days' },
        { kind: 'choice', field: 'kind', label: t('kind'), choices: kinds(t) },
        { kind: 'choice', field: 'category', label: t('category'), choices: categories(t) },
      ]}
      columns={[
        { field: 'bill_no', title: t('bill_no'), kind: 'code', sorts: true },
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true },
        { field: 'person_name', title: t('name'), kind: 'name', card: 'title' },
        { field: 'kind', title: t('kind'), kind: 'status', choices: kinds(t), urgent: ['refund'] },
        { field: 'category', title: t('category'), kind: 'choice', choices: categories(t), sorts: true },
        { field: 'product', title: t('product'), sorts: true },
        { field: 'pieces', title: t('pieces'), kind: 'number', sorts: true, card: 'quiet' },
        { field: 'unit_price_fen', title: t('price'), kind: 'yuan', sorts: true, card: 'quiet' },
        { field: 'amount_fen', title: t('sum'), kind: 'yuan', sorts: true },
        { field: 'buyer', title: t('buyer'), card: 'quiet' },
      ]}
    />
  )
}
