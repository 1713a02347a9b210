/** Ctrl K: people by name, pinyin, initials or telephone tail; pages and deeds by name or pinyin. */
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { match } from 'pinyin-pro'
import { searchPeople } from '../features/people/contract.ts'
import { inLanguage, registerTexts } from '../ui/i18n.ts'
import { useCall } from '../ui/queries.ts'
import { may, useDesk, useMay } from '../ui/session.tsx'
import { useGo } from '../ui/url.tsx'
import { isListed, navigation } from './navigation.tsx'
import { actionsFor } from './quick-actions.tsx'
import { useOwnDeeds } from './shell-account.tsx'
import type { Deed } from './shell-account.tsx'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

const typing_pause_ms = 150
const pages_shown = 8

interface Found extends Deed {
  readonly group: 'find_people' | 'find_pages' | 'find_actions'
  readonly note?: string
}

/** `ft`, `fantang` and `饭堂` all find 饭堂用餐. */
const isMeant = (label: string, typed: string): boolean =>
  label.toLowerCase().includes(typed.toLowerCase()) || match(label, typed, { continuous: true }) !== null

const usePaused = (text: string): string => {
  const [paused, setPaused] = useState(text)
  useEffect(() => {
    const waiting = setTimeout(() => setPaused(text), typing_pause_ms)
    return () => clearTimeout(waiting)
  }, [text])
  return paused
}

const usePeople = (typed: string) => {
  const go = useGo()
  const t = useTexts()
  const q = usePaused(typed.trim())
  const allowed = useMay('people.read')
  const read = useCall(searchPeople, { q }, { pause: q === '' || !allowed, keep: true })
  const rows = typed.trim() === '' ? [] : (read.data?.rows ?? [])
  const people = rows.map((person): Found => ({
    key: `person ${person.person_id}`,
    group: 'find_people',
    label: person.name,
    note: [
      person.birth_year ? t('born', { year: String(person.birth_year) }) : '',
      person.masked_phone ?? '',
      person.station_names.join('、'),
    ]
      .filter(Boolean)
      .join(' · '),
    run: () => go(`/people/${person.person_id}`),
  }))
  return { people, failed: read.error, waiting: read.isFetching || q !== typed.trim() }
}

const usePagesAndDeeds = (typed: string): Found[] => {
  const go = useGo()
  const t = useTexts()
  const { session, chooseStation } = useDesk()
  const deeds = useOwnDeeds()
  const wanted = typed.trim()
  return useMemo(() => {
    const pages = navigation
      .filter((entry) => isListed(entry) && may(session, entry.permission))
      .map((entry): Found => ({
        key: entry.path,
        group: 'find_pages',
        label: inLanguage(entry.label),
        run: () => go(entry.path),
      }))
    const stations = session.stations.map((station): Found => ({
      key: station.station_id,
      group: 'find_actions',
      label: t('at_station', { name: station.name }),
      run: () => chooseStation(station.station_id),
    }))
    const own = deeds.map((deed): Found => ({ ...deed, group: 'find_actions' }))
    const begin = actionsFor(session).map((action): Found => ({
      key: `begin ${action.path}`,
      group: 'find_actions',
      label: inLanguage(action.label),
      run: () => go(action.path),
    }))
    if (wanted === '') return [...pages.slice(0, pages_shown), ...own]
    return [...pages, ...begin, ...own, ...(session.stations.length > 1 ? stations : [])].filter((each) =>
      isMeant(each.label, wanted),
    )
  }, [go, t, session, chooseStation, deeds, wanted])
}

const OneFound = ({ found, id, active, run }: { found: Found; id: string; active: boolean; run: () => void }) => (
  // the combobox above holds the focus and its keys, as the pattern asks
  // oxlint-disable-next-line click-events-have-key-events
  <div
    role="option"
    tabIndex={-1}
    id={id}
    aria-selected={active}
    className="palette-one"
    onPointerDown={(event) => event.preventDefault()}
    onClick={run}
  >
    <span>{found.label}</span>
    {found.note ? <span className="quiet">{found.note}</span> : null}
  </div>
)

const step = (key: string): number => (key === 'ArrowDown' ? 1 : key === 'ArrowUp' ? -1 : 0)

export default function Palette({ close }: { close: () => void }) {
  const t = useTexts()
  const id = useId()
  const dialog = useRef<HTMLDialogElement>(null)
  const [typed, setTyped] = useState('')
  const [place, setPlace] = useState(0)
  const { people, failed, waiting } = usePeople(typed)
  const found = [...people, ...usePagesAndDeeds(typed)]
  const active = found[Math.min(place, found.length - 1)]
  useEffect(() => {
    const element = dialog.current
    // a click on the dialog itself is a click beside its frame
    const beside = (event: MouseEvent) => (event.target === element ? element?.close() : undefined)
    element?.showModal()
    element?.addEventListener('click', beside)
    return () => element?.removeEventListener('click', beside)
  }, [])
  const idOf = (each: Found) => `${id}-${each.key.replaceAll(' ', '-')}`
  useEffect(() => {
    if (active) document.getElementById(idOf(active))?.scrollIntoView({ block: 'nearest' })
  })
  const run = (each: Found) => {
    close()
    each.run()
  }
  const keys = (event: KeyboardEvent) => {
    // Enter also ends the choosing of characters in a Chinese input method
    if (event.nativeEvent.isComposing) return
    if (event.key === 'Enter' && active) {
      event.preventDefault()
      run(active)
    } else if (step(event.key) !== 0 && found.length > 0) {
      event.preventDefault()
      setPlace((Math.min(place, found.length - 1) + step(event.key) + found.length) % found.length)
    }
  }
  const groups = (['find_people', 'find_pages', 'find_actions'] as const).map((group) => ({
    group,
    all: found.filter((each) => each.group === group),
  }))
  return (
    <dialog ref={dialog} className="palette" aria-label={t('find')} onClose={close}>
      <div className="palette-frame">
        <input
          type="text"
          role="combobox"
          aria-expanded="true"
          aria-controls={`${id}-all`}
          aria-activedescendant={active ? idOf(active) : undefined}
          aria-label={t('find_hint')}
          placeholder={t('find_hint')}
          value={typed}
          autoComplete="off"
          onChange={(event) => {
            setTyped(event.target.value)
            setPlace(0)
          }}
          onKeyDown={keys}
        />
        <div role="listbox" id={`${id}-all`} aria-label={t('find')} className="palette-all">
          {groups.map(({ group, all }) =>
            all.length === 0 ? null : (
              <div key={group} role="group" aria-label={t(group)}>
                <p className="palette-group" aria-hidden>
                  {t(group)}
                </p>
                {all.map((each) => (
                  <OneFound key={each.key} found={each} id={idOf(each)} active={each === active} run={() => run(each)} />
                ))}
              </div>
            ),
          )}
        </div>
        <p role="status" className={found.length === 0 || failed ? 'palette-none' : 'unseen'}>
          {failed ? `${t('find_failed')}：${failed.message}` : found.length === 0 && !waiting ? t('find_nothing', { typed }) : ''}
        </p>
      </div>
    </dialog>
  )
}
