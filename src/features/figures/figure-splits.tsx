/** A figure in its parts: by month, station, contract and evidence; each part leads to the same figure of that part alone. */
import { Chart } from '../../ui/chart.tsx'
import { evidenceWord } from '../../ui/cell.tsx'
import { showNumber, showUnit } from '../../ui/format.ts'
import { To, href } from '../../ui/url.tsx'
import { monthDays } from './scope.web.ts'
import type { Scope } from './scope.web.ts'
import type { OpenFigure } from './page-figure.tsx'
import { arePersons, useTexts } from './words.web.ts'
import type { T } from './words.web.ts'

type Split = OpenFigure['splits'][number]
type Part = Split['parts'][number]

interface SplitProps {
  readonly figure: OpenFigure
  readonly split: Split
  readonly scope: Scope
  readonly only: string | undefined
}

const titles = { month: 'by_month', station: 'by_station', contract: 'by_contract', evidence: 'by_evidence' } as const

const titleOf = (t: T, by: string): string => t(titles[by as keyof typeof titles])

const nameOf = (t: T, by: string, part: Part): string => (by === 'evidence' ? evidenceWord(part.name) : part.name || t('no_part'))

/** The scope of one part; undefined where a part cannot be looked at alone. */
const scopeOf = (by: string, part: Part, scope: Scope): Scope | undefined => {
  if (by === 'station' && part.id) return { ...scope, station_id: part.id }
  if (by === 'contract' && part.id) return { ...scope, contract_id: part.id }
  if (by !== 'month') return undefined
  const days = monthDays(Number(part.name.slice(0, 4)), Number(part.name.slice(5, 7)))
  return { ...scope, from: days.from < scope.from ? scope.from : days.from, to: days.to > scope.to ? scope.to : days.to }
}

const Parts = ({ figure, split, scope, only }: SplitProps) => {
  const t = useTexts()
  const shares = figure.measure === 'count' || figure.measure === 'sum'
  const total = split.parts.reduce((sum, part) => sum + (part.value ?? 0), 0)
  return (
    <table className="split-table">
      <caption className="unseen">{titleOf(t, split.by)}</caption>
      <thead className="unseen">
        <tr>
          <th scope="col">{t('part')}</th>
          <th scope="col">{t('value')}</th>
          {shares ? <th scope="col">{t('share')}</th> : null}
        </tr>
      </thead>
      <tbody>
        {split.parts.map((part) => {
          const to = scopeOf(split.by, part, scope)
          const name = nameOf(t, split.by, part)
          return (
            <tr key={part.id ?? part.name}>
              <th scope="row">
                {to ? (
                  <To href={href(`/figures/${figure.key}`, { ...to, only })} title={t('narrow_to', { name })}>
                    {name}
                  </To>
                ) : (
                  name
                )}
              </th>
              <td>{part.value === null ? '–' : showNumber(part.value)}</td>
              {shares ? (
                <td className="quiet">{total > 0 ? `${showNumber(((part.value ?? 0) * 100) / total, 1)}%` : ''}</td>
              ) : null}
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

const SplitView = (props: SplitProps) => {
  const t = useTexts()
  const { figure, split } = props
  const title = titleOf(t, split.by)
  const drawn = split.by === 'month' || (split.by !== 'evidence' && split.parts.length > 1)
  return (
    <section className="split" data-by={split.by}>
      {drawn ? (
        <Chart
          title={title}
          kind={split.by === 'month' ? 'bar' : 'rank'}
          labels={split.parts.map((part) => (split.by === 'month' ? part.name.slice(2) : nameOf(t, split.by, part)))}
          series={[{ name: showUnit(figure.unit) || title, values: split.parts.map((part) => part.value) }]}
          unit={showUnit(figure.unit)}
          {...(split.by === 'month' ? { height: 220 } : {})}
        />
      ) : (
        <h2>{title}</h2>
      )}
      <Parts {...props} />
    </section>
  )
}

export const Splits = ({ figure, scope, only }: Omit<SplitProps, 'split'>) => {
  const t = useTexts()
  const splits = figure.splits.filter((split) => split.parts.length > 0)
  if (splits.length === 0) return null
  return (
    <>
      <div className="splits">
        {splits.map((split) => (
          <SplitView key={split.by} {...{ figure, split, scope, only }} />
        ))}
      </div>
      {figure.measure === 'distinct' ? (
        <p className="quiet splits-note">{t(arePersons(figure) ? 'not_additive' : 'not_additive_others')}</p>
      ) : null}
    </>
  )
}
