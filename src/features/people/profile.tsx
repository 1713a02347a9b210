/** One person: who they are, where they are registered, what is kept from sight. What they received is put below it by the application. */
import type { ReactNode } from 'react'
import { Alert, Tag } from 'antd'
import { useParams } from '@tanstack/react-router'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showDay, showInstant } from '../../ui/format.ts'
import { Masked } from '../../ui/masked.tsx'
import { OriginLine } from '../../ui/origin-line.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { RecordView } from '../../ui/record-view.tsx'
import { useMay } from '../../ui/session.tsx'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { getPerson, revealPerson } from './contract.ts'
import { MergeWith } from './profile-merge.tsx'
import { ChangeStatus } from './profile-status.tsx'
import { sexes, showDisability, statuses, useTexts, wordOf, type T } from './words.web.ts'
import './people.css'

export type Person = OutputOf<typeof getPerson>
type What = 'id_number' | 'phone' | 'addresses' | 'contacts' | 'health'

const Secret = ({ person_id, what, shown, may }: { person_id: string; what: What; shown: string | null; may: boolean }) => {
  const t = useTexts()
  if (shown === null) return <span className="quiet">{t('not_recorded')}</span>
  const labelled = what === 'addresses' || what === 'contacts' || what === 'health'
  const value = ({ values }: OutputOf<typeof revealPerson>) =>
    values.map((one) => (labelled ? `${wordOf(t, one.field)}：${one.text}` : one.text)).join('；') || t('nothing_there')
  return (
    <Masked
      masked={shown}
      what={t(what)}
      {...(may ? { reveal: { endpoint: revealPerson, input: { person_id, what }, value } } : {})}
    />
  )
}

const Identity = ({ person, t }: { person: Person; t: T }) => {
  const may = useMay('people.reveal')
  const { person_id } = person
  const hidden = (there: boolean) => (there ? t('hidden') : null)
  return (
    <RecordView
      record={person}
      fields={[
        { field: 'sex', title: t('sex'), kind: 'choice', choices: sexes(t), group: t('identity') },
        { field: 'age', title: t('age'), kind: 'number', unit: t('age_unit'), group: t('identity') },
        { field: 'born_on', title: t('born_on'), kind: 'day', group: t('identity') },
        {
          field: 'masked_id',
          title: t('id_number'),
          show: () => <Secret person_id={person_id} what="id_number" shown={person.masked_id} may={may} />,
          group: t('identity'),
        },
        {
          field: 'masked_phone',
          title: t('phone'),
          show: () => <Secret person_id={person_id} what="phone" shown={person.masked_phone} may={may} />,
          group: t('identity'),
        },
        {
          field: 'has_addresses',
          title: t('addresses'),
          show: () => <Secret person_id={person_id} what="addresses" shown={hidden(person.has_addresses)} may={may} />,
          group: t('identity'),
        },
        {
          field: 'has_contacts',
          title: t('contacts'),
          show: () => <Secret person_id={person_id} what="contacts" shown={hidden(person.has_contacts)} may={may} />,
          group: t('identity'),
        },
        {
          field: 'has_health',
          title: t('health'),
          show: () =>
            person.has_health === null ? (
              <span className="quiet">{t('no_right')}</span>
            ) : (
              <Secret person_id={person_id} what="health" shown={hidden(person.has_health)} may={may} />
            ),
          group: t('identity'),
        },
      ]}
    />
  )
}

type Registration = Person['registrations'][number]

const RegistrationCard = ({ registration, t }: { registration: Registration; t: T }) => {
  const facts = [
    registration.community,
    registration.categories.join('、'),
    registration.living_status,
    registration.ability,
    showDisability(t, registration.disability_category, registration.disability_grade),
    registration.pendant_no ? `${t('pendant_no')} ${registration.pendant_no}` : '',
    registration.consent_no ? `${t('consent_no')} ${registration.consent_no}` : '',
    registration.is_volunteer ? t('is_volunteer') : '',
  ].filter(Boolean)
  const gone = registration.status !== 'active'
  return (
    <li className="register">
      <p className="register-head">
        <strong>{registration.station_name}</strong>
        <span className="cell-code">{registration.member_no}</span>
        <Tag className={`status ${gone ? 'status-plain' : 'status-good'}`} variant="filled">
          {statuses(t)[registration.status]}
        </Tag>
        {gone && registration.status_on ? (
          <span className="quiet">{t('since', { day: showDay(registration.status_on) })}</span>
        ) : null}
      </p>
      {facts.length > 0 ? <p>{facts.join(' · ')}</p> : null}
      {registration.warnings.map((warning) => (
        <p key={warning} className="register-warning">
          {t('warnings')}：{wordOf(t, warning)}
        </p>
      ))}
      <p className="quiet">
        {registration.joined_on ? `${t('joined', { day: showDay(registration.joined_on) })} · ` : ''}
        {t('by', { name: registration.recorded_by_name, at: showInstant(registration.recorded_at) })}
      </p>
      <OriginLine entry_id={registration.registration_id} evidence={registration.evidence} />
    </li>
  )
}

const Registers = ({ person, t }: { person: Person; t: T }) => (
  <section className="record-group">
    <h2>{t('registrations')}</h2>
    <ul className="registers">
      {person.registrations.map((registration) => (
        <RegistrationCard key={registration.registration_id} registration={registration} t={t} />
      ))}
    </ul>
    {person.status_changes.length > 0 ? (
      <>
        <h3>{t('changes')}</h3>
        <ul className="quiet-lines">
          {person.status_changes.map((change) => (
            <li key={change.change_id}>
              {change.station_name} ·{' '}
              {t('change_line', {
                was: wordOf(t, change.was_status),
                now: wordOf(t, change.status),
                day: change.status_on,
                reason: change.reason,
              })}
              <span className="quiet"> {t('by', { name: change.changed_by_name, at: showInstant(change.changed_at) })}</span>
            </li>
          ))}
        </ul>
      </>
    ) : null}
  </section>
)

const Notices = ({ person, t }: { person: Person; t: T }) => {
  const may = useMay('people.merge')
  return (
    <>
      {person.open_duplicates > 0 && may ? (
        <Alert
          type="warning"
          showIcon
          title={
            <To href={`/people/duplicates?person_id=${person.person_id}`}>
              {t('doubts_open', { count: person.open_duplicates })}
            </To>
          }
        />
      ) : null}
      {person.merged.map((merge) => (
        <p key={merge.merge_id} className="quiet">
          {t('merged_from', { name: merge.gone_name, day: showInstant(merge.merged_at) })}{' '}
          {may ? <To href={`/people/merges?person_id=${person.person_id}`}>{t('see_merges')}</To> : null}
        </p>
      ))}
    </>
  )
}

/** `services`: what the person received; `disclosures`: who saw their data; each by the slice that keeps it. */
export const Profile = ({
  services,
  disclosures,
}: {
  services: (person_id: string) => ReactNode
  disclosures: (person_id: string) => ReactNode
}) => {
  const t = useTexts()
  const { person_id = '' }: { person_id?: string } = useParams({ strict: false })
  const read = useCall(getPerson, { person_id })
  const person = read.data
  const may = { record: useMay('people.record'), merge: useMay('people.merge') }
  const actions = person ? (
    <>
      {may.merge ? <MergeWith person={person} /> : null}
      {may.record && person.registrations.length > 0 ? <ChangeStatus person={person} /> : null}
    </>
  ) : null
  return (
    <Page
      title={person?.name ?? t('people')}
      actions={actions}
      above={<To href="/people">‹ {t('back')}</To>}
      purpose={person && person.status !== 'active' ? statuses(t)[person.status] : undefined}
    >
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : person ? (
        <>
          <Notices person={person} t={t} />
          <Identity person={person} t={t} />
          {services(person.person_id)}
          <Registers person={person} t={t} />
          {disclosures(person.person_id)}
        </>
      ) : (
        <Loading lines={10} />
      )}
    </Page>
  )
}
