/** The frame of the office: rail at the left (bottom tabs on a phone), station at the top left, Ctrl K everywhere. */
import { Suspense, lazy, useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { inLanguage, registerTexts } from '../ui/i18n.ts'
import { useIsPhone } from '../ui/screen.ts'
import { may, useDesk } from '../ui/session.tsx'
import { OfflineBand } from '../ui/states.tsx'
import { To, usePath } from '../ui/url.tsx'
import { entryAt, groups, isListed, navigation } from './navigation.tsx'
import { AccountMenu } from './shell-account.tsx'
import { Mark } from './shell-brand.tsx'
import { StationSwitch } from './shell-station.tsx'
import { Tabs } from './shell-tabs.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)
const Palette = lazy(() => import('./shell-palette.tsx'))

const Rail = ({ find }: { find: () => void }) => {
  const t = useTexts()
  const { session } = useDesk()
  const here = entryAt(usePath())
  return (
    <header className="shell-rail">
      <div className="rail-head">
        <To href="/" className="rail-brand">
          <Mark />
          <span>{session.organisation.name}</span>
        </To>
        <StationSwitch />
        <button type="button" className="rail-find" onClick={find}>
          <span>{t('find')}</span>
          <kbd>Ctrl K</kbd>
        </button>
      </div>
      <nav className="rail-pages" aria-label={t('navigation')}>
        {groups.map((group) => {
          const entries = navigation.filter((entry) => entry.group === group && isListed(entry) && may(session, entry.permission))
          if (entries.length === 0) return null
          return (
            <section key={group} aria-labelledby={`rail-${group}`}>
              <h2 id={`rail-${group}`} className={group === 'today' ? 'unseen' : undefined}>
                {t(`group_${group}`)}
              </h2>
              <ul>
                {entries.map((entry) => (
                  <li key={entry.path}>
                    <To href={entry.path} aria-current={entry === here ? 'page' : undefined}>
                      {inLanguage(entry.label)}
                    </To>
                  </li>
                ))}
              </ul>
            </section>
          )
        })}
      </nav>
      <AccountMenu />
    </header>
  )
}

const Top = ({ find }: { find: () => void }) => {
  const t = useTexts()
  return (
    <header className="shell-top">
      <Mark />
      <StationSwitch />
      <button type="button" className="top-find" onClick={find} aria-label={t('find')}>
        <svg viewBox="0 0 24 24" aria-hidden focusable="false">
          <path
            d="M10.5 4a6.5 6.5 0 1 0 0 13 6.5 6.5 0 0 0 0-13Zm5 11.5L20 20"
            fill="none"
            stroke="currentColor"
            strokeWidth="2"
            strokeLinecap="round"
          />
        </svg>
      </button>
    </header>
  )
}

const useFindKey = (open: () => void) => {
  useEffect(() => {
    const listen = (event: KeyboardEvent) => {
      if (event.key.toLowerCase() !== 'k' || !(event.ctrlKey || event.metaKey) || event.altKey) return
      event.preventDefault()
      open()
    }
    addEventListener('keydown', listen)
    return () => removeEventListener('keydown', listen)
  }, [open])
}

export default function Shell({ children }: { children: ReactNode }) {
  const t = useTexts()
  const phone = useIsPhone()
  const [finding, setFinding] = useState(false)
  const [open] = useState(() => () => setFinding(true))
  useFindKey(open)
  return (
    <div className="shell">
      <a className="skip" href="#content">
        {t('skip')}
      </a>
      {phone ? <Top find={open} /> : <Rail find={open} />}
      <main id="content" tabIndex={-1} className="shell-main">
        <OfflineBand />
        {children}
      </main>
      {phone ? <Tabs /> : null}
      {finding ? (
        <Suspense fallback={null}>
          <Palette close={() => setFinding(false)} />
        </Suspense>
      ) : null}
    </div>
  )
}
