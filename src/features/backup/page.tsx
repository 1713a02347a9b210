/** 备份: when the last one was made, where it lies, what went wrong; making one now and reading one back. */
import { useEffect, useRef } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { Alert, Button, message } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showInstant, showNumber } from '../../ui/format.ts'
import { registerTexts } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { Progress } from '../../ui/progress.tsx'
import { useCall, useSend } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { Table } from '../../ui/table.tsx'
import { cancelBackup, checkBackup, getBackupState, listBackups, startBackup } from './contract.ts'
import { texts } from './texts.ts'
import './backup.css'

const useTexts = registerTexts('backup', texts)

type State = OutputOf<typeof getBackupState>

/** The state, read every second while something runs; tells once how a run ended. */
const useBackupState = () => {
  const t = useTexts()
  const client = useQueryClient()
  const { data, error } = useCall(getBackupState, {}, { keep: true, every_ms: 2_000 })
  const watched = useRef<string | undefined>(undefined)
  const run = data?.run
  useEffect(() => {
    if (run?.state === 'running') watched.current = run.run_id
    else if (run && watched.current === run.run_id) {
      watched.current = undefined
      if (run.state === 'done') void message.success(t(run.kind === 'make' ? 'made_now' : 'checked_now'))
      else if (run.state === 'cancelled') void message.info(t('cancelled_now'))
      void client.invalidateQueries()
    }
  }, [run, client, t])
  return { state: data, error }
}

const Running = ({ run }: { run: NonNullable<State['run']> }) => {
  const t = useTexts()
  const cancel = useSend(cancelBackup)
  return (
    <Progress
      label={t(run.kind === 'make' ? 'making' : 'checking')}
      done={run.rows_done}
      of={run.rows_total === 0 ? undefined : run.rows_total}
      cancel={() => cancel.mutate({ run_id: run.run_id })}
    />
  )
}

const Warnings = ({ state }: { state: State }) => {
  const t = useTexts()
  const failed_check = state.run?.kind === 'check' && state.run.state === 'failed' ? state.run.problem : null
  const failure = failed_check ?? state.failure
  return (
    <>
      {failure ? (
        <Alert
          type="error"
          showIcon
          role="alert"
          title={failed_check ? t('check_do') : t('failed_at', { at: showInstant(failure.failed_at) })}
          description={t(failure.code)}
        />
      ) : null}
      {state.is_old && state.last_made_at ? (
        <Alert type="warning" showIcon title={t('is_old')} description={t('is_old_hint')} />
      ) : null}
    </>
  )
}

const Summary = ({ state }: { state: State }) => {
  const t = useTexts()
  if (!state.on) return <Alert type="info" showIcon title={t('off')} />
  return (
    <div className="backup-state">
      <Warnings state={state} />
      {state.run?.state === 'running' ? <Running run={state.run} /> : null}
      <p>
        {state.last_made_at ? (
          <>
            {t('last_made', { at: showInstant(state.last_made_at) })}
            <br />
          </>
        ) : null}
        {state.at ? t('every_day', { at: state.at }) : t('no_schedule')}
        <br />
        <span className="quiet">
          {t('where', { folder: state.folder ?? '', free: showNumber((state.free_bytes ?? 0) / 1e9, 1) })}
        </span>
      </p>
      <Alert
        type="warning"
        showIcon
        title={t('key_warning')}
        description={t('key_where', { file: state.key_file ?? '', fingerprint: state.fingerprint ?? '' })}
      />
    </div>
  )
}

const RowActions = ({ row, busy }: { row: OutputOf<typeof listBackups>['rows'][number]; busy: boolean }) => {
  const t = useTexts()
  const check = useSend(checkBackup)
  return (
    <span className="backup-actions">
      {row.opened_by === 'this_key' ? (
        <Button size="small" disabled={busy} onClick={() => check.mutate({ backup_id: row.backup_id })}>
          {t('check_do')}
        </Button>
      ) : null}
      {row.may_download ? (
        <Button size="small" href={`/api/backups/${row.backup_id}/file`} download title={t('downloaded_hint')}>
          {t('download')}
        </Button>
      ) : null}
    </span>
  )
}

const Files = ({ busy }: { busy: boolean }) => {
  const t = useTexts()
  const { data, error, refetch } = useCall(listBackups, { page: 1, page_size: 500 }, { keep: true })
  if (error) return <ErrorState error={error} retry={() => void refetch()} />
  if (!data) return <Loading />
  if (data.rows.length === 0) return <EmptyState title={t('none_yet')} hint={t('none_yet_hint')} />
  return (
    <Table
      caption={t('backups')}
      rows={data.rows}
      keyOf={(row) => row.backup_id}
      columns={[
        { field: 'made_at', title: t('made_at'), kind: 'instant', card: 'title' },
        { field: 'made_by', title: t('made_by'), show: (row) => t(row.made_by === 'schedule' ? 'by_schedule' : 'by_hand') },
        { field: 'rows', title: t('rows'), kind: 'number' },
        { field: 'bytes', title: t('size'), kind: 'number', show: (row) => showNumber(row.bytes / 1e6, 1) },
        { field: 'opened_by', title: t('opens_with'), show: (row) => t(row.opened_by) },
        { field: 'backup_id', title: t('actions'), show: (row) => <RowActions row={row} busy={busy} /> },
      ]}
    />
  )
}

export default function BackupsPage() {
  const t = useTexts()
  const { state, error } = useBackupState()
  const start = useSend(startBackup)
  const busy = state?.run?.state === 'running'
  const make = (
    <Button type="primary" disabled={busy || !state?.on} loading={start.isPending} onClick={() => start.mutate({})}>
      {t('make_now')}
    </Button>
  )
  return (
    <Page wide title={t('backups')} purpose={t('backups_purpose')} actions={make}>
      {error && !state ? <ErrorState error={error} /> : state ? <Summary state={state} /> : <Loading />}
      {state?.on ? <Files busy={busy} /> : null}
    </Page>
  )
}
