/** The open door and what somebody at it is told. */
import { useCallback, useEffect, useRef, useState, useSyncExternalStore } from 'react'
import { Refused } from '../../ui/call.ts'
import type { DoorState, Keeper } from './keeper.web.ts'
import type { Answer, Arrival } from './queue.web.ts'
import type { Member } from './recognise.ts'
import { flagsOf, type Flag, type Way } from './rules.ts'
import { sound } from './sound.web.ts'

export interface Told {
  readonly check_in_id: string | undefined
  readonly kind: 'in' | 'again' | 'kept' | 'checking' | 'kept_unknown' | 'blocked' | 'no_session' | 'refused'
  readonly name: string | null
  readonly since?: number
  readonly earned?: number
  readonly balance?: number
  /** The balance is that of the window, not of now. */
  readonly balance_as_of?: string
  readonly flags: readonly Flag[]
  readonly refused?: string
}

/** So long a result stands, unless the next one comes. */
const RESULT_MS = 6_000

export const useDoorState = (keeper: Keeper): DoorState =>
  useSyncExternalStore(
    useCallback((listener) => keeper.follow(listener), [keeper]),
    useCallback(() => keeper.now(), [keeper]),
  )

const soundOf = ({ kind, flags }: Told): void => {
  if (kind === 'checking') return
  const well = kind === 'in' || kind === 'kept'
  sound(well && !flags.some((flag) => flag !== 'birthday') ? 'good' : 'attention')
}

const toldOfMember = (keeper: Keeper, member: Member): Pick<Told, 'name' | 'balance' | 'balance_as_of' | 'flags'> => {
  const { as_of, door } = keeper.now()
  return { name: member.name, balance: member.balance, balance_as_of: as_of, flags: flagsOf(member, door.today) }
}

const toldOfAnswer = (answer: Answer): Told => ({
  check_in_id: answer.check_in_id,
  kind: answer.already_since ? 'again' : 'in',
  name: answer.name,
  ...(answer.already_since ? { since: Date.parse(answer.already_since) } : {}),
  earned: answer.earned,
  balance: answer.balance,
  flags: answer.flags,
})

const useTold = (keeper: Keeper) => {
  const [told, setTold] = useState<Told>()
  const shown = useRef<string>(undefined)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const tell = useCallback((next: Told | undefined, silent = false) => {
    clearTimeout(timer.current)
    shown.current = next?.check_in_id
    setTold(next)
    if (!next) return
    if (!silent) soundOf(next)
    timer.current = setTimeout(() => setTold(undefined), RESULT_MS)
  }, [])
  useEffect(() => () => clearTimeout(timer.current), [])
  useEffect(
    () =>
      keeper.hear((arrival: Arrival, answer) => {
        if (shown.current !== arrival.check_in_id) return
        if (answer instanceof Refused)
          tell({ check_in_id: arrival.check_in_id, kind: 'refused', name: arrival.name, flags: [], refused: answer.code })
        // What was a success on the tablet and is one for the server has sounded already.
        else tell(toldOfAnswer(answer), arrival.name !== null && answer.already_since === null)
      }),
    [keeper, tell],
  )
  // The line broke under an arrival that was shown as signed in: it is kept, not sent.
  useEffect(
    () =>
      keeper.follow(() => {
        if (keeper.now().line !== 'up')
          setTold((now) => (now?.kind === 'in' && now.earned === undefined ? { ...now, kind: 'kept' } : now))
      }),
    [keeper],
  )
  return { told, tell }
}

export interface AtDoor {
  readonly told: Told | undefined
  readonly close: () => void
  /** Somebody who showed themself while there are several sessions. */
  readonly choosing: { readonly name: string | null; readonly choose: (activity_id: string) => void } | undefined
  readonly show: (way: Way, member: Member) => void
  readonly scan: (code: string, way?: Way) => void
}

type Showing = { readonly way: Way; readonly member?: Member; readonly code?: string }

/** `sessions`: for which this tablet signs in, now. */
export const useAtDoor = (keeper: Keeper, sessions: readonly string[]): AtDoor => {
  const { told, tell } = useTold(keeper)
  const [choosing, setChoosing] = useState<Showing>()
  const signIn = useCallback(
    async (activity_id: string, { way, member, code }: Showing) => {
      setChoosing(undefined)
      const since = member && keeper.since(activity_id, member.person_id)
      if (member && since !== undefined)
        return tell({ check_in_id: undefined, kind: 'again', since, ...toldOfMember(keeper, member) })
      const arrival = await keeper.arrive({ activity_id, way, member, code })
      const down = keeper.now().line !== 'up'
      const kind = member ? (down ? 'kept' : 'in') : down ? 'kept_unknown' : 'checking'
      const who = member ? toldOfMember(keeper, member) : { name: null, flags: [] }
      return tell({ check_in_id: arrival.check_in_id, kind, ...who })
    },
    [keeper, tell],
  )
  const begin = useCallback(
    (showing: Showing) => {
      if (sessions.length === 1) void signIn(sessions[0]!, showing)
      else if (sessions.length === 0) tell({ check_in_id: undefined, kind: 'no_session', name: null, flags: [] })
      else {
        tell(undefined)
        setChoosing(showing)
      }
    },
    [sessions, signIn, tell],
  )
  const scan = useCallback(
    (code: string, way: Way = 'card') => {
      const known = keeper.now().faces.byCode(code)
      if (known && 'blocked' in known) tell({ check_in_id: undefined, kind: 'blocked', name: known.blocked.name, flags: [] })
      else begin(known ? { way, member: known.member, code } : { way, code })
    },
    [keeper, begin, tell],
  )
  return {
    told,
    close: useCallback(() => (tell(undefined), setChoosing(undefined)), [tell]),
    choosing: choosing && { name: choosing.member?.name ?? null, choose: (activity_id) => void signIn(activity_id, choosing) },
    show: useCallback((way, member) => begin({ way, member }), [begin]),
    scan,
  }
}
