/** 角色: who may do what, side by side, so that an administrator sees what they grant. */
import { Tag } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showNumber } from '../../ui/format.ts'
import { inLanguage, useLanguage } from '../../ui/i18n.ts'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { useIsPhone } from '../../ui/screen.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { Table, type Column } from '../../ui/table.tsx'
import { useTexts } from './account-record.tsx'
import { listRoles } from './contract.ts'
import { acts, areas, type Words } from './permissions.web.ts'

type Role = OutputOf<typeof listRoles>['rows'][number]
type T = ReturnType<typeof useTexts>

/** A line of the comparison: `key`, `what` it is about, and under the code of each role what that role may do there. */
type Line = Readonly<Record<string, string>>

const lineOf = (key: string, words: Words, roles: readonly Role[], say: (held: readonly string[]) => string): Line => ({
  key,
  what: inLanguage(words),
  ...Object.fromEntries(roles.map((role) => [role.role, say(role.permissions)])),
})

const areaLines = (roles: readonly Role[], t: T): Line[] =>
  Object.entries(areas).map(([area, words]) =>
    lineOf(area, words, roles, (held) => {
      const [read, record] = [held.includes(`${area}.read`), held.includes(`${area}.record`)]
      return record ? t(read ? 'may_both' : 'may_record') : read ? t('may_read') : ''
    }),
  )

const actLines = (roles: readonly Role[], t: T): Line[] =>
  Object.entries(acts).map(([act, words]) => lineOf(act, words, roles, (held) => (held.includes(act) ? t('may_do') : '')))

const columnsOf = (roles: readonly Role[], first: string, english: boolean): Column<Line>[] => [
  { field: 'what', title: first, card: 'title', width: 210 },
  ...roles.map((role): Column<Line> => ({
    field: role.role,
    title: english ? role.name_en : role.name_zh,
    show: (line) => line[role.role] || <span aria-hidden>–</span>,
  })),
]

const Compared = ({
  title,
  first,
  lines,
  roles,
}: {
  title: string
  first: string
  lines: readonly Line[]
  roles: readonly Role[]
}) => {
  const english = useLanguage() === 'en'
  return (
    <section className="record-group roles-part">
      <h2>{title}</h2>
      <Table caption={title} rows={lines} keyOf={(line) => line.key!} columns={columnsOf(roles, first, english)} />
    </section>
  )
}

const namesOf = (all: Readonly<Record<string, Words>>, of: (key: string) => boolean): string =>
  Object.entries(all)
    .filter(([key]) => of(key))
    .map(([, words]) => inLanguage(words))
    .join('、')

/** One role after the other where a comparison has no room: only what it may do. */
const OneByOne = ({ roles }: { roles: readonly Role[] }) => {
  const t = useTexts()
  const english = useLanguage() === 'en'
  return roles.map((role) => {
    const held = (permission: string) => role.permissions.includes(permission)
    const facts = [
      { title: t('may_both'), text: namesOf(areas, (area) => held(`${area}.record`)) },
      { title: t('may_read'), text: namesOf(areas, (area) => held(`${area}.read`) && !held(`${area}.record`)) },
      { title: t('may_do'), text: namesOf(acts, held) },
    ].filter((fact) => fact.text !== '')
    return (
      <section key={role.role} className="record-group">
        <h2>{english ? role.name_en : role.name_zh}</h2>
        <dl className="record">
          {facts.map((fact) => (
            <div key={fact.title} className="record-wide">
              <dt>{fact.title}</dt>
              <dd>{fact.text}</dd>
            </div>
          ))}
        </dl>
      </section>
    )
  })
}

const SideBySide = ({ roles }: { roles: readonly Role[] }) => {
  const t = useTexts()
  return (
    <>
      <Compared title={t('roles_areas')} first={t('area')} lines={areaLines(roles, t)} roles={roles} />
      <Compared title={t('roles_acts')} first={t('act')} lines={actLines(roles, t)} roles={roles} />
    </>
  )
}

const Held = ({ roles }: { roles: readonly Role[] }) => {
  const t = useTexts()
  const english = useLanguage() === 'en'
  return (
    <ul className="roles-held">
      {roles.map((role) => (
        <li key={role.role}>
          <span>{english ? role.name_en : role.name_zh}</span>{' '}
          <span className="quiet">{t('role_accounts', { count: showNumber(role.accounts) })}</span>
          {role.changed_by_hand ? (
            <Tag className="status status-urgent" variant="filled">
              {t('role_changed')}
            </Tag>
          ) : null}
        </li>
      ))}
    </ul>
  )
}

const no_input = {}

export default function RolesPage() {
  const t = useTexts()
  const phone = useIsPhone()
  const read = useCall(listRoles, no_input)
  const roles = read.data?.rows ?? []
  return (
    <Page title={t('roles')} purpose={t('roles_purpose')} wide>
      {read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : read.data ? (
        <>
          <Held roles={roles} />
          {roles.some((role) => role.changed_by_hand) ? <p className="quiet">{t('role_changed_says')}</p> : null}
          {phone ? <OneByOne roles={roles} /> : <SideBySide roles={roles} />}
        </>
      ) : (
        <Loading lines={12} />
      )}
    </Page>
  )
}
