/** 指标数字: every figure of a period in groups; each opens. */
import { useState } from 'react'
import { Input } from 'antd'
import type { OutputOf } from '../../shared/endpoint.ts'
import { Figure } from '../../ui/figure.tsx'
import { showInstant } from '../../ui/format.ts'
import { useLanguage } from '../../ui/i18n.ts'
import { PageHeader } from '../../ui/page-header.tsx'
import { useCall } from '../../ui/queries.ts'
import { EmptyState, ErrorState, Loading } from '../../ui/states.tsx'
import { getFigures } from './contract.ts'
import { ScopeBar } from './scope-bar.tsx'
import { useScope } from './scope.web.ts'
import type { Scope } from './scope.web.ts'
import { inGroups, problemWords, useTexts } from './words.web.ts'
import './figures.css'

type Figures = OutputOf<typeof getFigures>['figures']

const Lines = ({ figures, scope }: { figures: Figures; scope: Scope }) => {
  const t = useTexts()
  const chosen = useLanguage()
  return (
    <>
      {inGroups(figures).map((one) => (
        <div key={one.group} className="figure-group">
          <h2 id={`figures-${one.group}`}>{t(`group_${one.group}`)}</h2>
          <ul className="figure-lines">
            {one.figures.map((figure) => (
              <li key={figure.key}>
                <div>
                  <span className="figure-line-title">{figure.title[chosen]}</span>
                  <span className="figure-line-rule">
                    {figure.problem ? problemWords(t, figure.problem) : figure.rule[chosen]}
                  </span>
                </div>
                <Figure figure={figure} scope={scope} />
              </li>
            ))}
          </ul>
        </div>
      ))}
    </>
  )
}

const Groups = ({ figures }: { figures: Figures }) => {
  const t = useTexts()
  return (
    <nav className="figure-jump" aria-label={t('jump')}>
      {inGroups(figures).map(({ group }) => (
        <a key={group} href={`#figures-${group}`}>
          {t(`group_${group}`)}
        </a>
      ))}
    </nav>
  )
}

export default function FiguresPage() {
  const t = useTexts()
  const { scope, set, known } = useScope(true)
  const [own, setOwn] = useState(false)
  const [typed, setTyped] = useState('')
  const read = useCall(getFigures, scope, { keep: true, pause: !known })
  const all = read.data?.figures
  const wanted = typed.trim().toLowerCase()
  const found = (all ?? []).filter((each) =>
    [each.title.zh, each.title.en, each.rule.zh, each.rule.en, each.key].some((text) => text.toLowerCase().includes(wanted)),
  )
  return (
    <div className="page">
      <PageHeader title={t('figures')} purpose={t('figures_purpose')} />
      <div className="figures-bar">
        <ScopeBar {...{ scope, set, own, setOwn }} />
        <Input
          className="figures-search"
          aria-label={t('search')}
          placeholder={t('search_hint')}
          value={typed}
          allowClear
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      {!all ? (
        read.error ? (
          <ErrorState error={read.error} retry={() => void read.refetch()} />
        ) : (
          <Loading lines={12} />
        )
      ) : found.length === 0 ? (
        <EmptyState title={t('none_found')} hint={t('none_found_hint')} />
      ) : (
        <div aria-busy={read.isFetching}>
          <Groups figures={found} />
          <Lines figures={found} scope={scope} />
          <p className="quiet">{t('counted_now', { at: showInstant(read.data?.computed_at) })}</p>
        </div>
      )}
    </div>
  )
}
