/** 报告: one line a year, to read, to hand in, to count on. */
import { Figure } from '../../ui/figure.tsx'
import { Page } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To } from '../../ui/url.tsx'
import { listReportYears } from './contract.ts'
import { fileHref, yearHref } from './page-annual.tsx'
import { useTexts } from './words.web.ts'
import './report.css'

const Year = ({ year, person_times }: { year: number; person_times: number | null }) => {
  const t = useTexts()
  const title = t('annual_of', { year })
  const served = {
    key: 'service.person_times.total',
    value: person_times,
    unit: '人次',
    title: { zh: t('person_times'), en: t('person_times') },
  }
  return (
    <li>
      <h2>
        <To href={yearHref(year)}>{title}</To>
      </h2>
      <p>
        {person_times ? (
          <>
            {t('person_times')} <Figure figure={served} scope={{ from: `${year}-01-01`, to: `${year}-12-31` }} />
          </>
        ) : (
          <span className="quiet">{t('no_records')}</span>
        )}
      </p>
      {person_times ? (
        <p className="report-files">
          <a href={fileHref(year, 'docx')} download aria-label={`${title}: ${t('word')}`}>
            Word
          </a>
          <a href={fileHref(year, 'xlsx')} download aria-label={`${title}: ${t('excel')}`}>
            Excel
          </a>
        </p>
      ) : null}
    </li>
  )
}

export default function ReportsPage() {
  const t = useTexts()
  const read = useCall(listReportYears, {})
  const years = read.data?.years
  return (
    <Page title={t('annual')} purpose={t('reports_purpose')}>
      {read.error && !years ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : !years ? (
        <Loading lines={4} />
      ) : years.every((one) => !one.person_times) ? (
        <EmptyState title={t('no_years')} hint={t('no_years_hint')} action={<To href="/imports">{t('go_import')}</To>} />
      ) : (
        <ul className="report-years">
          {years.map((one) => (
            <Year key={one.year} {...one} />
          ))}
        </ul>
      )}
    </Page>
  )
}
