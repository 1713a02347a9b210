/** Ways to be found without a card: the end of the telephone number, the initials, or one's name among the names. */
import { useState } from 'react'
import type { Faces, Member } from './recognise.ts'
import { useTexts, type T } from './words.web.ts'

const DIGITS = [...'1234567890']
const LETTERS = [...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']
/** As many as fit on a tablet without scrolling. */
const ON_PAGE = 12

interface Finding {
  readonly faces: Faces
  readonly found: (member: Member) => void
}

/** Two of one masked name are told apart by the end of the telephone: what a neighbour may read of it. */
const tailFor = (member: Member, members: readonly Member[]): string | undefined =>
  members.some((other) => other !== member && other.name === member.name) ? member.phone_tail?.slice(-2) : undefined

const Names = ({ members, found, t }: { members: readonly Member[]; found: Finding['found']; t: T }) => {
  const [page, setPage] = useState(0)
  const pages = Math.max(1, Math.ceil(members.length / ON_PAGE))
  const shown = members.slice(page * ON_PAGE, (page + 1) * ON_PAGE)
  return (
    <section aria-label={t('your_name')}>
      <ul className="kiosk-names">
        {shown.map((member) => (
          <li key={member.person_id}>
            <button type="button" onClick={() => found(member)}>
              <span className="kiosk-face" aria-hidden>
                {member.name[0]}
              </span>
              <span>
                {member.name}
                <small>
                  {member.initials.toUpperCase()}
                  {tailFor(member, members) ? ` · ${t('phone_ends', { digits: tailFor(member, members)! })}` : null}
                </small>
              </span>
            </button>
          </li>
        ))}
      </ul>
      {pages > 1 ? (
        <p className="kiosk-pages">
          <button type="button" disabled={page === 0} onClick={() => setPage(page - 1)}>
            {t('earlier')}
          </button>
          <span>{t('page_of', { page: page + 1, pages })}</span>
          <button type="button" disabled={page + 1 >= pages} onClick={() => setPage(page + 1)}>
            {t('later')}
          </button>
        </p>
      ) : null}
    </section>
  )
}

const Pad = ({ keys, press, label }: { keys: readonly string[]; press: (key: string) => void; label: string }) => (
  <div className={keys.length > 12 ? 'kiosk-pad kiosk-pad-letters' : 'kiosk-pad'} role="group" aria-label={label}>
    {keys.map((key) => (
      <button key={key} type="button" onClick={() => press(key)}>
        {key}
      </button>
    ))}
  </div>
)

const Typed = ({ typed, places, erase, t }: { typed: string; places: number; erase: () => void; t: T }) => (
  <p className="kiosk-typed">
    <output aria-live="polite">{[...typed.padEnd(places, '·')].join(' ')}</output>
    <button type="button" onClick={erase} disabled={typed === ''}>
      {t('erase')}
    </button>
  </p>
)

export const ByPhone = ({ faces, found }: Finding) => {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  const members = typed.length === 4 ? faces.byTail(typed) : []
  return (
    <>
      <h1>{t('phone_title')}</h1>
      <Typed typed={typed} places={4} erase={() => setTyped(typed.slice(0, -1))} t={t} />
      {typed.length < 4 ? (
        <Pad keys={DIGITS} press={(key) => setTyped((before) => (before + key).slice(0, 4))} label={t('phone_title')} />
      ) : members.length > 0 ? (
        <>
          <h2>{t('your_name')}</h2>
          <Names members={members} found={found} t={t} />
        </>
      ) : (
        <p className="kiosk-nobody" role="alert">
          {t('nobody')}
        </p>
      )}
    </>
  )
}

export const ByName = ({ faces, found }: Finding) => {
  const t = useTexts()
  const [typed, setTyped] = useState('')
  // One letter is somebody's family name, and that of hundreds: two tell enough.
  const members = typed.length >= 2 ? faces.byInitials(typed.toLowerCase()) : []
  return (
    <>
      <h1>{t('name_title')}</h1>
      <Typed typed={typed} places={3} erase={() => setTyped(typed.slice(0, -1))} t={t} />
      {typed.length >= 2 && members.length === 0 ? (
        <p className="kiosk-nobody" role="alert">
          {t('nobody')}
        </p>
      ) : null}
      {members.length > 0 ? (
        <Names key={typed} members={members} found={found} t={t} />
      ) : (
        <p className="kiosk-quiet">{t('name_example')}</p>
      )}
      {members.length > ON_PAGE || typed.length < 2 ? (
        <Pad keys={LETTERS} press={(key) => setTyped((before) => (before + key).slice(0, 4))} label={t('name_title')} />
      ) : null}
    </>
  )
}

export const ByList = ({ faces, found }: Finding) => {
  const t = useTexts()
  const [letter, setLetter] = useState<string>()
  return (
    <>
      <h1>{letter ? t('your_name') : t('list_title')}</h1>
      {letter ? (
        <Names members={faces.byInitials(letter)} found={found} t={t} />
      ) : (
        <Pad
          keys={faces.letters.map((each) => each.toUpperCase())}
          press={(key) => setLetter(key.toLowerCase())}
          label={t('list_title')}
        />
      )}
    </>
  )
}
