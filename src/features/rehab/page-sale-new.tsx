/** Records one sale or refund. */
import { useState } from 'react'
import { v7 } from 'uuid'
import { todayHere } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { recordSale } from './contract.ts'
import { kinds, useTexts } from './words.tsx'

export default function NewSalePage() {
  const t = useTexts()
  const go = useGo()
  const [sale_id] = useState(() => v7())
  return (
    <Page title={t('new_sale')} purpose={t('new_sale_purpose')} above={<To href="/rehab/sales">‹ {t('sales')}</To>}>
      <RecordForm
        endpoint={recordSale}
        submit={t('save')}
        initial={{ sale_id, occurred_on: todayHere(), kind: 'sale' }}
        done={(made) => go(`/rehab/sales/${made.sale_id}`)}
        cancel={() => go('/rehab/sales')}
        fields={[
          { field: 'station_id', label: t('station'), kind: 'station', required: true },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40 },
          { field: 'name', label: t('name'), max_length: 40 },
          { field: 'occurred_on', label: t('day'), kind: 'day', required: true },
          { field: 'bill_no', label: t('bill_no'), required: true, max_length: 40 },
          { field: 'kind', label: t('kind'), kind: 'choice', choices: kinds(t), required: true },
          { field: 'category', label: t('category'), help: t('category_help'), required: true, max_length: 40 },
          { field: 'product', label: t('product'), max_length: 40 },
          { field: 'pieces', label: t('pieces'), kind: 'number', required: true },
          { field: 'unit_price_fen', label: t('unit_price'), kind: 'yuan', required: true },
          { field: 'amount_fen', label: t('amount'), kind: 'yuan', help: t('amount_help'), required: true },
          { field: 'buyer', label: t('buyer'), max_length: 40 },
          { field: 'note', label: t('note'), kind: 'long_text' },
        ]}
      />
    </Page>
  )
}
