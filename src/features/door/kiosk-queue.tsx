/** Arrivals that are not sent yet, and those the server refused: why, and what can be done. */
import { useState } from 'react'
import { refusalReason } from '../../shared/refusal-texts.ts'
import { language } from '../../ui/i18n.ts'
import type { DoorState, Keeper } from './keeper.web.ts'
import { ByList } from './kiosk-find.tsx'
import type { Arrival } from './queue.web.ts'
import { clock, useTexts, type T } from './words.web.ts'

const nameOf = (t: T, { name, code }: Arrival): string => name ?? t('unknown_card', { code: code ?? '—' })

const Refusing = ({ arrival, keeper, state }: { arrival: Arrival; keeper: Keeper; state: DoorState }) => {
  const t = useTexts()
  const [mending, setMending] = useState<'person' | 'session'>()
  const again = async (mended: Parameters<typeof keeper.queue.again>[1] = {}) => {
    await keeper.queue.again(arrival.check_in_id, mended)
    await keeper.send()
  }
  const drop = () => {
    if (globalThis.confirm(t('do_not_send_sure', { name: nameOf(t, arrival) }))) void keeper.queue.drop([arrival.check_in_id])
  }
  return (
    <>
      <p className="kiosk-queue-acts">
        <button type="button" onClick={() => void again()}>
          {t('try_again')}
        </button>
        <button type="button" onClick={() => setMending('person')}>
          {t('choose_person')}
        </button>
        <button type="button" onClick={() => setMending('session')}>
          {t('choose_session')}
        </button>
        <button type="button" onClick={drop}>
          {t('do_not_send')}
        </button>
      </p>
      {mending === 'person' ? (
        <ByList
          faces={state.faces}
          found={({ person_id, name }) => void again({ person_id, name, code: null }).then(() => setMending(undefined))}
        />
      ) : null}
      {mending === 'session' ? (
        <p className="kiosk-queue-acts">
          {state.door.sessions.map(({ activity_id, title }) => (
            <button key={activity_id} type="button" onClick={() => void again({ activity_id })}>
              {title}
            </button>
          ))}
        </p>
      ) : null}
    </>
  )
}

export const QueueList = ({ keeper, state }: { keeper: Keeper; state: DoorState }) => {
  const t = useTexts()
  const unsent = state.arrivals.filter((arrival) => arrival.state !== 'sent')
  return (
    <>
      <h1>{t('queue')}</h1>
      {unsent.length === 0 ? (
        <p className="kiosk-quiet">{t('queue_none')}</p>
      ) : (
        <button type="button" className="kiosk-main" onClick={() => void keeper.send()}>
          {t('send_now')}
        </button>
      )}
      <ul className="kiosk-queue">
        {unsent.map((arrival) => (
          <li key={arrival.check_in_id}>
            <b>{nameOf(t, arrival)}</b> <span>{clock(arrival.at)}</span>{' '}
            <span>{state.door.sessions.find(({ activity_id }) => activity_id === arrival.activity_id)?.title}</span>{' '}
            {arrival.state === 'refused' ? (
              <>
                <strong>
                  {t('state_refused')}：{refusalReason(arrival.refused ?? '', language())}
                </strong>
                <Refusing arrival={arrival} keeper={keeper} state={state} />
              </>
            ) : (
              <span>{t('state_waiting')}</span>
            )}
          </li>
        ))}
      </ul>
    </>
  )
}
