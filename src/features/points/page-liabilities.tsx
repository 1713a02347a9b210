/** 应付金币: what the organisation still owes in coins, by where they came from. */
import { Button } from 'antd'
import { showDay, showNumber, todayHere } from '../../ui/format.ts'
import { ListPage } from '../../ui/list-page.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listLiabilities } from './contract-lots.ts'
import { sources, useLotTexts } from './words-lots.web.ts'

export default function LiabilitiesPage() {
  const t = useLotTexts()
  const go = useGo()
  return (
    <ListPage
      name="listLiabilities"
      endpoint={listLiabilities}
      row_key="source"
      title={t('liabilities')}
      purpose={t('liabilities_purpose')}
      actions={<Button onClick={() => go('/points/expiring')}>{t('expiring')}</Button>}
      filters={[{ kind: 'station' }, { kind: 'month', field: 'month', label: t('on') }]}
      empty={{ title: t('nothing_owed') }}
      summary={({ on, outstanding, balance }) => (
        <p>
          {t('outstanding', { on: showDay(on), outstanding: showNumber(outstanding), balance: showNumber(balance) })}
          {on === todayHere() ? null : <To href="/points/liabilities"> {t('to_today')}</To>}
        </p>
      )}
      totals={({ rows, outstanding }) => ({
        given: showNumber(rows.reduce((sum, row) => sum + row.given, 0)),
        used: showNumber(rows.reduce((sum, row) => sum + row.used, 0)),
        remaining: showNumber(outstanding),
        expiring: showNumber(rows.reduce((sum, row) => sum + row.expiring, 0)),
      })}
      columns={[
        { field: 'source', title: t('source'), kind: 'choice', choices: sources(t), card: 'title' },
        { field: 'given', title: t('given'), kind: 'number' },
        { field: 'used', title: t('used'), kind: 'number' },
        { field: 'remaining', title: t('remaining'), kind: 'number', unit: t('coins') },
        { field: 'accounts', title: t('held_by'), kind: 'number' },
        { field: 'expiring', title: t('expiring_soon'), kind: 'number' },
      ]}
    />
  )
}
