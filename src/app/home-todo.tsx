/** 待办: what waits for a person, counted from the lists that hold it. */
import { useQueries } from '@tanstack/react-query'
import type { Endpoint } from '../shared/endpoint.ts'
import { call } from '../ui/call.ts'
import { showNumber } from '../ui/format.ts'
import { inLanguage, registerTexts } from '../ui/i18n.ts'
import { Page } from '../ui/page-header.tsx'
import { keyOf } from '../ui/queries.ts'
import { may, useDesk } from '../ui/session.tsx'
import { EmptyState, ErrorState, Loading } from '../ui/states.tsx'
import { To } from '../ui/url.tsx'
import { waiting } from './home-waiting.ts'
import { texts } from './shell-texts.ts'

const useTexts = registerTexts('shell', texts)

const countOf = async (endpoint: Endpoint, input: Readonly<Record<string, unknown>>): Promise<number> => {
  const { total } = (await call(endpoint, { ...input, page_size: 1 })) as { total: number }
  return total
}

export default function TodoPage() {
  const t = useTexts()
  const { session } = useDesk()
  const mine = waiting.filter((each) => may(session, each.endpoint.permission))
  const counts = useQueries({
    queries: mine.map((each) => ({
      queryKey: [...keyOf(each.endpoint, each.input), 'count'],
      queryFn: () => countOf(each.endpoint, each.input),
    })),
  })
  const failed = counts.find((read) => read.error)?.error
  const there = mine.map((each, place) => ({ ...each, count: counts[place]?.data ?? 0 })).filter((each) => each.count > 0)
  return (
    <Page title={t('todo')} purpose={t('todo_purpose')}>
      {failed ? <ErrorState error={failed} retry={() => counts.forEach((read) => void read.refetch())} /> : null}
      {counts.some((read) => read.isPending) ? (
        <Loading />
      ) : there.length > 0 ? (
        <ul className="link-list">
          {there.map((each) => (
            <li key={each.href}>
              <To href={each.href}>
                <span>{inLanguage(each.label)}</span>
                <span className="todo-count">{showNumber(each.count)}</span>
              </To>
            </li>
          ))}
        </ul>
      ) : failed ? null : (
        <EmptyState title={t('todo_none')} hint={t('todo_none_hint')} />
      )}
    </Page>
  )
}
