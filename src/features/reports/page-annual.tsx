/** 年度工作报告: the year as it is handed in. Every number opens; sentences without a figure are marked. */
import { useEffect, useMemo } from 'react'
import { useParams } from '@tanstack/react-router'
import { Button } from 'antd'
import { useLanguage } from '../../ui/i18n.ts'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { To, useGo } from '../../ui/url.tsx'
import { getAnnualReport, listReportYears } from './contract.ts'
import type { AnnualReport } from './model.ts'
import type { Opening } from './openings.ts'
import { Contents } from './report-contents.tsx'
import { SourcesProvider } from './report-number.tsx'
import { ReportPaper, headingsOf } from './report-paper.tsx'
import { useTexts } from './words.web.ts'
import './report.css'

export const yearHref = (year: number): string => `/reports/annual/${year}`
export const fileHref = (year: number, kind: 'docx' | 'xlsx'): string => `/api/reports/annual/${year}/report.${kind}`

type OpenReport = AnnualReport & { readonly openings: Readonly<Record<string, Opening>> }

/** The years there is something to say about, and the one being read. */
const YearChoice = ({ year }: { year: number }) => {
  const t = useTexts()
  const go = useGo()
  const read = useCall(listReportYears, {})
  const years = [...new Set([year, ...(read.data?.years ?? []).filter((one) => one.person_times).map((one) => one.year)])]
  return (
    <select
      className="report-year"
      aria-label={t('year')}
      value={year}
      onChange={(event) => go(yearHref(Number(event.target.value)))}
    >
      {years
        .toSorted((a, b) => b - a)
        .map((one) => (
          <option key={one} value={one}>
            {t('annual_of', { year: one })}
          </option>
        ))}
    </select>
  )
}

/** The paper itself says in Chinese which stations it counts; this says it to those who read English. */
const InEnglish = ({ report }: { report: AnnualReport | undefined }) => {
  const t = useTexts()
  if (useLanguage() !== 'en') return null
  const limits = report?.limited_to ? t('counted_for', { stations: report.limited_to.join(', ') }) : ''
  return <p className="report-limits">{`${limits} ${t('in_chinese')}`.trim()}</p>
}

const hasRecords = (report: AnnualReport): boolean =>
  report.indicators.length > 0 || report.appendix.some((entry) => entry.key === 'service.person_times.total' && entry.value !== 0)

const Report = ({ report }: { report: OpenReport }) => {
  const t = useTexts()
  const sources = useMemo(
    () => ({ openings: report.openings, entries: new Map(report.appendix.map((entry) => [entry.key, entry])) }),
    [report],
  )
  const headings = useMemo(() => headingsOf(report), [report])
  if (!hasRecords(report))
    return (
      <EmptyState
        title={t('empty_year', { year: report.year })}
        hint={t('empty_year_hint')}
        action={<To href="/reports">{t('other_years')}</To>}
      />
    )
  return (
    <SourcesProvider value={sources}>
      <div className="report-layout">
        <Contents headings={headings} claims={report.claims} />
        <ReportPaper report={report} />
      </div>
    </SourcesProvider>
  )
}

export default function AnnualReportPage() {
  const t = useTexts()
  const params = useParams({ strict: false })
  const year = Number((params as { year?: string }).year)
  const read = useCall(getAnnualReport, { year })
  const title = t('annual_of', { year })
  useEffect(() => {
    document.title = `${title} · 恒爱`
  }, [title])
  return (
    <div className="page report" aria-busy={read.isFetching}>
      <div className="report-bar">
        <YearChoice year={year} />
        <div className="page-actions">
          <Button onClick={() => print()} disabled={!read.data}>
            {t('print')}
          </Button>
          <Button href={fileHref(year, 'xlsx')} download>
            {t('excel')}
          </Button>
          <Button type="primary" href={fileHref(year, 'docx')} download>
            {t('word')}
          </Button>
        </div>
      </div>
      <InEnglish report={read.data as OpenReport | undefined} />
      {read.data ? (
        <Report report={read.data as OpenReport} />
      ) : read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <div className="report-paper">
          <h1 className="unseen">{title}</h1>
          <Loading lines={14} />
        </div>
      )}
    </div>
  )
}
