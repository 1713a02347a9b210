/** What the device is like: a phone's width, and whether the network is there. */
import { useSyncExternalStore } from 'react'
import { phone_below } from './tokens.ts'

const phone_query = `(max-width: ${phone_below - 0.02}px)`

const watchWidth = (changed: () => void) => {
  const list = globalThis.matchMedia?.(phone_query)
  list?.addEventListener('change', changed)
  return () => list?.removeEventListener('change', changed)
}

export const useIsPhone = (): boolean =>
  useSyncExternalStore(watchWidth, () => globalThis.matchMedia?.(phone_query).matches ?? false)

const watchNetwork = (changed: () => void) => {
  addEventListener('online', changed)
  addEventListener('offline', changed)
  return () => {
    removeEventListener('online', changed)
    removeEventListener('offline', changed)
  }
}

export const useIsOnline = (): boolean => useSyncExternalStore(watchNetwork, () => navigator.onLine)
