/** 我: on a phone the rail's other half — account, text size, language and every page. */
import { inLanguage, registerTexts } from '../ui/i18n.ts'
import { nameOf } from '../ui/format.ts'
import { Page } from '../ui/page-header.tsx'
import { may, useDesk } from '../ui/session.tsx'
import { To } from '../ui/url.tsx'
import { groups, isListed, navigation } from './navigation.tsx'
import { useOwnDeeds } from './shell-account.tsx'
import { texts } from './shell-texts.ts'
import '../ui/record.css'

const useTexts = registerTexts('shell', texts)

const AllPages = () => {
  const t = useTexts()
  const { session } = useDesk()
  return (
    <nav aria-label={t('all_pages')} className="me-pages">
      {groups.map((group) => {
        const entries = navigation.filter((entry) => entry.group === group && isListed(entry) && may(session, entry.permission))
        if (entries.length === 0) return null
        return (
          <section key={group}>
            <h2>{t(`group_${group}`)}</h2>
            <ul className="link-list">
              {entries.map((entry) => (
                <li key={entry.path}>
                  <To href={entry.path}>{inLanguage(entry.label)}</To>
                </li>
              ))}
            </ul>
          </section>
        )
      })}
    </nav>
  )
}

export default function MePage() {
  const t = useTexts()
  const { session } = useDesk()
  const deeds = useOwnDeeds()
  const stationOf = (station_id: string | null) =>
    session.stations.find((each) => each.station_id === station_id)?.name ?? t('all_of_organisation')
  return (
    <Page title={session.account.name} purpose={t('me_purpose')}>
      <dl className="record me-facts">
        <div>
          <dt>{t('signed_in_as')}</dt>
          <dd>{session.account.login}</dd>
        </div>
        <div>
          <dt>{t('roles')}</dt>
          {session.roles.map((role) => (
            <dd key={`${role.role} ${role.station_id}`}>
              {nameOf(role)} · {stationOf(role.station_id)}
            </dd>
          ))}
        </div>
      </dl>
      <ul className="link-list me-deeds">
        {deeds.map((deed) => (
          <li key={deed.key}>
            <button type="button" onClick={deed.run}>
              {deed.label}
            </button>
          </li>
        ))}
      </ul>
      <AllPages />
    </Page>
  )
}
