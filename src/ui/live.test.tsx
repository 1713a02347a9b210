/** @vitest-environment happy-dom */
import { QueryClient } from '@tanstack/react-query'
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest'
import { followNews, isConcerned } from './live.ts'

test.each([
  ['/api/canteen/meals', ['canteen'], true],
  ['/api/canteen/meals', ['visits'], false],
  ['/api/figures/home', ['visits'], true],
  ['/api/records', ['visits'], true],
  ['/api/people/:person_id', ['visits'], true],
  ['/api/stations', ['orgs'], true],
  ['/api/canteen/meals', ['orgs'], true],
  ['/api/canteen/meals', ['imports'], true],
  ['/api/session', ['imports'], false],
  ['/api/accounts', ['staff'], true],
  ['/api/anything', undefined, true],
] as const)('%s and news of %j: %s', (path, kinds, concerned) => {
  expect(isConcerned(path, kinds)).toBe(concerned)
})

/** What the browser gives; the test plays the server. */
class Source extends EventTarget {
  static readonly CLOSED = 2
  static all: Source[] = []
  readyState = 1
  constructor() {
    super()
    Source.all.push(this)
  }
  close() {
    this.readyState = 2
  }
  say(text: string) {
    this.dispatchEvent(new MessageEvent('message', { data: text }))
  }
}

describe('an open page', () => {
  let client: QueryClient
  let stop: () => void
  const stale = (path: string) => client.getQueryState([path])?.isInvalidated
  const see = (state: 'visible' | 'hidden') => {
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue(state)
    document.dispatchEvent(new Event('visibilitychange'))
  }

  beforeEach(() => {
    vi.useFakeTimers()
    vi.stubGlobal('EventSource', Source)
    vi.spyOn(document, 'visibilityState', 'get').mockReturnValue('visible')
    Source.all = []
    client = new QueryClient()
    for (const path of ['/api/canteen/meals', '/api/visits']) client.setQueryData([path], {})
    stop = followNews(client)
  })
  afterEach(() => {
    stop()
    vi.useRealTimers()
  })

  test('reads again what the news concern, after a moment', () => {
    Source.all[0]!.say('{"kinds":["canteen"]}')
    expect(stale('/api/canteen/meals')).toBe(false)
    vi.advanceTimersByTime(2_100)
    expect([stale('/api/canteen/meals'), stale('/api/visits')]).toEqual([true, false])
  })

  test('reads everything again when it cannot know what it missed', () => {
    Source.all[0]!.say('{}')
    vi.advanceTimersByTime(2_100)
    expect([stale('/api/canteen/meals'), stale('/api/visits')]).toEqual([true, true])
  })

  test('lets go when it is out of sight, and catches up once when it is back', () => {
    see('hidden')
    expect(Source.all[0]!.readyState).toBe(2)
    see('visible')
    expect(Source.all).toHaveLength(2)
    Source.all[1]!.dispatchEvent(new Event('open'))
    vi.advanceTimersByTime(2_100)
    expect([stale('/api/canteen/meals'), stale('/api/visits')]).toEqual([true, true])
  })

  test('lets go when nobody is at it, so that the session can end, and comes back with the next touch', () => {
    vi.advanceTimersByTime(5 * 60_000 + 1)
    expect(Source.all[0]!.readyState).toBe(2)
    dispatchEvent(new Event('keydown'))
    expect(Source.all).toHaveLength(2)
  })

  test('comes again by itself, but not at once, when it was refused', () => {
    Source.all[0]!.readyState = 2
    Source.all[0]!.dispatchEvent(new Event('error'))
    vi.advanceTimersByTime(29_000)
    expect(Source.all).toHaveLength(1)
    vi.advanceTimersByTime(1_500)
    expect(Source.all).toHaveLength(2)
  })
})
