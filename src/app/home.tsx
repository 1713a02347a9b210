/** 今天: a greeting, the year's figures, what one often does, what was imported last. */
import { Button } from 'antd'
import { BackupWarning } from '../features/backup/warning.tsx'
import { getFigures } from '../features/figures/contract.ts'
import { Figure } from '../ui/figure.tsx'
import { showDay, todayHere } from '../ui/format.ts'
import { inLanguage, registerTexts } from '../ui/i18n.ts'
import { useRemembered } from '../ui/list-state.ts'
import { PageHeader } from '../ui/page-header.tsx'
import { useCall } from '../ui/queries.ts'
import { useDesk, useMay } from '../ui/session.tsx'
import { EmptyState, ErrorState } from '../ui/states.tsx'
import { To, useParamsState } from '../ui/url.tsx'
import { useLastYear } from '../features/figures/scope.web.ts'
import { headline_keys } from './home-figures.ts'
import { RecentImports } from './home-imports.tsx'
import { navigation } from './navigation.tsx'
import { beginsWithFigures, firstActionsFor } from './quick-actions.tsx'
import { texts } from './shell-texts.ts'
import './home.css'

const useTexts = registerTexts('shell', texts)

const greetingAt = (hour: number) =>
  hour >= 5 && hour < 11 ? 'morning' : hour >= 11 && hour < 13 ? 'noon' : hour >= 13 && hour < 18 ? 'afternoon' : 'evening'

const total_key = 'service.person_times.total'

/** The year shown: the chosen one, or the latest with any service. */
const useYearFigures = () => {
  const { station } = useDesk()
  const [params, set] = useParamsState()
  const this_year = new Date().getFullYear()
  const [kept, keep] = useRemembered<number | null>('home.year', null)
  const last = useLastYear()
  const chosen = Number(params['year']) || kept || last
  const year = chosen ?? this_year
  const scope = { from: `${year}-01-01`, to: `${year}-12-31`, ...(station ? { station_id: station.station_id } : {}) }
  const read = useCall(getFigures, scope, { keep: true, pause: chosen === undefined })
  const all = read.data?.figures
  const nothing = all !== undefined && !all.find((each) => each.key === total_key)?.value
  const choose = (wanted: number) => {
    keep(wanted)
    set({ year: String(wanted) })
  }
  return { year, this_year, choose, scope, read, all, nothing }
}

const YearFigures = () => {
  const t = useTexts()
  const { year, this_year, choose, scope, read, all, nothing } = useYearFigures()
  const mayImport = useMay('imports.run')
  const shown = headline_keys
    .map((key) => ({ key, figure: all?.find((each) => each.key === key) }))
    .filter(({ figure }) => !all || figure)
  return (
    <section className="home-part" aria-labelledby="home-year">
      <div className="home-head">
        <h2 id="home-year">{t('year_figures', { year })}</h2>
        <span className="home-years">
          <Button type="text" aria-label={t('year_before')} onClick={() => choose(year - 1)}>
            ‹
          </Button>
          <Button type="text" aria-label={t('year_after')} onClick={() => choose(year + 1)} disabled={year >= this_year}>
            ›
          </Button>
        </span>
        <p className="quiet">{t('figures_hint')}</p>
        {navigation.some((entry) => entry.path === '/figures') ? <To href="/figures">{t('all_figures')}</To> : null}
      </div>
      {read.error && !all ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : nothing ? (
        <EmptyState
          title={t('nothing_yet')}
          hint={t('nothing_yet_hint')}
          action={mayImport ? <To href="/imports">{t('start_import')}</To> : undefined}
        />
      ) : (
        <ul className="figures">
          {shown.map(({ key, figure }) => (
            <li key={key}>
              <Figure figure={figure} scope={scope} size="large" />
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

const Quick = () => {
  const t = useTexts()
  const { session } = useDesk()
  const actions = firstActionsFor(session)
  if (actions.length === 0) return null
  return (
    <section className="home-part" aria-labelledby="home-quick">
      <h2 id="home-quick">{t('quick')}</h2>
      <ul className="home-quick">
        {actions.map((action) => (
          <li key={action.path}>
            <To href={action.path}>
              <span className="home-quick-icon" aria-hidden>
                {action.icon}
              </span>
              {inLanguage(action.label)}
            </To>
          </li>
        ))}
      </ul>
    </section>
  )
}

export default function HomePage() {
  const t = useTexts()
  const { session, station } = useDesk()
  const mayCount = useMay('figures.read')
  const mayBackUp = useMay('backup.manage')
  const mayReadImports = useMay('imports.read')
  const figuresFirst = mayCount && beginsWithFigures(session)
  const now = new Date()
  return (
    <div className="page home">
      <PageHeader
        title={t(greetingAt(now.getHours()), { name: session.account.name })}
        purpose={t('today_is', { day: showDay(todayHere()), place: station?.name ?? session.organisation.name })}
      />
      {mayBackUp ? <BackupWarning /> : null}
      {figuresFirst ? <YearFigures /> : null}
      <Quick />
      {mayCount && !figuresFirst ? <YearFigures /> : null}
      {mayReadImports ? <RecentImports /> : null}
    </div>
  )
}
