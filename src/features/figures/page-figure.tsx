/** One figure opened: the value, the sentence that defines it, its parts, and exactly the rows it is made of. */
import { useState } from 'react'
import { useParams } from '@tanstack/react-router'
import { Alert, Tag } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { showInstant, showNumber, showUnit } from '../../ui/format.ts'
import { inLanguage } from '../../ui/i18n.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { ErrorState, Loading } from '../../ui/states.tsx'
import { To, href, useParamsState } from '../../ui/url.tsx'
import { getFigure } from './contract.ts'
import { FigureRows } from './figure-rows.tsx'
import { Splits } from './figure-splits.tsx'
import { ScopeBar } from './scope-bar.tsx'
import { useScope } from './scope.web.ts'
import type { Scope } from './scope.web.ts'
import { problemWords, useTexts } from './words.web.ts'
import './figures.css'

export type OpenFigure = OutputOf<typeof getFigure>

const Value = ({ figure }: { figure: OpenFigure }) => {
  const t = useTexts()
  if (figure.value === null)
    return <Alert type="warning" showIcon role="alert" title={t('cannot')} description={problemWords(t, figure.problem ?? '')} />
  return (
    <p className="figure-big">
      <span className="figure-big-value">{showNumber(figure.value)}</span>
      <span className="figure-big-unit">{showUnit(figure.unit)}</span>
      {figure.denominator === undefined ? null : (
        <span className="quiet">
          {t('ratio_of', { numerator: showNumber(figure.numerator ?? 0), denominator: showNumber(figure.denominator) })}
        </span>
      )}
    </p>
  )
}

const Definition = ({ figure, only }: { figure: OpenFigure; only: string | undefined }) => {
  const t = useTexts()
  return (
    <section className="figure-head">
      <Value figure={figure} />
      <dl>
        <div>
          <dt>{t('rule')}</dt>
          <dd>
            {inLanguage(figure.rule)}
            {figure.rules.map((rule) => (
              <Tag key={rule} className="figure-rule-tag">
                {rule}
              </Tag>
            ))}
            {only ? <Tag>{t('only', { only: only.slice(only.indexOf(':') + 1) })}</Tag> : null}
          </dd>
        </div>
        <div>
          <dt>{t('counted_from')}</dt>
          <dd>
            {inLanguage(figure.source)} · {t('counted_now', { at: showInstant(figure.computed_at) })}
          </dd>
        </div>
      </dl>
    </section>
  )
}

const Content = ({ figure, scope, only }: { figure: OpenFigure; scope: Scope; only: string | undefined }) => {
  const unscoped = ['no_such_station', 'no_such_contract', 'not_by_station', 'not_by_contract'].includes(figure.problem ?? '')
  return (
    <>
      <Definition figure={figure} only={only} />
      <Splits figure={figure} scope={scope} only={only} />
      {unscoped ? null : <FigureRows figure={figure} scope={scope} only={only} />}
    </>
  )
}

export default function FigurePage() {
  const t = useTexts()
  const { key = '' }: Record<string, string | undefined> = useParams({ strict: false })
  const [params] = useParamsState()
  const only = params['only']
  const { scope, set, known } = useScope(false)
  const [own, setOwn] = useState(false)
  const read = useCall(getFigure, { key, ...scope, ...(only ? { only } : {}) }, { keep: true, pause: !known })
  const figure = read.data
  return (
    <div className="page" aria-busy={read.isFetching}>
      <PageHeader
        title={figure ? inLanguage(figure.title) : t('figure')}
        above={<To href={href('/figures', { ...scope })}>‹ {t('all_figures')}</To>}
      />
      <ScopeBar {...{ scope, set, own, setOwn }} />
      {figure ? (
        <Content figure={figure} scope={scope} only={only} />
      ) : read.error ? (
        <ErrorState error={read.error} retry={() => void read.refetch()} />
      ) : (
        <Loading lines={12} />
      )}
    </div>
  )
}
