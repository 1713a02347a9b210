/** The report as a sheet of paper: title, sections, indicators, appendix. */
import { useMemo } from 'react'
import { showInstant } from '../../ui/format.ts'
import type { AnnualReport, Run } from './model.ts'
import { isFigureRun, limitWords } from './model.ts'
import { ReportBlock } from './report-blocks.tsx'
import { headingId } from './report-contents.tsx'
import type { Heading } from './report-contents.tsx'
import { Appendix, Indicators } from './report-indicators.tsx'
import { indicatorsId } from './report-number.tsx'
import { chineseNumber } from './template-numbers.ts'
import { useTexts } from './words.web.ts'

/** The document's own headings stay Chinese in either language, as on paper. */
const indicatorsTitle = (report: AnnualReport): string =>
  `${chineseNumber(report.sections.filter((section) => section.title !== '').length + 1)}、协议指标完成情况`
const appendix_title = '附录　数字依据'

export const headingsOf = (report: AnnualReport): Heading[] => [
  ...report.sections
    .filter((section) => section.title !== '')
    .map((section) => ({
      id: section.id,
      title: section.title,
      within: section.blocks.flatMap((block, place) =>
        block.kind === 'heading' ? [{ id: headingId(section.id, place), title: block.text }] : [],
      ),
    })),
  ...(report.indicators.length > 0
    ? [
        {
          id: 'indicators',
          title: indicatorsTitle(report),
          within: report.indicators.map((table) => ({ id: indicatorsId(table.contract), title: table.contract_name })),
        },
      ]
    : []),
  { id: 'appendix', title: appendix_title, within: [] },
]

/** Sentences without a figure, in the order of the text: the same order as `report.claims`. */
const numberClaims = (report: AnnualReport): ((run: Run) => number) => {
  const runs = report.sections.flatMap((section) =>
    section.blocks.flatMap((block) =>
      block.kind === 'paragraph' ? block.runs : block.kind === 'bullets' ? block.points.flat() : [],
    ),
  )
  const places = new Map(runs.filter((run) => !isFigureRun(run) && run.unsupported).map((run, place) => [run, place]))
  return (run) => places.get(run) ?? 0
}

export const ReportPaper = ({ report }: { report: AnnualReport }) => {
  const t = useTexts()
  const claimNumber = useMemo(() => numberClaims(report), [report])
  const [from, to] = report.period
  return (
    <article className="report-paper" lang="zh-CN">
      <header className="report-head">
        <p className="report-organisation">{report.organisation}</p>
        <h1>{report.year}年度工作报告</h1>
        <p className="report-note">
          {t('period', { from, to })} · {t('computed', { at: showInstant(report.computed_at, report.time_zone) })}
        </p>
        {report.limited_to ? <p className="report-limited">{limitWords(report.limited_to)}</p> : null}
      </header>
      {report.sections.map((section) => (
        <section key={section.id} aria-labelledby={section.title === '' ? undefined : section.id}>
          {section.title === '' ? null : <h2 id={section.id}>{section.title}</h2>}
          {section.blocks.map((block, place) => (
            <ReportBlock key={place} block={block} id={headingId(section.id, place)} claimNumber={claimNumber} />
          ))}
        </section>
      ))}
      {report.indicators.length > 0 ? (
        <section aria-labelledby="indicators">
          <h2 id="indicators">{indicatorsTitle(report)}</h2>
          <Indicators tables={report.indicators} />
        </section>
      ) : null}
      <section className="report-last">
        <h2 id="appendix">{appendix_title}</h2>
        <Appendix entries={report.appendix} time_zone={report.time_zone} />
      </section>
    </article>
  )
}
