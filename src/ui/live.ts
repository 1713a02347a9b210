/** Open pages follow what others write: the server says which kinds have something new, what stands on screen of them is read again. */
import { useEffect } from 'react'
import { useQueryClient, type QueryClient } from '@tanstack/react-query'
import { newsOf, watchEvents } from '../shared/events.ts'

/** A page nobody touches lets go, so that it neither asks nor keeps its session from ending. */
const idle_ms = 5 * 60_000
/** Gathered so long, and not by all pages at the same moment. */
const gather_ms = 800
const spread_ms = 1_200
const again_ms = 30_000

const sliceOfPath: Readonly<Record<string, string>> = {
  stations: 'orgs',
  organisation: 'orgs',
  towns: 'orgs',
  'service-types': 'orgs',
  accounts: 'staff',
  employees: 'staff',
  roles: 'staff',
  administrators: 'staff',
  'grant-requests': 'staff',
  'account-rules': 'staff',
  session: 'staff',
}

/** Made of the rows of all others. */
const gathering = new Set(['figures', 'reports', 'records', 'points', 'people'])
/** What they hold is shown beside everything else. */
const everywhere = new Set(['imports', 'people', 'orgs'])

/** Whether what `path` answered may have changed by news of these kinds; no kinds: by anything. */
export const isConcerned = (path: string, kinds: readonly string[] | undefined): boolean => {
  if (kinds === undefined) return true
  const part = path.split('/')[2] ?? ''
  const slice = sliceOfPath[part] ?? part
  if (kinds.includes(slice)) return true
  if (slice === 'staff') return false
  return gathering.has(slice) || kinds.some((kind) => everywhere.has(kind))
}

const readAgain = (client: QueryClient, kinds: readonly string[] | undefined): void =>
  void client.invalidateQueries({ predicate: ({ queryKey }) => isConcerned(String(queryKey[0]), kinds) })

const kindsIn = (text: string): readonly string[] | undefined => {
  try {
    return newsOf.parse(JSON.parse(text)).kinds
  } catch {
    return undefined
  }
}

/** Follows until the returned function is called. Listens only while the page is in sight and somebody is at it. */
export const followNews = (client: QueryClient): (() => void) => {
  let source: EventSource | undefined
  let gathered: Set<string> | 'all' | undefined
  let reading: ReturnType<typeof setTimeout> | undefined
  let retry: ReturnType<typeof setTimeout> | undefined
  let idle: ReturnType<typeof setTimeout> | undefined
  let missed = false
  const hear = (kinds: readonly string[] | undefined) => {
    gathered = kinds === undefined || gathered === 'all' ? 'all' : new Set([...(gathered ?? []), ...kinds])
    reading ??= setTimeout(
      () => {
        const heard = gathered
        gathered = reading = undefined
        readAgain(client, heard === 'all' ? undefined : [...(heard ?? [])])
      },
      gather_ms + Math.random() * spread_ms,
    )
  }
  const close = () => {
    clearTimeout(retry)
    if (source) missed = true
    source?.close()
    source = undefined
  }
  const open = () => {
    clearTimeout(retry)
    if (source || document.visibilityState === 'hidden') return
    source = new EventSource(watchEvents.path)
    source.addEventListener('open', () => {
      if (missed) hear(undefined)
      missed = false
    })
    source.addEventListener('message', ({ data }) => hear(kindsIn(String(data))))
    source.addEventListener('error', () => {
      missed = true
      if (source?.readyState !== EventSource.CLOSED) return
      // Refused (signed out, too many pages): the browser does not come again by itself.
      close()
      retry = setTimeout(open, again_ms)
    })
  }
  const touched = () => {
    clearTimeout(idle)
    idle = setTimeout(close, idle_ms)
    if (!source) open()
  }
  const seen = () => (document.visibilityState === 'hidden' ? close() : touched())
  const events = ['pointerdown', 'keydown'] as const
  for (const event of events) addEventListener(event, touched, { passive: true })
  document.addEventListener('visibilitychange', seen)
  touched()
  return () => {
    for (const event of events) removeEventListener(event, touched)
    document.removeEventListener('visibilitychange', seen)
    for (const timer of [reading, idle]) clearTimeout(timer)
    close()
  }
}

/** For whoever is inside: `entered` false while the session still asks for something. */
export const useNews = (entered: boolean): void => {
  const client = useQueryClient()
  useEffect(() => (entered && 'EventSource' in globalThis ? followNews(client) : undefined), [client, entered])
}
