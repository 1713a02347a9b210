/** A number of the report: opens the figure it stands for, narrowed as the server says; what is counted on the page itself leads there. */
import { createContext, useContext } from 'react'
import { Figure } from '../../ui/figure.tsx'
import { showNumber } from '../../ui/format.ts'
import type { AppendixEntry } from './model.ts'
import { readKey } from './model.ts'
import type { Opening } from './openings.ts'
import { useTexts } from './words.web.ts'

export interface Sources {
  readonly openings: Readonly<Record<string, Opening>>
  /** By the key of the figure. */
  readonly entries: ReadonlyMap<string, AppendixEntry>
}

const SourcesContext = createContext<Sources>({ openings: {}, entries: new Map() })
export const SourcesProvider = SourcesContext.Provider

/** Where the indicators of a contract stand on the page. */
export const indicatorsId = (contract: string): string => `indicators-${contract}`

export const ReportNumber = ({
  figure,
  value,
  display,
  unit = '',
  title,
  reference,
}: {
  figure: string
  value: number | null
  display: string
  unit?: string
  /** What the number is, when the appendix does not tell: row and column of a table. */
  title?: string
  /** Its number in the appendix: shown in print only, because on screen the number itself opens. */
  reference?: number | undefined
}) => {
  const t = useTexts()
  const { openings, entries } = useContext(SourcesContext)
  const entry = entries.get(figure)
  const opening = openings[figure]
  const name = entry?.title ?? title ?? ''
  const mark = reference === undefined ? null : <sup className="report-ref">{reference}</sup>
  if (!opening) {
    const read = readKey(figure)
    const shown = `${display}${unit}`
    return read.kind === 'indicator' ? (
      <span className="report-number">
        <a className="report-own" href={`#${indicatorsId(read.contract)}`}>
          {shown}
        </a>
        {mark}
      </span>
    ) : (
      <span>{shown}</span>
    )
  }
  const { figure: key, ...scope } = opening
  const hint =
    value === null || !entry
      ? undefined
      : `${t('exact', { title: name, value: showNumber(value), unit: entry.unit })}\n${entry.rule}`
  return (
    <span className="report-number">
      <Figure
        // The report speaks Chinese in either language, so its units are part of what is printed.
        figure={{ key, title: { zh: name, en: name }, value, unit: '', problem: value === null ? display : undefined }}
        scope={scope}
        size={title === undefined ? 'inline' : 'cell'}
        display={display + unit}
        hint={hint}
      />
      {mark}
    </span>
  )
}
