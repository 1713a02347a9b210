/** Links and what stands behind the `?`: the state of a list lives in its address, so that it can be sent, saved and gone back to. */
import { useCallback, useMemo } from 'react'
import type { AnchorHTMLAttributes, MouseEvent, ReactNode, Ref } from 'react'
import { useRouter, useRouterState } from '@tanstack/react-router'
import { queryString } from './call.ts'

export type Params = Readonly<Record<string, string>>

export const href = (path: string, params: Readonly<Record<string, unknown>> = {}): string => {
  const query = queryString(params)
  return query ? `${path}?${query}` : path
}

/** `go('/people?q=cgy')`; `replace` leaves no step to go back to. */
export const useGo = (): ((to: string, replace?: boolean) => void) => {
  const router = useRouter({ warn: false })
  return useCallback(
    (to, replace = false) => {
      if (!router) location.assign(to)
      else if (replace) router.history.replace(to)
      else router.history.push(to)
    },
    [router],
  )
}

/** A link inside the application: an ordinary `<a>` (middle click, copy, print all work) that does not reload the page. */
export const To = ({
  href: to,
  children,
  ref,
  ...rest
}: { href: string; children?: ReactNode; ref?: Ref<HTMLAnchorElement> } & AnchorHTMLAttributes<HTMLAnchorElement>) => {
  const go = useGo()
  const follow = (event: MouseEvent<HTMLAnchorElement>) => {
    rest.onClick?.(event)
    if (
      event.defaultPrevented ||
      event.button !== 0 ||
      event.metaKey ||
      event.ctrlKey ||
      event.shiftKey ||
      event.altKey ||
      rest.target
    )
      return
    event.preventDefault()
    go(to)
  }
  return (
    <a ref={ref} href={to} {...rest} onClick={follow}>
      {children}
    </a>
  )
}

/** The path of now, without `?`. */
export const usePath = (): string => useRouterState({ select: (state) => state.location.pathname })

/** The parameters after `?` and a way to change some of them: `set({ page: undefined, q: 'chen' })` keeps the others. */
export const useParamsState = (): [Params, (patch: Readonly<Record<string, string | undefined>>, replace?: boolean) => void] => {
  const go = useGo()
  const path = usePath()
  const search = useRouterState({ select: (state) => state.location.searchStr })
  const params = useMemo(() => Object.fromEntries(new URLSearchParams(search)), [search])
  const set = useCallback(
    (patch: Readonly<Record<string, string | undefined>>, replace = true) => go(href(path, { ...params, ...patch }), replace),
    [go, path, params],
  )
  return [params, set]
}
