/** What somebody at the door is told, readable from two metres. */
import type { ReactNode } from 'react'
import type { Told } from './use-door.web.ts'
import { clock, useTexts, type T } from './words.web.ts'

const marks: Record<Told['kind'], string> = {
  in: '✓',
  kept: '✓',
  again: '✓',
  checking: '…',
  kept_unknown: '…',
  blocked: '!',
  no_session: '!',
  refused: '!',
}

/** The door's own words: a server's sentence may name somebody. */
const refusedText = (t: T, code: string | undefined): string => {
  if (code === 'card_replaced' || code === 'card_lost' || code === 'card_blocked') return t('blocked')
  if (code === 'unknown_member' || code === 'card_unknown' || code === 'card_misread') return t('refused_unknown')
  if (code === 'after_exit' || code === 'card_of_former') return t('refused_left')
  return t('refused_other')
}

const headline = (t: T, { kind, since, refused }: Told): string => {
  if (kind === 'in') return t('welcome')
  if (kind === 'kept') return t('welcome_kept')
  if (kind === 'again') return t('here_since', { time: clock(since!) })
  if (kind === 'checking') return t('checking')
  if (kind === 'kept_unknown') return t('kept_unknown')
  if (kind === 'no_session') return t('no_session')
  return kind === 'blocked' ? t('blocked') : refusedText(t, refused)
}

const Coins = ({ told, t }: { told: Told; t: T }): ReactNode =>
  told.balance === undefined ? null : (
    <p className="kiosk-coins">
      {told.earned ? <strong>{t('earned', { coins: told.earned })}</strong> : null}
      <span>
        {t('balance')} <b>{t('balance_of', { coins: told.balance })}</b>
        {told.balance_as_of ? <small> {t('balance_as_of', { time: clock(told.balance_as_of) })}</small> : null}
      </span>
    </p>
  )

export const Result = ({ told, close }: { told: Told; close: () => void }) => {
  const t = useTexts()
  const trouble = told.kind === 'blocked' || told.kind === 'refused' || told.kind === 'no_session'
  const tone = trouble ? 'trouble' : told.kind === 'in' || told.kind === 'kept' ? 'good' : 'again'
  return (
    <button type="button" className={`kiosk-result kiosk-${tone}`} onClick={close}>
      <span role="status" aria-live="assertive">
        <span className="kiosk-mark" aria-hidden>
          {marks[told.kind]}
        </span>
        {told.name ? <span className="kiosk-name">{told.name}</span> : null}
        <span className="kiosk-headline">{headline(t, told)}</span>
        <Coins told={told} t={t} />
        {trouble ? <span className="kiosk-flag">{t('please_desk')}</span> : null}
        {told.flags.map((flag) => (
          <span key={flag} className={`kiosk-flag kiosk-flag-${flag}`}>
            {t(flag)}
          </span>
        ))}
      </span>
    </button>
  )
}
