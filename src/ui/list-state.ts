/** A list's state lives in its address; what is remembered about it (saved filters, chosen columns) in this browser, per account. */
import { useCallback, useMemo, useState } from 'react'
import { useFindDesk } from './session.tsx'
import { useParamsState } from './url.tsx'
import type { Params } from './url.tsx'

export const page_size_default = 25

/** Parameters that place the view but do not filter it. */
const not_filters = ['page', 'page_size', 'sort', 'open'] as const

export interface ListState {
  /** What the endpoint is asked: the filters of the address, the fixed ones, the station of the desk unless the address names one. */
  readonly input: Record<string, unknown>
  readonly params: Params
  readonly page: number
  readonly page_size: number
  readonly sort: string | undefined
  readonly filtered: boolean
  /** Changes filters and goes back to page 1. */
  readonly filter: (patch: Readonly<Record<string, string | undefined>>) => void
  readonly set: (patch: Readonly<Record<string, string | undefined>>, replace?: boolean) => void
  readonly clear: () => void
}

export const useListState = (options: {
  fixed?: Readonly<Record<string, unknown>> | undefined
  any_station?: boolean | undefined
  sort?: string | undefined
}): ListState => {
  const [params, set] = useParamsState()
  const desk = useFindDesk()
  const station_id = params['station_id'] ?? (options.any_station ? undefined : desk?.station?.station_id)
  const page = Math.max(1, Number(params['page']) || 1)
  const page_size = Math.min(500, Math.max(1, Number(params['page_size']) || page_size_default))
  const sort = params['sort'] ?? options.sort
  const filters = useMemo(
    () => Object.fromEntries(Object.entries(params).filter(([name]) => !not_filters.some((each) => each === name))),
    [params],
  )
  const filter = useCallback((patch: Readonly<Record<string, string | undefined>>) => set({ ...patch, page: undefined }), [set])
  const clear = useCallback(
    () => set(Object.fromEntries([...Object.keys(filters), 'page'].map((name) => [name, undefined]))),
    [set, filters],
  )
  const fixed = options.fixed
  const input = useMemo(
    () => ({ ...filters, ...fixed, ...(station_id ? { station_id } : {}), ...(sort ? { sort } : {}), page, page_size }),
    [filters, fixed, station_id, sort, page, page_size],
  )
  return { input, params, page, page_size, sort, filtered: Object.keys(filters).length > 0, filter, set, clear }
}

/** A value kept in this browser for this account; a browser that refuses storage only forgets. */
export const useRemembered = <T>(name: string, first: T): [T, (value: T) => void] => {
  const desk = useFindDesk()
  const key = `hengai.${desk?.session.account.account_id ?? 'anyone'}.${name}`
  const [value, setValue] = useState<T>(() => {
    try {
      const kept = localStorage.getItem(key)
      return kept === null ? first : (JSON.parse(kept) as T)
    } catch {
      return first
    }
  })
  const keep = useCallback(
    (next: T) => {
      setValue(next)
      try {
        localStorage.setItem(key, JSON.stringify(next))
      } catch {
        // private windows refuse storage; the choice then lasts as long as the page
      }
    },
    [key],
  )
  return [value, keep]
}
