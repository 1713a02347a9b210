/** A run under way, dry or real: its progress, a way to stop it, and its report when it is done. */
import { useEffect, useRef, useState } from 'react'
import { Alert, Button } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused, call } from '../../ui/call.ts'
import { Progress } from '../../ui/progress.tsx'
import { getImportRun, startImport } from './contract.ts'
import { choicesOf, lookAt, stopRun } from './wizard.web.ts'
import type { Report, Run, RunProgress, WizardSheet } from './wizard.web.ts'
import { useTexts } from './words.web.ts'

/** Often enough for a bar that moves, seldom enough for a busy server. */
const look_every_ms = 400
/** Unanswered looks in a row before the page says that the server is away. */
const looks_missed = 25

export interface Finished {
  readonly run_id: string
  readonly report: Report
  readonly import_id: string | null
}

export interface RunOrder {
  readonly upload_id: string
  readonly year: number
  readonly sheets: readonly WizardSheet[]
  readonly dry_run: boolean
}

type Outcome = { readonly finished: Finished } | { readonly stopped: true } | { readonly failed: string }

const pause = () => new Promise((done) => setTimeout(done, look_every_ms))

const outcomeOf = (run_id: string, end: OutputOf<typeof getImportRun>): Outcome =>
  end.state === 'done' && end.report
    ? { finished: { run_id, report: end.report as Report, import_id: end.import_id } }
    : end.state === 'cancelled'
      ? { stopped: true }
      : { failed: end.problem?.message ?? '' }

/** Watches until the run has ended; undefined when the server stays away, or nobody looks any more. */
const watch = async (run: Run, seen: (progress: RunProgress) => void, left: () => boolean): Promise<Outcome | undefined> => {
  for (let missed = 0; missed < looks_missed && !left();) {
    const progress = await lookAt(run)
    missed = progress ? 0 : missed + 1
    if (progress) seen(progress)
    if (progress && progress.state !== 'running') return outcomeOf(run.run_id, await call(getImportRun, { run_id: run.run_id }))
    await pause()
  }
  return undefined
}

const useRun = (order: RunOrder, done: (finished: Finished) => void) => {
  const t = useTexts()
  const [progress, setProgress] = useState<RunProgress>()
  const [ended, setEnded] = useState<string>()
  const [attempt, setAttempt] = useState(0)
  const run = useRef<Run>(undefined)
  const tell = useRef(done)
  tell.current = done
  useEffect(() => {
    let gone = false
    const work = async () => {
      const { upload_id, year, dry_run, sheets } = order
      run.current = await call(startImport, { upload_id, year, dry_run, choices: choicesOf(sheets) })
      if (gone) return stopRun(run.current)
      const outcome = await watch(run.current, setProgress, () => gone)
      if (gone) return undefined
      if (!outcome) return setEnded(t('watch_lost'))
      if ('finished' in outcome) return tell.current(outcome.finished)
      return setEnded('stopped' in outcome ? t('stopped') : `${t('run_failed')}${outcome.failed ? `：${outcome.failed}` : ''}`)
    }
    setEnded(undefined)
    setProgress(undefined)
    // a second start of the same effect (React's strict mode) must not start a second run
    const waiting = setTimeout(() => {
      work().catch((error: unknown) => setEnded(error instanceof Refused ? error.message : t('run_failed')))
    })
    return () => {
      gone = true
      clearTimeout(waiting)
      // leaving the page in the middle of a trial stops it; a real import goes on
      if (run.current && order.dry_run) void stopRun(run.current)
    }
    // one run for one order; the words may change meanwhile
    // oxlint-disable-next-line react-hooks/exhaustive-deps
  }, [order, attempt])
  return {
    progress,
    ended,
    again: () => setAttempt(attempt + 1),
    stop: () => {
      if (run.current) void stopRun(run.current)
    },
  }
}

export const RunStep = ({ order, done, back }: { order: RunOrder; done: (finished: Finished) => void; back: () => void }) => {
  const t = useTexts()
  const { progress, ended, again, stop } = useRun(order, done)
  if (ended !== undefined)
    return (
      <div className="wizard-step">
        <Alert type="warning" showIcon role="alert" title={ended} />
        <div className="wizard-go">
          <Button type="primary" onClick={again}>
            {t('again')}
          </Button>
          <Button onClick={back}>{t('back')}</Button>
        </div>
      </div>
    )
  const sheet = progress?.sheet
  const label = !sheet ? t('preparing') : t(order.dry_run ? 'trying_sheet' : 'importing_sheet', { sheet })
  return (
    <div className="wizard-step">
      <h2>{t(order.dry_run ? 'trying' : 'importing')}</h2>
      <Progress label={label} done={progress?.done ?? 0} of={progress?.total} cancel={stop} />
    </div>
  )
}
