/** The four states that are not the content itself: loading, empty, broken, offline. Each says what is going on and what to do. */
import type { ReactNode } from 'react'
import { Button } from 'antd'
import { Refused } from './call.ts'
import { useUiTexts } from './i18n.ts'
import { useIsOnline } from './screen.ts'

/** Grey bars in the place of `lines` lines; read out as “loading”. */
export const Loading = ({ lines = 4 }: { lines?: number }) => {
  const t = useUiTexts()
  return (
    <div className="loading" role="status">
      <span className="unseen">{t('loading')}</span>
      {Array.from({ length: lines }, (_, line) => (
        <span key={line} className="loading-line" style={{ width: `${92 - ((line * 23) % 46)}%` }} aria-hidden />
      ))}
    </div>
  )
}

/** Nothing there yet: say so in the words of the work, and offer the one action that fills it. */
export const EmptyState = ({ title, hint, action }: { title?: string; hint?: ReactNode; action?: ReactNode }) => {
  const t = useUiTexts()
  return (
    <div className="state">
      <svg className="state-mark" viewBox="0 0 64 48" aria-hidden focusable="false">
        <rect x="9" y="10" width="46" height="32" rx="5" fill="none" stroke="currentColor" strokeWidth="1.5" />
        <path d="M17 21h20M17 28h30M17 35h12" fill="none" stroke="currentColor" strokeWidth="1.5" strokeLinecap="round" />
      </svg>
      <p className="state-title">{title ?? t('empty')}</p>
      {hint ? <p className="state-hint">{hint}</p> : null}
      {action ? <div className="state-action">{action}</div> : null}
    </div>
  )
}

/** Something could not be read. The server's own sentence is shown; our faults carry the number an administrator can look up. */
export const ErrorState = ({ error, retry }: { error: unknown; retry?: () => void }) => {
  const t = useUiTexts()
  const message = error instanceof Refused ? error.message : t('page_broken_hint')
  const mendable = !(error instanceof Refused) || error.status === 0 || error.status >= 429
  return (
    <div className="state state-broken" role="alert">
      <p className="state-title">{t('broken')}</p>
      <p className="state-hint">{message}</p>
      {retry && mendable ? (
        <div className="state-action">
          <Button onClick={retry}>{t('retry')}</Button>
        </div>
      ) : null}
    </div>
  )
}

/** A thin band at the top while the browser has no network. */
export const OfflineBand = () => {
  const t = useUiTexts()
  const online = useIsOnline()
  return (
    <div role="status" aria-live="polite" className={online ? 'unseen' : 'offline-band'}>
      {online ? null : (
        <>
          <strong>{t('offline')}</strong> {t('offline_hint')}
        </>
      )}
    </div>
  )
}
