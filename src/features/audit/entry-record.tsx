/** One entry of the trail in the drawer and on its page: what changed, which rows, and its seal, verified on the spot. */
import { useState } from 'react'
import { Button, Tag } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { call, Refused } from '../../ui/call.ts'
import { showInstant } from '../../ui/format.ts'
import type { RecordSpec } from '../../ui/record-page.tsx'
import { To, href } from '../../ui/url.tsx'
import { getAuditEntry, verifyAuditEntry } from './contract.ts'
import { kinds, type T } from './words.web.ts'
import './audit.css'

type Entry = OutputOf<typeof getAuditEntry>

const Differences = ({ entry, t }: { entry: Entry; t: T }) => (
  <section className="record-group">
    <h2>{t('changes')}</h2>
    {entry.differences.length === 0 ? (
      <p className="quiet">{t('no_changes')}</p>
    ) : (
      <table className="differences">
        <thead>
          <tr>
            <th scope="col" aria-label={t('detail')} />
            <th scope="col">{t('before')}</th>
            <th scope="col">{t('after')}</th>
          </tr>
        </thead>
        <tbody>
          {entry.differences.map(({ field, label, before, after }) => (
            <tr key={field}>
              <th scope="row">{label}</th>
              <td>{before ?? '—'}</td>
              <td>{after ?? '—'}</td>
            </tr>
          ))}
        </tbody>
      </table>
    )}
  </section>
)

const Rows = ({ entry, t }: { entry: Entry; t: T }) =>
  entry.entity_ids.length === 0 ? null : (
    <section className="record-group">
      <h2>{t('ids')}</h2>
      <ul className="audit-ids">
        {entry.entity_ids.map((one) => (
          <li key={one}>
            <To href={href('/audit', { q: one })} className="cell-code">
              {one}
            </To>
          </li>
        ))}
      </ul>
      {entry.rows > entry.entity_ids.length ? (
        <p className="quiet">{t('ids_more', { count: entry.rows - entry.entity_ids.length })}</p>
      ) : null}
    </section>
  )

const Verify = ({ audit_id, t }: { audit_id: string; t: T }) => {
  const [found, setFound] = useState<OutputOf<typeof verifyAuditEntry>>()
  const [problem, setProblem] = useState<string>()
  const [busy, setBusy] = useState(false)
  const ask = async () => {
    setBusy(true)
    setProblem(undefined)
    try {
      setFound(await call(verifyAuditEntry, { audit_id }))
    } catch (error) {
      setFound(undefined)
      setProblem(error instanceof Refused ? error.message : String(error))
    }
    setBusy(false)
  }
  const at = found ? showInstant(found.verified_at) : ''
  return (
    <div className="audit-verify" aria-live="polite">
      <Button loading={busy} onClick={() => void ask()}>
        {t('verify')}
      </Button>
      {found?.holds === null ? <p>{t('verified_waiting')}</p> : null}
      {found?.holds === true ? (
        <p>
          <Tag className="status status-good" variant="filled">
            {t('holds')}
          </Tag>{' '}
          {t('verified', { at })}
        </p>
      ) : null}
      {found?.holds === false ? (
        <p role="alert" className="problem">
          <Tag className="status status-urgent" variant="filled">
            {t('holds_not')}
          </Tag>{' '}
          {t('verified_not', { at, problems: found.problems.join('；') })}
        </p>
      ) : null}
      {problem ? (
        <p role="alert" className="problem">
          {problem}
        </p>
      ) : null}
    </div>
  )
}

const Seal = ({ entry, t }: { entry: Entry; t: T }) => {
  const { seal } = entry
  return (
    <section className="record-group">
      <h2>{t('seal')}</h2>
      {seal ? (
        <>
          <p>{t('seal_line', { ...seal, late_reason: '', at: showInstant(seal.sealed_at) })}</p>
          {seal.late_reason ? <p>{t('seal_late', { reason: seal.late_reason })}</p> : null}
          <p>
            {t('seal_hash')} <span className="cell-code audit-hash">{seal.hash}</span>
          </p>
        </>
      ) : (
        <p className="quiet">{t('seal_waiting')}</p>
      )}
      <Verify audit_id={entry.audit_id} t={t} />
    </section>
  )
}

export const entryRecord = (t: T): RecordSpec<typeof getAuditEntry> => ({
  endpoint: getAuditEntry,
  id_field: 'audit_id',
  path: (id) => `/audit/${id}`,
  title: (entry) => `${entry.act} · ${entry.subject}`,
  fields: [
    { field: 'at', title: t('at'), kind: 'instant' },
    { field: 'account_name', title: t('account'), show: (entry) => entry.account_name ?? t('nobody') },
    { field: 'kind', title: t('kind'), kind: 'choice', choices: kinds(t) },
    {
      field: 'action',
      title: t('act'),
      show: (entry) => (
        <>
          {entry.act} <span className="cell-code quiet">{entry.action}</span>
        </>
      ),
    },
    {
      field: 'entity',
      title: t('subject'),
      show: (entry) => (
        <>
          {entry.subject} <span className="cell-code quiet">{entry.entity}</span>
        </>
      ),
    },
    {
      field: 'request_id',
      title: t('request'),
      wide: true,
      show: (entry) => (
        <>
          <span className="cell-code">{entry.request_id}</span> ·{' '}
          <To href={href('/audit', { q: entry.request_id })}>{t('same_request')}</To>
        </>
      ),
    },
  ],
  more: (entry) => (
    <>
      <Differences entry={entry} t={t} />
      <Rows entry={entry} t={t} />
      <Seal entry={entry} t={t} />
    </>
  ),
})
