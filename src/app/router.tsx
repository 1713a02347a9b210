/** Routes made from the navigation table; every page is fetched when it is first opened. */
import { Suspense, lazy } from 'react'
import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router'
import { ErrorState } from '../ui/states.tsx'
import { navigation } from './navigation.tsx'
import type { NavigationEntry } from './navigation.tsx'
import { Gate } from './shell-gate.tsx'
import { NoSuchPage, PageFrame } from './shell-pages.tsx'
import { Outside, Splash } from './shell-outside.tsx'

const SignIn = lazy(() => import('../features/staff/page-sign-in.tsx'))
const DoorKiosk = lazy(() => import('../features/door/page-kiosk.tsx'))
const FirstRun = lazy(() => import('../features/staff/page-first-run.tsx'))

const root = createRootRoute()

const inside = createRoute({ getParentRoute: () => root, id: 'inside', component: Gate })

const routeOf = (entry: NavigationEntry) => {
  const Content = lazy(entry.page)
  return createRoute({
    getParentRoute: () => inside,
    path: entry.path,
    component: () => (
      <PageFrame entry={entry}>
        <Content />
      </PageFrame>
    ),
  })
}

const outsideRoute = (path: string, Content: typeof SignIn) =>
  createRoute({
    getParentRoute: () => root,
    path,
    component: () => (
      <Outside>
        <Content />
      </Outside>
    ),
  })

/** Stands in a public room, without the office's frame, and opens without network too: it asks by itself who is signed in. */
const kiosk = createRoute({
  getParentRoute: () => root,
  path: '/door/kiosk',
  component: () => (
    <Suspense fallback={<Splash />}>
      <DoorKiosk />
    </Suspense>
  ),
})

export const newRouter = () =>
  createRouter({
    routeTree: root.addChildren([
      outsideRoute('/sign-in', SignIn),
      outsideRoute('/first-run', FirstRun),
      kiosk,
      inside.addChildren([
        ...navigation.map(routeOf),
        createRoute({ getParentRoute: () => inside, path: '$', component: NoSuchPage }),
      ]),
    ]),
    // the address is read and written as plain text: `?q=13` stays text, and links can be typed by hand
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => {
      const text = new URLSearchParams(search as Record<string, string>).toString()
      return text ? `?${text}` : ''
    },
    defaultErrorComponent: ({ error, reset }) => <ErrorState error={error} retry={reset} />,
    scrollRestoration: true,
  })
