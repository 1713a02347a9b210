/** Step 2: what was recognised. Each sheet with its kind and columns; changed by hand, or left out. */
import { useState } from 'react'
import { Alert, Button, Checkbox, Select, Tag } from 'antd'
import { Refused, call } from '../../ui/call.ts'
import { showNumber } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { recogniseSheetAs } from './contract.ts'
import { Columns } from './wizard-columns.tsx'
import { isReadable, missingOf } from './wizard.web.ts'
import type { Form, Uploaded, WizardSheet } from './wizard.web.ts'
import { YearChoice } from './wizard-year.tsx'
import { useTexts } from './words.web.ts'

type Change = (sheet: WizardSheet) => void

/** Reads the sheet again as another kind; what fits least still shows its columns, so that they can be chosen. */
const readAs = async (sheet: WizardSheet, kind: string, upload_id: string, year: number): Promise<WizardSheet> => {
  const read = await call(recogniseSheetAs, { upload_id, year, file: sheet.file, sheet: sheet.sheet, kind })
  if (read.status === 'recognised') return { ...read, taken: true, changed: true }
  const guess = read.candidates.find((one) => one.kind === kind)
  const fields = Object.entries(guess?.columns ?? {})
  const columns = read.columns.map((one) => ({ ...one, field: fields.find(([, column]) => column === one.column)?.[0] ?? null }))
  return { ...sheet, columns, kind, title: guess?.title ?? null, taken: true, changed: true }
}

const Status = ({ sheet, forms }: { sheet: WizardSheet; forms: readonly Form[] }) => {
  const t = useTexts()
  if (sheet.status === 'hidden' || sheet.status === 'empty') return <span className="quiet">{t(`status_${sheet.status}`)}</span>
  if (sheet.columns.length === 0) return <span className="sheet-wants">{t('no_heading')}</span>
  if (sheet.kind === null)
    return <span className="sheet-wants">{t(sheet.status === 'ambiguous' ? 'status_ambiguous' : 'status_unrecognised')}</span>
  const missing = missingOf(sheet, forms)
  if (missing.length > 0) return <span className="sheet-wants">{t('missing_short', { fields: missing.join('、') })}</span>
  const known = sheet.columns.filter((column) => column.field !== null).length
  return (
    <span className="quiet">
      {t('columns_known', { count: known })}
      {known < sheet.columns.length ? ` · ${t('columns_unused', { count: sheet.columns.length - known })}` : ''}
    </span>
  )
}

interface SheetProps {
  readonly sheet: WizardSheet
  readonly forms: readonly Form[]
  readonly upload_id: string
  readonly year: number
  readonly change: Change
}

/** The most likely kinds stand first. */
const FormChoice = ({ sheet, forms, upload_id, year, change, refuse }: SheetProps & { refuse: (message: string) => void }) => {
  const t = useTexts()
  const [reading, setReading] = useState(false)
  const likely = sheet.candidates.map((one) => one.kind)
  const place = (kind: string) => (likely.includes(kind) ? likely.indexOf(kind) : likely.length)
  const options = forms
    .toSorted((a, b) => place(a.kind) - place(b.kind))
    .map((form) => ({ value: form.kind, label: inLanguage(form.title) }))
  const choose = async (kind: string) => {
    setReading(true)
    try {
      change(await readAs(sheet, kind, upload_id, year))
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      refuse(error.message)
    } finally {
      setReading(false)
    }
  }
  return (
    <Select
      className="sheet-form"
      aria-label={`${sheet.sheet}：${t('form')}`}
      placeholder={t('choose_form')}
      value={sheet.kind}
      loading={reading}
      disabled={reading}
      options={options}
      showSearch={{ optionFilterProp: 'label' }}
      popupMatchSelectWidth={false}
      onChange={(kind: string) => void choose(kind)}
    />
  )
}

const Sheet = (props: SheetProps) => {
  const t = useTexts()
  const { sheet, forms, change } = props
  const [open, setOpen] = useState(false)
  const [refused, setRefused] = useState<string>()
  const readable = isReadable(sheet)
  return (
    <li className="sheet" data-out={!sheet.taken || undefined}>
      <div className="sheet-line">
        <Checkbox
          checked={sheet.taken && readable}
          disabled={!readable || sheet.kind === null}
          aria-label={t('take_sheet', { sheet: sheet.sheet })}
          onChange={(event) => change({ ...sheet, taken: event.target.checked })}
        />
        <span className="sheet-name">{sheet.sheet}</span>
        {readable ? <FormChoice {...props} refuse={setRefused} /> : <span />}
        <span className="sheet-rows">{sheet.kind ? t('rows', { count: showNumber(sheet.rows) }) : ''}</span>
        <span className="sheet-status">
          <Status sheet={sheet} forms={forms} />
          {sheet.changed ? <Tag>{t('changed_by_hand')}</Tag> : null}
        </span>
        {readable && sheet.kind ? (
          <Button type="link" size="small" aria-expanded={open} onClick={() => setOpen(!open)}>
            {open ? t('columns_hide') : t('columns_show')}
          </Button>
        ) : (
          <span />
        )}
      </div>
      {refused ? <Alert type="error" role="alert" title={refused} showIcon /> : null}
      {open ? <Columns sheet={sheet} forms={forms} change={change} /> : null}
    </li>
  )
}

const Book = ({
  file,
  sheets,
  imported_on,
  ...rest
}: Omit<SheetProps, 'sheet'> & { file: string; sheets: readonly WizardSheet[]; imported_on: string | null }) => {
  const t = useTexts()
  return (
    <section className="book">
      <h2>{file}</h2>
      {imported_on ? (
        <p className="quiet">{t('imported_before', { on: imported_on })}</p>
      ) : (
        <ul className="sheets">
          {sheets.map((sheet) => (
            <Sheet key={sheet.sheet} sheet={sheet} {...rest} />
          ))}
        </ul>
      )}
    </section>
  )
}

export const SheetsStep = (props: {
  uploaded: Uploaded & { upload_id: string }
  sheets: readonly WizardSheet[]
  setSheets: (sheets: readonly WizardSheet[]) => void
  forms: readonly Form[]
  year: number
  chooseYear: (year: number) => void
  back: () => void
  next: () => void
}) => {
  const t = useTexts()
  const { uploaded, sheets, forms, year, chooseYear } = props
  const fresh = uploaded.files.filter((file) => file.imported_on === null)
  const here = sheets.filter((sheet) => fresh.some((file) => file.file === sheet.file))
  const taken = here.filter((sheet) => sheet.taken && sheet.kind !== null)
  const wanting = taken.filter((sheet) => missingOf(sheet, forms).length > 0)
  const unknown = here.filter((sheet) => isReadable(sheet) && sheet.kind === null)
  const change: Change = (changed) =>
    props.setSheets(sheets.map((one) => (one.file === changed.file && one.sheet === changed.sheet ? changed : one)))
  return (
    <div className="wizard-step">
      {uploaded.problems.length > 0 ? (
        <Alert
          type="warning"
          showIcon
          role="alert"
          title={t('refused_files', { count: uploaded.problems.length })}
          description={
            <>
              <ul className="plain-list">
                {uploaded.problems.map((problem) => (
                  <li key={problem.file}>{problem.message}</li>
                ))}
              </ul>
              {t('others_go_on')}
            </>
          }
        />
      ) : null}
      {fresh.length === 0 ? <Alert type="info" showIcon role="status" title={t('all_imported')} /> : null}
      <YearChoice year={year} named={uploaded.year_named} choose={chooseYear} />
      <div>
        <p className="wizard-sum">
          {t('sheets_found', {
            known: taken.length,
            rows: showNumber(taken.reduce((sum, sheet) => sum + sheet.rows, 0)),
            unknown: unknown.length,
          })}
        </p>
        <p className="quiet">{t('sheets_purpose')}</p>
      </div>
      {uploaded.files.map(({ file, imported_on }) => (
        <Book
          key={file}
          file={file}
          imported_on={imported_on}
          sheets={sheets.filter((sheet) => sheet.file === file)}
          {...{ forms, year, change, upload_id: uploaded.upload_id }}
        />
      ))}
      <div className="wizard-go">
        <Button type="primary" disabled={taken.length === 0 || wanting.length > 0} onClick={props.next}>
          {t('try')}
        </Button>
        <Button onClick={props.back}>{t('back')}</Button>
        <span className="quiet" role="status">
          {wanting.length > 0
            ? t('fix_first', { count: wanting.length })
            : taken.length === 0
              ? t('nothing_taken')
              : unknown.length > 0
                ? t('unread_left', { count: unknown.length })
                : ''}
        </span>
      </div>
    </div>
  )
}
