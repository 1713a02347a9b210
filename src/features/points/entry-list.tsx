/** The entries of one account, or of all. */
import { useMemo } from 'react'
import { ListPage } from '../../ui/list-page.tsx'
import type { Filter } from '../../ui/query-form.tsx'
import { listEntries } from './contract.ts'
import { counters, entryRecord, kinds, signed, useTexts } from './words.web.ts'

/** With `member_no` it stands inside the account's page and leaves out whose entries they are. */
export const EntryList = ({ member_no }: { member_no?: string }) => {
  const t = useTexts()
  const fixed = useMemo(() => (member_no === undefined ? {} : { member_no }), [member_no])
  const inside = member_no !== undefined
  const kind: Filter = { kind: 'choice', field: 'kind', label: t('kind'), choices: kinds(t) }
  return (
    <ListPage
      inside={inside}
      any_station={inside}
      name="listEntries"
      endpoint={listEntries}
      row_key="entry_id"
      title={t('entries')}
      purpose={t('entries_purpose')}
      fixed={fixed}
      record={entryRecord(t)}
      empty={{ title: t('entries_empty') }}
      filters={
        inside
          ? [{ kind: 'days' }, kind]
          : [{ kind: 'text', hint: t('search_entries') }, { kind: 'station' }, { kind: 'days' }, kind]
      }
      columns={[
        ...(inside
          ? []
          : [
              { field: 'person_name', title: t('name'), kind: 'name', card: 'title' } as const,
              { field: 'member_no', title: t('member_no'), kind: 'code', sorts: true } as const,
            ]),
        { field: 'occurred_on', title: t('day'), kind: 'day', sorts: true, ...(inside ? ({ card: 'title' } as const) : {}) },
        { field: 'kind', title: t('kind'), kind: 'choice', choices: kinds(t), sorts: true },
        { field: 'amount', title: t('amount'), kind: 'number', show: (row) => signed(row.amount), sorts: true },
        { field: 'balance', title: t('balance_after'), kind: 'number' },
        { field: 'counter', title: t('counter'), kind: 'choice', choices: counters(t), card: 'quiet' },
        { field: 'reason', title: t('reason') },
        { field: 'station_name', title: t('station'), card: 'quiet' },
        { field: 'serial', title: t('serial'), kind: 'code', sorts: true, card: 'quiet' },
        { field: 'handled_by', title: t('handled_by'), card: 'quiet' },
        { field: 'recorded_at', title: t('recorded_at'), kind: 'instant', sorts: true, card: 'quiet', hidden: true },
      ]}
    />
  )
}
