/** What the device is like: a phone's width, whether things may move, and whether the network is there. */
import { useSyncExternalStore } from 'react'
import { phone_below } from './tokens.ts'
import type { Surface } from './tokens.ts'

const phone_query = `(max-width: ${phone_below - 0.02}px)`
const still_query = '(prefers-reduced-motion: reduce)'

const watch = (query: string) => (changed: () => void) => {
  const list = globalThis.matchMedia?.(query)
  list?.addEventListener('change', changed)
  return () => list?.removeEventListener('change', changed)
}

const watchWidth = watch(phone_query)
const watchStillness = watch(still_query)

const matches = (query: string) => () => globalThis.matchMedia?.(query).matches ?? false

export const useIsPhone = (): boolean => useSyncExternalStore(watchWidth, matches(phone_query))

/** The system asks for no motion. */
export const useIsStill = (): boolean => useSyncExternalStore(watchStillness, matches(still_query))

const watchSurface = (changed: () => void) => {
  const watcher = new MutationObserver(changed)
  watcher.observe(document.documentElement, { attributeFilter: ['data-surface'] })
  return () => watcher.disconnect()
}

/** The surface as it is painted: for what is drawn and cannot follow style sheets. */
export const useSurfaceNow = (): Surface =>
  useSyncExternalStore(watchSurface, () => (document.documentElement.dataset['surface'] as Surface | undefined) ?? 'office')

const watchNetwork = (changed: () => void) => {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

export const useIsOnline = (): boolean => useSyncExternalStore(watchNetwork, () => navigator.onLine)
