/** The phone's four tabs, within the thumb's reach. */
import { registerTexts } from '../ui/i18n.ts'
import { may, useDesk } from '../ui/session.tsx'
import { To, usePath } from '../ui/url.tsx'
import { entryAt, navigation } from './navigation.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

const tabs = [
  { path: '/', label: 'tab_today', shape: 'M4 11 12 4l8 7v8a1 1 0 0 1-1 1h-4v-6H9v6H5a1 1 0 0 1-1-1z' },
  { path: '/people', label: 'tab_people', shape: 'M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8Zm-8 8c.8-3.6 4-5.5 8-5.5s7.2 1.9 8 5.5' },
  { path: '/todo', label: 'tab_todo', shape: 'M5 4h14v16H5zM9 12l2.2 2.2L15.5 10' },
  { path: '/me', label: 'tab_me', shape: 'M4 7h16M4 12h16M4 17h10' },
] as const

export const Tabs = () => {
  const t = useTexts()
  const { session } = useDesk()
  const path = usePath()
  const here = entryAt(path)?.path ?? path
  const allowed = tabs.filter((tab) => navigation.some((entry) => entry.path === tab.path && may(session, entry.permission)))
  return (
    <nav className="shell-tabs" aria-label={t('navigation')}>
      {allowed.map((tab) => (
        <To
          key={tab.path}
          href={tab.path}
          aria-current={here === tab.path || (tab.path === '/me' && path.startsWith('/me')) ? 'page' : undefined}
        >
          <svg viewBox="0 0 24 24" aria-hidden focusable="false">
            <path
              d={tab.shape}
              fill="none"
              stroke="currentColor"
              strokeWidth="1.7"
              strokeLinecap="round"
              strokeLinejoin="round"
            />
          </svg>
          {t(tab.label)}
        </To>
      ))}
    </nav>
  )
}
