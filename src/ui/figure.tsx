/** A number that opens: the one way to show a figure of the figures slice on any page. */
import { figureProblem } from '../shared/figure-problems.ts'
import type { Language } from './i18n.ts'
import { useLanguage, useUiTexts } from './i18n.ts'
import { showNumber, showUnit } from './format.ts'
import { To, href } from './url.tsx'
import './figure.css'

/** A figure as `GET /api/figures` gives it. A ratio's `value` is in per cent (80 = 80 %); `value` is null when it cannot be computed. */
export interface FigureValue {
  readonly key: string
  readonly title: { readonly zh: string; readonly en: string }
  readonly value: number | null
  readonly unit: string
  readonly numerator?: number | null | undefined
  readonly denominator?: number | null | undefined
  /** Why it cannot be computed: a code of the figures slice, or words. */
  readonly problem?: string | null | undefined
}

/** What the figure was counted over; goes into the link, so that the drill-down shows the same rows. */
export interface FigureScope {
  readonly from?: string | undefined
  readonly to?: string | undefined
  readonly station_id?: string | undefined
  readonly contract_id?: string | undefined
  /** Rows whose column holds this: `kind:健康讲座`, `age:60..64`. */
  readonly only?: string | undefined
}

export const figureHref = (key: string, scope: FigureScope = {}): string =>
  href(`/figures/${encodeURIComponent(key)}`, { ...scope })

const isRatio = (figure: FigureValue) => typeof figure.numerator === 'number' && typeof figure.denominator === 'number'

const spoken = (figure: FigureValue, chosen: Language) => {
  const unit = showUnit(figure.unit, chosen)
  return `${showNumber(figure.value ?? 0)}${unit === '%' || chosen === 'zh' ? unit : ` ${unit}`}`
}

/**
 * `inline` stands inside a sentence, `large` heads a tile with its title above, `cell` fills a table cell. While `figure` is
 * undefined it shows a grey bar; a figure that cannot be computed says why and is never 0; a ratio shows both its sides.
 */
export const Figure = ({
  figure,
  scope = {},
  size = 'inline',
  title,
  display,
  hint,
}: {
  figure: FigureValue | undefined
  scope?: FigureScope
  size?: 'inline' | 'large' | 'cell'
  /** Instead of the figure's own title. */
  title?: string
  /** Instead of the plain number, where a text rounds: `约400`. Read out and opened, it is the exact value. */
  display?: string | undefined
  /** Shown when the pointer rests on it. */
  hint?: string | undefined
}) => {
  const t = useUiTexts()
  const chosen = useLanguage()
  if (!figure)
    return (
      <span className={`figure figure-${size} figure-waiting`} role="status">
        <span className="unseen">{t('loading')}</span>
      </span>
    )
  const name = title ?? figure.title[chosen]
  const link = figureHref(figure.key, scope)
  if (figure.value === null || figure.problem) {
    const why = figure.problem ? figureProblem(figure.problem, chosen) : undefined
    return (
      <span className={`figure figure-${size}`}>
        {size === 'large' ? <span className="figure-title">{name}</span> : null}
        <To href={link} className="figure-link figure-problem" title={why ?? t('figure_problem')}>
          {t('figure_problem')}
          {size === 'large' && why ? <span className="figure-why">{why}</span> : null}
        </To>
      </span>
    )
  }
  const unit = showUnit(figure.unit, chosen)
  // The name holds the words that are seen (WCAG 2.5.3), then what they stand for.
  const rounded = display && display !== showNumber(figure.value) ? `${display}${unit} ` : ''
  return (
    <span className={`figure figure-${size}`}>
      {size === 'large' ? <span className="figure-title">{name}</span> : null}
      <To
        href={link}
        className="figure-link"
        title={hint}
        aria-label={`${rounded}${t('figure_opens', { title: name, value: spoken(figure, chosen) })}`}
      >
        <span className="figure-value">{display ?? showNumber(figure.value)}</span>
        {chosen === 'en' && unit && unit !== '%' ? ' ' : null}
        {unit ? <span className={unit === '%' ? 'figure-percent' : 'figure-unit'}>{unit}</span> : null}
      </To>
      {isRatio(figure) && size !== 'cell' ? (
        <span className="figure-ratio">
          {t('figure_ratio', { numerator: showNumber(figure.numerator ?? 0), denominator: showNumber(figure.denominator ?? 0) })}
        </span>
      ) : null}
    </span>
  )
}
