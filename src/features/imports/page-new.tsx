/** 导入向导: files → what was recognised → a trial that changes nothing → the import itself. */
import { useState } from 'react'
import { Button, Steps } from 'antd'
import { showNumber } from '../../ui/format.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { useQueryClient } from '@tanstack/react-query'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, href } from '../../ui/url.tsx'
import { listForms } from './contract.ts'
import { FilesStep } from './wizard-files.tsx'
import { Result } from './wizard-result.tsx'
import { RunStep } from './wizard-run.tsx'
import type { Finished, RunOrder } from './wizard-run.tsx'
import { SheetsStep } from './wizard-sheets.tsx'
import { isReadable, sumOf } from './wizard.web.ts'
import type { Form, Uploaded, WizardSheet } from './wizard.web.ts'
import type { Year } from './wizard-year.tsx'
import { useTexts } from './words.web.ts'
import { yearNamed } from './year-named.ts'
import './wizard.css'

type Ready = Uploaded & { upload_id: string }

/** In the first months of a year it is the year before that gets imported. */
const likelyYear = (now: Date) => (now.getMonth() < 3 ? now.getFullYear() - 1 : now.getFullYear())

const toWizard = (uploaded: Uploaded): WizardSheet[] =>
  uploaded.sheets.map((sheet) => ({ ...sheet, taken: sheet.status === 'recognised' && isReadable(sheet), changed: false }))

const Tried = ({
  finished,
  forms,
  back,
  go,
}: {
  finished: Finished
  forms: readonly Form[]
  back: () => void
  go: () => void
}) => {
  const t = useTexts()
  const { totals } = finished.report
  const count = totals.rows_valid + sumOf(totals.rows_not_counted)
  const buttons = (
    <div className="wizard-go">
      <Button type="primary" disabled={totals.rows_in === 0} onClick={go}>
        {t('import_count', { count: showNumber(count) })}
      </Button>
      <Button onClick={back}>{t('back')}</Button>
      {sumOf(totals.rows_rejected) > 0 ? <span className="quiet">{t('mend_before')}</span> : null}
    </div>
  )
  return (
    <div className="wizard-step">
      <div>
        <h2>{t('trial_done')}</h2>
        <p className="quiet">{t('trial_done_purpose')}</p>
      </div>
      {buttons}
      <Result report={finished.report} forms={forms} run_id={finished.run_id} />
    </div>
  )
}

const Imported = ({
  finished,
  forms,
  year,
  restart,
}: {
  finished: Finished
  forms: readonly Form[]
  year: number
  restart: () => void
}) => {
  const t = useTexts()
  const { totals } = finished.report
  const held = sumOf(totals.rows_rejected)
  return (
    <div className="wizard-step">
      <div role="status">
        <h2>{t('imported_done')}</h2>
        <p>{t('imported_done_purpose', { valid: showNumber(totals.rows_valid) })}</p>
      </div>
      <ul className="next-steps">
        <li>
          <To href={href('/figures', { from: `${year}-01-01`, to: `${year}-12-31` })}>{t('next_figures')}</To>
        </li>
        {held > 0 ? (
          <li>
            <To href={href('/imports/rows', { import_id: finished.import_id })}>
              {t('next_quarantine', { count: showNumber(held) })}
            </To>
          </li>
        ) : null}
        <li>
          <To href={`/imports/${finished.import_id}`}>{t('next_import')}</To>
        </li>
        <li>
          <Button type="link" onClick={restart}>
            {t('next_more')}
          </Button>
        </li>
      </ul>
      <Result report={finished.report} forms={forms} run_id={finished.run_id} />
    </div>
  )
}

type Stage =
  | { readonly at: 'files' }
  | { readonly at: 'sheets' }
  | { readonly at: 'run'; readonly order: RunOrder }
  | { readonly at: 'tried' | 'imported'; readonly finished: Finished }

const placeOf = (stage: Stage): number => {
  switch (stage.at) {
    case 'files':
      return 0
    case 'sheets':
      return 1
    case 'run':
      return stage.order.dry_run ? 2 : 3
    case 'tried':
      return 2
    case 'imported':
      return 3
  }
}

const Wizard = ({ forms }: { forms: readonly Form[] }) => {
  const t = useTexts()
  const client = useQueryClient()
  const [{ year, by_hand }, setYear] = useState<Year>(() => ({ year: likelyYear(new Date()), by_hand: false }))
  const [files, setFiles] = useState<readonly File[]>([])
  const [uploaded, setUploaded] = useState<Ready>()
  const [sheets, setSheets] = useState<readonly WizardSheet[]>([])
  const [stage, setStage] = useState<Stage>({ at: 'files' })
  const chooseYear = (wanted: number) => setYear({ year: wanted, by_hand: true })
  const propose = (named: number | null | undefined) => {
    if (named && !by_hand) setYear({ year: named, by_hand: false })
  }
  const choose = (chosen: readonly File[]) => {
    setFiles(chosen)
    propose(
      yearNamed(
        [],
        chosen.map((file) => file.name),
      ),
    )
  }
  const recognised = (answer: Uploaded) => {
    propose(answer.year_named)
    setUploaded(answer as Ready)
    setSheets(toWizard(answer))
    setStage({ at: 'sheets' })
  }
  const run = (dry_run: boolean) => setStage({ at: 'run', order: { upload_id: uploaded!.upload_id, year, sheets, dry_run } })
  const restart = () => {
    setFiles([])
    setYear({ year, by_hand: false })
    setUploaded(undefined)
    setStage({ at: 'files' })
  }
  const content = () => {
    switch (stage.at) {
      case 'files':
        return <FilesStep {...{ year, chooseYear, files }} setFiles={choose} done={recognised} />
      case 'sheets':
        return (
          <SheetsStep
            {...{ uploaded: uploaded!, sheets, setSheets, forms, year, chooseYear }}
            back={() => setStage({ at: 'files' })}
            next={() => run(true)}
          />
        )
      case 'run':
        return (
          <RunStep
            order={stage.order}
            back={() => setStage({ at: 'sheets' })}
            done={(finished) => {
              setStage({ at: stage.order.dry_run ? 'tried' : 'imported', finished })
              if (!stage.order.dry_run) void client.invalidateQueries()
            }}
          />
        )
      case 'tried':
        return <Tried finished={stage.finished} forms={forms} back={() => setStage({ at: 'sheets' })} go={() => run(false)} />
      case 'imported':
        return <Imported finished={stage.finished} {...{ forms, year, restart }} />
    }
  }
  return (
    <>
      <Steps
        className="wizard-steps"
        current={placeOf(stage)}
        {...(stage.at === 'imported' ? { status: 'finish' as const } : {})}
        responsive={false}
        size="small"
        items={[{ title: t('step_files') }, { title: t('step_sheets') }, { title: t('step_trial') }, { title: t('step_import') }]}
      />
      {content()}
    </>
  )
}

const no_input = {}

export default function NewImportPage() {
  const t = useTexts()
  const read = useCall(listForms, no_input)
  return (
    <div className="page wizard">
      <PageHeader title={t('wizard')} purpose={t('wizard_purpose')} above={<To href="/imports">‹ {t('back_to_imports')}</To>} />
      {read.data ? (
        <Wizard forms={read.data.forms} />
      ) : read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Loading lines={6} />
      )}
    </div>
  )
}
