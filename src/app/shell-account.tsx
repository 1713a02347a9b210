/** The account's menu at the foot of the rail, and the deeds it shares with the palette and the phone's 我. */
import { useEffect, useRef, useState } from 'react'
import { useQueryClient } from '@tanstack/react-query'
import { findUnsent, forgetDoor } from '../features/door/keep.web.ts'
import { saveLanguage, signOut } from '../features/staff/contract.ts'
import { call } from '../ui/call.ts'
import { initialsOf, nameOf, showInstant } from '../ui/format.ts'
import { registerTexts, speak, useLanguage } from '../ui/i18n.ts'
import { useDesk } from '../ui/session.tsx'
import { useGo } from '../ui/url.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

export interface Deed {
  readonly key: string
  readonly label: string
  readonly run: () => void
}

/** What every account may do about itself, in the order of the menu. */
export const useOwnDeeds = (): readonly Deed[] => {
  const t = useTexts()
  const go = useGo()
  const client = useQueryClient()
  const { surface, chooseSurface } = useDesk()
  const spoken = useLanguage()
  const leave = async () => {
    const { count, first_at } = await findUnsent()
    if (count > 0 && !globalThis.confirm(t('leave_unsent', { count, time: showInstant(new Date(first_at!)).slice(11) }))) return
    // signed out on the server or not (no network), nothing of the person's work stays on this screen
    await call(signOut, {}).catch(() => undefined)
    await forgetDoor()
    client.clear()
    location.assign('/sign-in')
  }
  const switchLanguage = async () => {
    const chosen = spoken === 'zh' ? 'en' : 'zh'
    speak(chosen)
    await call(saveLanguage, { language: chosen }).catch(() => undefined)
    await client.invalidateQueries()
  }
  return [
    {
      key: 'size',
      label: t(surface === 'big' ? 'normal_text' : 'big_text'),
      run: () => chooseSurface(surface === 'big' ? 'office' : 'big'),
    },
    { key: 'language', label: t('other_language'), run: () => void switchLanguage() },
    { key: 'security', label: t('security'), run: () => go('/me/security') },
    { key: 'password', label: t('change_password'), run: () => go('/me/password') },
    { key: 'leave', label: t('sign_out'), run: () => void leave() },
  ]
}

const useCloseOutside = (open: boolean, close: () => void) => {
  const frame = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (!open) return
    const outside = (event: Event) => {
      if (event.target instanceof Node && !frame.current?.contains(event.target)) close()
    }
    const escape = (event: KeyboardEvent) => {
      if (event.key !== 'Escape') return
      close()
      frame.current?.querySelector('button')?.focus()
    }
    addEventListener('pointerdown', outside)
    addEventListener('focusin', outside)
    addEventListener('keydown', escape)
    return () => {
      removeEventListener('pointerdown', outside)
      removeEventListener('focusin', outside)
      removeEventListener('keydown', escape)
    }
  }, [open, close])
  return frame
}

export const AccountMenu = () => {
  const t = useTexts()
  const { session } = useDesk()
  const [open, setOpen] = useState(false)
  const [close] = useState(() => () => setOpen(false))
  const frame = useCloseOutside(open, close)
  const deeds = useOwnDeeds()
  const role = session.roles[0]
  return (
    <div className="account" ref={frame}>
      <button
        type="button"
        className="account-button"
        aria-expanded={open}
        aria-controls="account-menu"
        onClick={() => setOpen(!open)}
      >
        <span className="account-initials" aria-hidden>
          {initialsOf(session.account.name)}
        </span>
        <span className="account-who">
          <span className="unseen">{t('account')} </span>
          <span>{session.account.name}</span>
          {role ? <span className="account-role">{nameOf(role)}</span> : null}
        </span>
      </button>
      <ul id="account-menu" className="account-menu" hidden={!open}>
        {deeds.map((deed) => (
          <li key={deed.key}>
            <button
              type="button"
              onClick={() => {
                setOpen(false)
                deed.run()
              }}
            >
              {deed.label}
            </button>
          </li>
        ))}
      </ul>
    </div>
  )
}
