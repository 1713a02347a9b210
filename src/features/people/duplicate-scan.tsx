/** 查找整个名册: part after part, with its progress; it can be stopped, left, and taken up again. */
import { useEffect, useRef, useState } from 'react'
import { Alert, Button } from 'antd'
import { v7 } from 'uuid'
import { useQueryClient } from '@tanstack/react-query'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Refused, call } from '../../ui/call.ts'
import { showInstant, showNumber } from '../../ui/format.ts'
import { Progress } from '../../ui/progress.tsx'
import { useCall } from '../../ui/queries.ts'
import { cancelDuplicateScan, continueDuplicateScan, getLastDuplicateScan, startDuplicateScan } from './contract-duplicates.ts'
import { useDuplicateTexts, type DT } from './words-duplicates.web.ts'

type Scan = OutputOf<typeof startDuplicateScan>

const sentence = (t: DT, { state, done, parts, persons, found, ended_at }: Scan): string => {
  const filled = { done, parts, persons: showNumber(persons), found: showNumber(found), at: showInstant(ended_at ?? '') }
  return t(state === 'running' ? 'scan_paused' : state === 'done' ? 'scan_done' : 'scan_cancelled', filled)
}

/** Runs a scan from where it stands until its end, until it is stopped, or until the page is left. */
const useScan = () => {
  const client = useQueryClient()
  const [scan, show] = useState<Scan>()
  const [fault, setFault] = useState<string>()
  const running = useRef(false)
  useEffect(() => () => void (running.current = false), [])
  const run = async (begin: () => Promise<Scan>): Promise<void> => {
    running.current = true
    setFault(undefined)
    try {
      let at = await begin()
      show(at)
      while (running.current && at.state === 'running') {
        at = await call(continueDuplicateScan, { scan_id: at.scan_id, done: at.done })
        show(at)
      }
    } catch (error) {
      if (!(error instanceof Refused)) throw error
      setFault(error.message)
    }
    running.current = false
    await client.invalidateQueries()
    show(undefined)
  }
  const stop = async (scan_id: string): Promise<void> => {
    running.current = false
    await call(cancelDuplicateScan, { scan_id }).catch((error: unknown) => {
      if (error instanceof Refused) setFault(error.message)
    })
    await client.invalidateQueries()
  }
  return { scan, fault, run, stop }
}

export const DuplicateScan = () => {
  const t = useDuplicateTexts()
  const { scan, fault, run, stop } = useScan()
  const last = useCall(getLastDuplicateScan, {}).data?.scan
  const start = <Button onClick={() => void run(() => call(startDuplicateScan, { scan_id: v7() }))}>{t('scan')}</Button>
  return (
    <section className="duplicate-scan" aria-label={t('scan')}>
      {scan ? (
        <Progress
          label={t('scan_running', { persons: showNumber(scan.persons), found: showNumber(scan.found) })}
          done={scan.done}
          of={scan.parts}
          cancel={() => void stop(scan.scan_id)}
        />
      ) : (
        <>
          <p className="quiet">{t('scan_purpose')}</p>
          {last ? <p role="status">{sentence(t, last)}</p> : null}
          {last?.state === 'running' ? (
            <div className="pair-actions">
              <Button type="primary" onClick={() => void run(async () => last)}>
                {t('scan_go_on')}
              </Button>
              <Button onClick={() => void stop(last.scan_id)}>{t('scan_stop')}</Button>
            </div>
          ) : (
            start
          )}
        </>
      )}
      {fault ? <Alert type="error" showIcon role="alert" title={fault} /> : null}
    </section>
  )
}
