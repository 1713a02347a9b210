/** What surrounds each page inside the shell: is it allowed, is it there, did it break. */
import { Component, Suspense } from 'react'
import type { ReactNode } from 'react'
import { Button } from 'antd'
import { inLanguage, registerTexts, uiText } from '../ui/i18n.ts'
import { may, useDesk } from '../ui/session.tsx'
import { EmptyState, Loading } from '../ui/states.tsx'
import { Page } from '../ui/page-header.tsx'
import { To, usePath } from '../ui/url.tsx'
import type { NavigationEntry } from './navigation.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

export const NoSuchPage = () => {
  const t = useTexts()
  return (
    <Page title={t('not_found')}>
      <EmptyState title={t('not_found')} hint={t('not_found_hint')} action={<To href="/">{t('home')}</To>} />
    </Page>
  )
}

const NotAllowed = ({ entry }: { entry: NavigationEntry }) => {
  const t = useTexts()
  return (
    <Page title={inLanguage(entry.label)}>
      <EmptyState
        title={t('no_permission')}
        hint={t('no_permission_hint', { page: inLanguage(entry.label) })}
        action={<To href="/">{t('home')}</To>}
      />
    </Page>
  )
}

/** Stops a broken page from taking the shell with it; a page whose file is gone after an update asks to be loaded again. */
class Fence extends Component<{ children: ReactNode }, { broken: Error | undefined }> {
  override state: { broken: Error | undefined } = { broken: undefined }
  static getDerivedStateFromError(broken: Error) {
    return { broken }
  }
  override render() {
    const { broken } = this.state
    if (!broken) return this.props.children
    const gone = /dynamically imported module|Importing a module script failed/i.test(broken.message)
    return (
      <div className="page" role="alert">
        <EmptyState
          title={uiText(gone ? 'new_version' : 'page_broken')}
          hint={gone ? undefined : uiText('page_broken_hint')}
          action={
            <Button type="primary" onClick={() => location.reload()}>
              {uiText('reload')}
            </Button>
          }
        />
      </div>
    )
  }
}

export const PageFrame = ({ entry, children }: { entry: NavigationEntry; children: ReactNode }) => {
  const { session } = useDesk()
  const path = usePath()
  if (!may(session, entry.permission)) return <NotAllowed entry={entry} />
  return (
    <Fence key={path}>
      <Suspense
        fallback={
          <div className="page">
            <Loading lines={8} />
          </div>
        }
      >
        {children}
      </Suspense>
    </Fence>
  )
}
