/** Registers a member: the card first, then the rest. */
import { useState } from 'react'
import { Alert, Input } from 'antd'
import { v7 } from 'uuid'
import { readIdNumber } from '../../shared/id-card.ts'
import { normalCode } from '../../shared/normal.ts'
import { refusalText } from '../../shared/refusal-texts.ts'
import { todayHere } from '../../ui/format.ts'
import { language } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordForm } from '../../ui/record-form.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { listPeopleWords, registerMember, searchPeople } from './contract.ts'
import { sexes, useTexts, type T } from './words.web.ts'
import './people.css'

interface Card {
  readonly id_number: string
  readonly born_on: string
  readonly sex: 'male' | 'female'
}

/** What the number says of its bearer, or what is wrong with it once all of it is typed. */
const readCard = (typed: string): { card?: Card; wrong?: string } => {
  if (normalCode(typed).length < 18) return {}
  const read = readIdNumber(typed)
  if (read.kind === 'refused') return { wrong: refusalText(read.refused, {}, language()) }
  return read.kind === 'mainland' ? { card: { id_number: read.id18, born_on: read.born_on, sex: read.sex } } : {}
}

/** Who bears this number already, among the people this worker sees. */
const Known = ({ id_number }: { id_number: string }) => {
  const t = useTexts()
  const person = useCall(searchPeople, { q: id_number }).data?.rows[0]
  if (!person) return null
  const line = t('already_known', { name: person.name, stations: person.station_names.join('、') })
  return <Alert type="info" showIcon title={<To href={`/people/${person.person_id}`}>{line}</To>} />
}

interface CardInputProps {
  readonly card: Card | undefined
  readonly wrong: string | undefined
  readonly read: (typed: string) => void
  readonly t: T
}

const CardInput = ({ card, wrong, read, t }: CardInputProps) => (
  <section className="record-form card-first">
    <label htmlFor="card-number">{t('id_number')}</label>
    <Input
      id="card-number"
      {...(wrong ? { status: 'error', 'aria-invalid': true } : {})}
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- the page begins with the card reader, which types where the cursor stands
      autoFocus
      autoComplete="off"
      aria-describedby="card-help"
      onChange={(event) => read(event.target.value)}
    />
    <p id="card-help" className={wrong ? 'problem' : 'quiet'} role="status">
      {wrong ?? (card ? t('id_read', { sex: t(card.sex), born_on: card.born_on }) : t('id_help'))}
    </p>
    {card ? <Known id_number={card.id_number} /> : null}
  </section>
)

export default function NewMemberPage() {
  const t = useTexts()
  const go = useGo()
  const words = useCall(listPeopleWords, {}).data
  const [registration_id] = useState(() => v7())
  const [typed, setTyped] = useState('')
  const [refused, setRefused] = useState<string>()
  const { card, wrong = refused } = readCard(typed)
  const read = (text: string) => {
    setTyped(text)
    setRefused(undefined)
  }
  const refuse = (message: string) => {
    setRefused(message)
    document.getElementById('card-number')?.focus()
  }
  const given = card ?? (typed.trim() ? { id_number: typed.trim() } : {})
  const choices = (list: readonly string[] | undefined) => Object.fromEntries((list ?? []).map((word) => [word, word]))
  return (
    <Page title={t('register')} purpose={t('register_purpose')} above={<To href="/people">‹ {t('back')}</To>}>
      <CardInput card={card} wrong={wrong} read={read} t={t} />
      <RecordForm
        key={card?.id_number ?? 'no card'}
        endpoint={registerMember}
        submit={t('register_do')}
        initial={{ registration_id, joined_on: todayHere(), ...given }}
        outside={{ id_number: refuse }}
        done={(made) => go(`/people/${made.person_id}`)}
        cancel={() => go('/people')}
        fields={[
          { field: 'name', label: t('name'), required: true, max_length: 40, group: t('who') },
          { field: 'sex', label: t('sex'), kind: 'choice', choices: sexes(t), group: t('who') },
          { field: 'born_on', label: t('born_on'), kind: 'day', group: t('who') },
          { field: 'phone', label: t('phone'), help: t('reach_help'), max_length: 30, group: t('who') },
          { field: 'station_id', label: t('station'), kind: 'station', required: true, group: t('at_station') },
          { field: 'member_no', label: t('member_no'), help: t('member_no_help'), max_length: 40, group: t('at_station') },
          { field: 'joined_on', label: t('joined_on'), kind: 'day', group: t('at_station') },
          { field: 'community', label: t('community'), max_length: 60, group: t('at_station') },
          ...(words?.categories.length
            ? [
                {
                  field: 'categories',
                  label: t('categories'),
                  kind: 'many',
                  choices: choices(words.categories),
                  group: t('at_station'),
                } as const,
              ]
            : []),
          { field: 'living_status', label: t('living_status'), max_length: 40, group: t('at_station') },
          { field: 'ability', label: t('ability'), max_length: 40, group: t('at_station') },
          { field: 'card_no', label: t('card_no'), max_length: 40, group: t('at_station') },
          { field: 'consent_no', label: t('consent_no'), max_length: 40, group: t('at_station') },
          { field: 'pendant_no', label: t('pendant_no'), max_length: 40, group: t('at_station') },
          { field: 'address', label: t('address'), help: t('reach_help'), max_length: 200, group: t('reach') },
          { field: 'contact1_name', label: t('contact1_name'), max_length: 40, group: t('reach') },
          { field: 'contact1_relation', label: t('contact1_relation'), max_length: 20, group: t('reach') },
          { field: 'contact1_phone', label: t('contact1_phone'), max_length: 30, group: t('reach') },
          {
            field: 'chronic',
            label: t('chronic'),
            kind: 'long_text',
            help: t('reach_help'),
            max_length: 400,
            group: t('health'),
          },
          { field: 'medication', label: t('medication'), kind: 'long_text', max_length: 400, group: t('health') },
          { field: 'allergy', label: t('allergy'), max_length: 400, group: t('health') },
        ]}
      />
    </Page>
  )
}
