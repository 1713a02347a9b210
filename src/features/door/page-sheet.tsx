/** 录入签到表: the rows in the order of the paper, ticked by keyboard, scanner or finger; the photographed paper beside them. */
import { useEffect, useRef, useState } from 'react'
import { Alert, Button, Flex, Form, InputNumber } from 'antd'
import { useParams } from '@tanstack/react-router'
import { showDay } from '../../ui/format.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { Pictures } from '../records/pictures-shown.tsx'
import { getSheet } from './contract-sheets.ts'
import { useScanner } from './scanner.web.ts'
import { readSheetCode, showSheetCode } from './sheet-code.ts'
import { Row } from './sheet-row.tsx'
import { useSheetEntry, type Sheet, type SheetEntry, type Told } from './use-sheet-entry.web.ts'
import { useSheetTexts, type SheetT } from './words-sheets.web.ts'
import './sheets.css'

const Answer = ({ told: { answer, names }, t }: { told: Told; t: SheetT }) => {
  const { outcomes, headcount, recorded } = answer
  const done = [
    ...(recorded > 0 ? [t('done', { count: recorded })] : []),
    ...(headcount && headcount.message === null ? [t('done_unnamed', { count: headcount.people ?? 0 })] : []),
  ]
  const refused = [
    ...outcomes.flatMap(({ row_no, message }) => (message ? [t('row_refused', { no: row_no, message })] : [])),
    ...(headcount?.message ? [headcount.message] : []),
  ]
  return (
    <Flex vertical gap="small" role="status" style={{ marginBottom: 16 }}>
      {done.length > 0 ? <Alert type="success" showIcon title={done.join('；')} /> : null}
      {outcomes
        .filter((one) => one.who === 'walk_in' && names.has(one.row_no))
        .map(({ row_no }) => (
          <Alert key={row_no} type="warning" showIcon title={t('walk_in', { no: row_no, name: names.get(row_no) ?? '' })} />
        ))}
      {refused.map((line) => (
        <Alert key={line} type="error" showIcon title={line} />
      ))}
    </Flex>
  )
}

/** ↑ and ↓ go from row to row, over those that stand already. */
const moveBetweenRows = (list: HTMLElement, event: KeyboardEvent) => {
  const step = event.key === 'ArrowDown' ? 1 : event.key === 'ArrowUp' ? -1 : 0
  if (step === 0) return
  const all = [...list.querySelectorAll<HTMLElement>('[data-row]')]
  const next = all[all.indexOf(document.activeElement as HTMLElement) + step]
  if (!next) return
  event.preventDefault()
  next.focus()
}

const useRowKeys = (sheet: Sheet, entry: SheetEntry, t: SheetT) => {
  const list = useRef<HTMLOListElement>(null)
  const [said, setSaid] = useState('')
  useEffect(() => {
    const rows = list.current
    if (!rows) return undefined
    const listen = (event: KeyboardEvent) => moveBetweenRows(rows, event)
    rows.addEventListener('keydown', listen)
    return () => rows.removeEventListener('keydown', listen)
  }, [])
  useScanner((scanned) => {
    const read = readSheetCode(scanned)
    if (!read || scanned.length < 14) return
    entry.eraseScanned(scanned)
    const row = sheet.rows.find(({ row_no }) => row_no === read.row_no)
    if (read.code !== sheet.code || !row) return setSaid(t('scanned_other'))
    const no = row.row_no
    list.current?.querySelector<HTMLElement>(`[data-row="${no}"]`)?.focus()
    if (row.attendance_id !== null) return setSaid(t('scanned_there', { no }))
    if (row.person_id === null) return setSaid(t('scanned_blank', { no }))
    entry.tick(no, true)
    return setSaid(t('scanned', { no, name: row.person_name }))
  })
  return { list, said }
}

const Entry = ({ sheet }: { sheet: Sheet }) => {
  const t = useSheetTexts()
  const may = useMay('activities.record')
  const entry = useSheetEntry(sheet)
  const { list, said } = useRowKeys(sheet, entry, t)
  const there = sheet.rows.filter((row) => row.attendance_id !== null).length
  const { count, marks } = entry
  return (
    <section aria-label={t('rows')}>
      <div className="sheet-bar">
        <Button disabled={!may} onClick={() => entry.tickAll(true)}>
          {t('all')}
        </Button>
        <Button disabled={!may} onClick={() => entry.tickAll(false)}>
          {t('none')}
        </Button>
        <span aria-live="polite">{said || t('ticked', { count, there })}</span>
      </div>
      <ol className="sheet-rows" ref={list}>
        {sheet.rows.map((row) => (
          <Row key={row.row_no} row={row} entry={entry} may={may} t={t} />
        ))}
      </ol>
      <Form layout="vertical" className="record-form" onFinish={() => void entry.submit()}>
        {sheet.headcount === null ? (
          <Form.Item label={t('unnamed')} htmlFor="unnamed" extra={t('unnamed_help')}>
            <InputNumber
              id="unnamed"
              min={1}
              max={500}
              precision={0}
              disabled={!may}
              value={marks.people}
              onChange={entry.countUnnamed}
            />
          </Form.Item>
        ) : (
          <p>
            {t('unnamed')}：{t('unnamed_there', { count: sheet.headcount })}
          </p>
        )}
        {entry.fault ? <Alert type="error" showIcon role="alert" className="form-refused" title={entry.fault} /> : null}
        {entry.told ? <Answer told={entry.told} t={t} /> : null}
        <div className="form-actions">
          <Button type="primary" htmlType="submit" disabled={!may || (count === 0 && !marks.people)} loading={entry.sending}>
            {count === 0 && marks.people ? t('enter_unnamed') : t('enter_do', { count })}
          </Button>
        </div>
      </Form>
    </section>
  )
}

export default function SheetPage() {
  const t = useSheetTexts()
  const go = useGo()
  const may = useMay('activities.record')
  const { sheet_id = '' }: { sheet_id?: string } = useParams({ strict: false })
  const { data, error, refetch } = useCall(getSheet, { sheet_id })
  const where = data ? `${showDay(data.occurred_on)} · ${data.station_name} · ${showSheetCode(data.code)}。` : ''
  return (
    <Page
      title={data ? t('sheet_of', { title: data.title }) : t('sheets')}
      purpose={`${where}${t('entry_purpose')}`}
      above={<To href="/sign-in-sheets">‹ {t('back')}</To>}
      actions={
        <Button disabled={!data} onClick={() => go(`/sign-in-sheets/${sheet_id}/paper`)}>
          {t('to_paper')}
        </Button>
      }
    >
      {error ? <ErrorState error={error} retry={() => void refetch()} /> : null}
      {!data && !error ? <Loading lines={8} /> : null}
      {data ? (
        <>
          <Entry key={sheet_id} sheet={data} />
          <p className="quiet">{t('photo_purpose')}</p>
          <Pictures source="door.sheets" entry_id={sheet_id} may={may} />
        </>
      ) : null}
    </Page>
  )
}
