/** One row of the page of a sheet: signed in already, to be ticked, or blank with whoever wrote into it. */
import { useState } from 'react'
import { Input } from 'antd'
import { To } from '../../ui/url.tsx'
import { FoundPeople } from '../activities/found-people.tsx'
import type { SheetEntry, SheetRow } from './use-sheet-entry.web.ts'
import type { SheetT } from './words-sheets.web.ts'

export const Row = ({ row, entry, may, t }: { row: SheetRow; entry: SheetEntry; may: boolean; t: SheetT }) => {
  const { row_no, person_id, person_name, attendance_id } = row
  const [open, setOpen] = useState(false)
  const there = attendance_id !== null
  const wrote = entry.marks.written.get(row_no)
  if (there)
    return (
      <li className="sheet-there">
        <span className="sheet-no">{row_no}</span>
        <span className="sheet-name">{person_name}</span>
        <To href={`/activities/attendances/${attendance_id}`}>✓ {t('already')}</To>
      </li>
    )
  if (person_id !== null)
    return (
      <li>
        <label>
          <span className="sheet-no">{row_no}</span>
          <input
            type="checkbox"
            data-row={row_no}
            disabled={!may}
            checked={entry.marks.ticked.has(row_no)}
            onChange={(event) => entry.tick(row_no, event.target.checked)}
          />
          <span className="sheet-name">{person_name}</span>
        </label>
      </li>
    )
  return (
    <li>
      <span className="sheet-no">{row_no}</span>
      <span className="sheet-blank">
        <Input
          data-row={row_no}
          disabled={!may}
          aria-label={t('who_wrote', { no: row_no })}
          placeholder={`${t('blank')}：${t('blank_hint')}`}
          value={wrote?.typed ?? ''}
          maxLength={40}
          onChange={(event) => (entry.write(row_no, { typed: event.target.value }), setOpen(true))}
        />
        {open && wrote && !wrote.person_id ? (
          <FoundPeople
            typed={wrote.typed}
            choose={({ person_id: chosen, label }) => (entry.write(row_no, { typed: label, person_id: chosen }), setOpen(false))}
          />
        ) : null}
      </span>
    </li>
  )
}
