/** 目录: the report's headings, with the one being read marked; and the sentences that still need evidence. */
import { useEffect, useState } from 'react'
import type { ReactNode } from 'react'
import { useIsPhone } from '../../ui/screen.ts'
import type { AnnualReport } from './model.ts'
import { claimId } from './report-blocks.tsx'
import { useTexts } from './words.web.ts'

export interface Heading {
  readonly id: string
  readonly title: string
  readonly within: readonly { readonly id: string; readonly title: string }[]
}

/** Id of a heading inside a section. */
export const headingId = (section: string, place: number): string => `${section}-${place}`

/** The heading that was last passed on the way down. */
const useReadNow = (ids: readonly string[]): string | undefined => {
  const [now, setNow] = useState<string>()
  const names = ids.join(' ')
  useEffect(() => {
    const passed = new Set<string>()
    const all = names.split(' ')
    const watch = new IntersectionObserver(
      (entries) => {
        for (const entry of entries) {
          if (entry.isIntersecting || entry.boundingClientRect.top < 0) passed.add(entry.target.id)
          else passed.delete(entry.target.id)
        }
        setNow(all.findLast((id) => passed.has(id)))
      },
      // a heading counts as read once it stands in the upper quarter of the window
      { rootMargin: '0px 0px -75% 0px' },
    )
    for (const id of all) {
      const heading = document.getElementById(id)
      if (heading) watch.observe(heading)
    }
    return () => watch.disconnect()
  }, [names])
  return now
}

const Claims = ({ claims }: { claims: AnnualReport['claims'] }) => {
  const t = useTexts()
  if (claims.length === 0) return null
  return (
    <section className="report-claims" aria-labelledby="report-claims">
      <h2 id="report-claims">{t('claims', { count: claims.length })}</h2>
      <p>{t('claims_hint')}</p>
      <ol lang="zh-CN">
        {claims.map((claim, place) => (
          <li key={claim.text}>
            <a href={`#${claimId(place)}`}>{claim.text}</a>
          </li>
        ))}
      </ol>
    </section>
  )
}

const Folded = ({ children }: { children: ReactNode }) => {
  const t = useTexts()
  return (
    <details className="report-folded">
      <summary>{t('contents')}</summary>
      {children}
    </details>
  )
}

export const Contents = ({ headings, claims }: { headings: readonly Heading[]; claims: AnnualReport['claims'] }) => {
  const t = useTexts()
  const phone = useIsPhone()
  const now = useReadNow(headings.flatMap((heading) => [heading.id, ...heading.within.map((each) => each.id)]))
  const link = ({ id, title }: { id: string; title: string }) => (
    <a href={`#${id}`} aria-current={id === now ? 'location' : undefined}>
      {title}
    </a>
  )
  const list = (
    <>
      <ol className="report-headings" lang="zh-CN">
        {headings.map((heading) => (
          <li key={heading.id}>
            {link(heading)}
            {heading.within.length > 0 ? (
              <ol>
                {heading.within.map((each) => (
                  <li key={each.id}>{link(each)}</li>
                ))}
              </ol>
            ) : null}
          </li>
        ))}
      </ol>
      <Claims claims={claims} />
    </>
  )
  return (
    <nav className="report-contents" aria-label={t('contents')}>
      {phone ? <Folded>{list}</Folded> : list}
    </nav>
  )
}
