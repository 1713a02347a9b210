/** Which days, station and contract a page of figures looks at: kept in its address, so that it can be sent and gone back to. */
import { useMemo } from 'react'
import { isDay } from '../../shared/day.ts'
import { useCall } from '../../ui/queries.ts'
import { useRemembered } from '../../ui/list-state.ts'
import { useFindDesk } from '../../ui/session.tsx'
import { useParamsState } from '../../ui/url.tsx'
import type { Params } from '../../ui/url.tsx'
import { getLastDay } from './contract.ts'

export interface Scope {
  readonly from: string
  readonly to: string
  readonly station_id?: string
  readonly contract_id?: string
}

export type SetScope = (patch: Readonly<Record<string, string | undefined>>) => void

const pad = (month: number) => String(month).padStart(2, '0')

export const yearDays = (year: number): { from: string; to: string } => ({ from: `${year}-01-01`, to: `${year}-12-31` })

/** `month` from 1. */
export const monthDays = (year: number, month: number): { from: string; to: string } => ({
  from: `${year}-${pad(month)}-01`,
  to: `${year}-${pad(month)}-${pad(new Date(Date.UTC(year, month, 0)).getUTCDate())}`,
})

/** `year`, `1` … `12`, or `days` for any other beginning and end. */
export const partOfYear = ({ from, to }: { from: string; to: string }): string => {
  const year = Number(from.slice(0, 4))
  const same = (days: { from: string; to: string }) => days.from === from && days.to === to
  if (same(yearDays(year))) return 'year'
  const month = Number(from.slice(5, 7))
  return same(monthDays(year, month)) ? String(month) : 'days'
}

const placesOf = (params: Params, station_id: string | undefined) => ({
  ...(station_id ? { station_id } : {}),
  ...(params['contract_id'] ? { contract_id: params['contract_id'] } : {}),
})

/** The year of the latest service, or this one when there is none yet; undefined while it is being looked up. */
export const useLastYear = (): number | undefined => {
  const { data, error } = useCall(getLastDay, {}, { keep: true })
  if (error) return new Date().getFullYear()
  return data ? Number((data.day ?? String(new Date().getFullYear())).slice(0, 4)) : undefined
}

/**
 * The scope of the address. Without days in it: the year last looked at on the first page, or the latest with services.
 * `follow_desk`: the station chosen in the shell counts when the address names none. `known` is false until the year is.
 */
export const useScope = (follow_desk: boolean): { scope: Scope; set: SetScope; known: boolean } => {
  const [params, set] = useParamsState()
  const desk = useFindDesk()
  const [kept, keep] = useRemembered<number | null>('home.year', null)
  const last = useLastYear()
  const { from, to } = params
  const year = kept ?? last
  const station_id = params['station_id'] ?? (follow_desk ? desk?.station?.station_id : undefined)
  const contract_id = params['contract_id']
  const scope = useMemo(
    () => ({
      ...(isDay(from) && isDay(to) ? { from, to } : yearDays(year ?? new Date().getFullYear())),
      ...placesOf(contract_id ? { contract_id } : {}, station_id),
    }),
    [from, to, year, station_id, contract_id],
  )
  return {
    scope,
    known: year !== undefined || (isDay(from) && isDay(to)),
    set: (patch) => {
      const year =
        patch['from'] && partOfYear({ from: patch['from'], to: patch['to'] ?? '' }) === 'year'
          ? Number(patch['from'].slice(0, 4))
          : undefined
      if (year) keep(year)
      set({ from: scope.from, to: scope.to, ...patch, page: undefined })
    },
  }
}
