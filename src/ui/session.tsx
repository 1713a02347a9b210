/** Who is signed in and at which station they work just now; the shell provides it, every component may ask. */
import { createContext, useContext } from 'react'
import type { Surface } from './tokens.ts'

export interface Station {
  readonly station_id: string
  readonly code: string
  readonly name: string
}

export interface Session {
  readonly account: {
    readonly account_id: string
    readonly login: string
    readonly name: string
    readonly must_change_password: boolean
    readonly language: 'zh' | 'en'
    /** What the session asks before anything else: the code of the second factor, or to set one up. */
    readonly asks?: 'second_factor' | 'enrolment' | null
  }
  readonly organisation: { readonly organisation_id: string; readonly name: string; readonly time_zone: string }
  readonly roles: readonly {
    readonly role: string
    readonly name_zh: string
    readonly name_en: string
    readonly station_id: string | null
  }[]
  readonly permissions: readonly string[]
  readonly stations: readonly Station[]
}

export interface Desk {
  readonly session: Session
  /** The station chosen at the top left; `undefined` = all stations the account may see. */
  readonly station: Station | undefined
  readonly chooseStation: (station_id: string | undefined) => void
  readonly surface: Surface
  readonly chooseSurface: (surface: Surface) => void
}

const DeskContext = createContext<Desk | undefined>(undefined)

export const DeskProvider = DeskContext.Provider

/** Undefined outside the shell (sign-in, tests of single components). */
export const useFindDesk = (): Desk | undefined => useContext(DeskContext)

export const useDesk = (): Desk => {
  const desk = useContext(DeskContext)
  if (!desk) throw new Error('useDesk is for pages inside the shell')
  return desk
}

/** `public` and `signed_in` are granted to everybody who is signed in. */
export const may = (session: Pick<Session, 'permissions'>, permission: string): boolean =>
  permission === 'public' || permission === 'signed_in' || session.permissions.includes(permission)

/** May the account do this? `useMay('records.void')`. */
export const useMay = (permission: string): boolean => {
  const desk = useFindDesk()
  return desk !== undefined && may(desk.session, permission)
}
