/** Puts a component on a page in happy-dom: router with an address in memory, query client, a desk with two stations, a server made of replies. */
import { act } from 'react'
import type { ReactNode } from 'react'
import { createRoot } from 'react-dom/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider, createMemoryHistory, createRootRoute, createRouter } from '@tanstack/react-router'
import { onTestFinished, vi } from 'vitest'
import { newQueryClient } from '../src/ui/queries.ts'
import { DeskProvider } from '../src/ui/session.tsx'
import type { Desk } from '../src/ui/session.tsx'

Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true })

export interface Asked {
  readonly method: string
  readonly url: URL
  readonly body: Record<string, unknown> | undefined
}

export interface Reply {
  readonly status?: number
  readonly body: unknown
}

/** Answers every `fetch`; returns what was asked so far. A reply that is an Error stands for a dead network. */
export const serve = (answer: (asked: Asked) => Reply | Error | Promise<Reply>): Asked[] => {
  const all: Asked[] = []
  vi.stubGlobal('fetch', async (address: string, init: RequestInit = {}) => {
    const asked = {
      method: init.method ?? 'GET',
      url: new URL(address, 'http://here'),
      body: typeof init.body === 'string' ? (JSON.parse(init.body) as Record<string, unknown>) : undefined,
    }
    all.push(asked)
    const reply = await answer(asked)
    if (reply instanceof Error) throw reply
    return new Response(JSON.stringify(reply.body), {
      status: reply.status ?? 200,
      headers: { 'content-type': 'application/json' },
    })
  })
  onTestFinished(() => void vi.unstubAllGlobals())
  return all
}

export const stations = [
  { station_id: '00000000-0000-4000-8000-000000000001', code: 'A', name: '甲站' },
  { station_id: '00000000-0000-4000-8000-000000000002', code: 'B', name: '乙站' },
] as const

export const deskAt = (station?: Desk['station'], permissions: readonly string[] = []): Desk => ({
  session: {
    account: { account_id: 'a', login: 'li', name: '李明', must_change_password: false, language: 'zh' },
    organisation: { organisation_id: 'o', name: '机构', time_zone: 'Asia/Shanghai' },
    roles: [],
    permissions,
    stations,
  },
  station,
  chooseStation: () => {},
  surface: 'office',
  chooseSurface: () => {},
})

/** Waits until `look` gives something that is not undefined or false. */
export const until = async <T,>(look: () => T | undefined | false | null): Promise<T> => {
  const end = Date.now() + 5_000
  for (;;) {
    const seen = look()
    if (seen) return seen
    if (Date.now() > end) throw new Error(`not seen within 5 s; the page says: ${document.body.textContent}`)
    await act(async () => new Promise((done) => setTimeout(done, 10)))
  }
}

export const show = async (node: ReactNode, options: { at?: string; desk?: Desk } = {}) => {
  const place = document.createElement('div')
  document.body.append(place)
  const history = createMemoryHistory({ initialEntries: [options.at ?? '/'] })
  const route = createRootRoute({ component: () => <>{node}</>, notFoundComponent: () => <>{node}</> })
  const router = createRouter({
    routeTree: route,
    history,
    parseSearch: (text) => Object.fromEntries(new URLSearchParams(text)),
    stringifySearch: (search) => `?${new URLSearchParams(search as Record<string, string>).toString()}`,
  })
  const react = createRoot(place)
  onTestFinished(async () => {
    await act(async () => react.unmount())
    document.body.replaceChildren()
    localStorage.clear()
  })
  await act(async () =>
    react.render(
      <QueryClientProvider client={newQueryClient()}>
        <DeskProvider value={options.desk ?? deskAt()}>
          <RouterProvider router={router} />
        </DeskProvider>
      </QueryClientProvider>,
    ),
  )
  return { place, address: () => history.location.href }
}

export const click = async (element: Element | null | undefined): Promise<void> => {
  if (!(element instanceof HTMLElement)) throw new Error('nothing to click')
  await act(async () => element.click())
}

/** Types as a person does: React listens to the native setter. */
export const type = async (element: Element | null | undefined, text: string): Promise<void> => {
  if (!(element instanceof HTMLInputElement)) throw new Error('nothing to type into')
  await act(async () => {
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value')?.set?.call(element, text)
    element.dispatchEvent(new Event('input', { bubbles: true }))
  })
}

const bare = (text: string | null) => (text ?? '').replaceAll(/\s/g, '')

/** The first element that says `text`; spaces do not count, because antd parts two characters on a button. */
export const byText = (selector: string, text: string): HTMLElement | undefined =>
  [...document.querySelectorAll<HTMLElement>(selector)].find((element) => bare(element.textContent).includes(bare(text)))
