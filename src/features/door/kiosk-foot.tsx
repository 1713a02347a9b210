/** The foot of the kiosk: the line, what waits to be sent and since when, who is known, sound, and the way out. */
import { useEffect, useState } from 'react'
import { signOut } from '../staff/contract.ts'
import { call } from '../../ui/call.ts'
import { findUnsent, forgetDoor } from './keep.web.ts'
import type { DoorState } from './keeper.web.ts'
import { isMuted, mute, sound, wakeSound } from './sound.web.ts'
import { clock, useTexts } from './words.web.ts'

/** Minutes go by without anybody touching anything. */
const useNow = (): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 15_000)
    return () => clearInterval(timer)
  }, [])
  return now
}

const Sound = () => {
  const t = useTexts()
  const [muted, setMuted] = useState(isMuted)
  const turn = () => {
    mute(!muted)
    setMuted(!muted)
    wakeSound()
    sound('good')
  }
  return (
    <button type="button" aria-pressed={!muted} onClick={turn}>
      {t(muted ? 'sound_off' : 'sound_on')}
    </button>
  )
}

const toSignIn = () => location.assign('/sign-in?back=/door/kiosk')

const useLeave = () => {
  const t = useTexts()
  return async () => {
    const { count, first_at } = await findUnsent()
    const question = count > 0 ? t('leave_unsent', { count, time: clock(first_at!) }) : t('leave_sure')
    if (!globalThis.confirm(question)) return
    await call(signOut, {}).catch(() => undefined)
    await forgetDoor()
    location.assign('/sign-in')
  }
}

const Waiting = ({ state, open }: { state: DoorState; open: () => void }) => {
  const t = useTexts()
  const now = useNow()
  const waiting = state.arrivals.filter((arrival) => arrival.state === 'waiting')
  const refused = state.arrivals.filter((arrival) => arrival.state === 'refused').length
  if (waiting.length + refused === 0) return null
  const minutes = Math.max(0, Math.floor((now - Math.min(now, ...waiting.map(({ at }) => at))) / 60_000))
  return (
    <button type="button" className="kiosk-waiting" onClick={open}>
      {waiting.length > 0 ? `${t('waiting', { count: waiting.length })} · ${t('waiting_age', { minutes })}` : null}
      {waiting.length > 0 && refused > 0 ? ' · ' : null}
      {refused > 0 ? t('refused_count', { count: refused }) : null}
    </button>
  )
}

export const Foot = ({ state, openQueue }: { state: DoorState; openQueue: () => void }) => {
  const t = useTexts()
  const leave = useLeave()
  const { line, faces, as_of, total } = state
  return (
    <footer className="kiosk-foot">
      <span role="status" className={`kiosk-line kiosk-line-${line}`}>
        {t(line === 'up' ? 'line_up' : line === 'down' ? 'line_down' : 'line_out')}
      </span>
      {line === 'signed_out' ? (
        <button type="button" onClick={() => void forgetDoor().then(toSignIn)}>
          {t('sign_in_again')}
        </button>
      ) : null}
      <Waiting state={state} open={openQueue} />
      <span className="kiosk-quiet">
        {as_of ? t('members_known', { count: faces.all.length, time: clock(as_of) }) : null}
        {total > faces.all.length ? ` · ${t('members_cut', { total })}` : null}
      </span>
      <Sound />
      <button type="button" onClick={() => void leave()}>
        {t('leave')}
      </button>
    </footer>
  )
}
