/** Hands the page and its files to the service worker of the door, so that it opens again without network (docs/decisions/0022). */

/** Its script; it answers for pages under /door/ only. */
const WORKER = '/door-worker.js'

/** What this page has fetched so far: our own files, nothing of the interface. */
const filesSoFar = (): string[] => [
  ...new Set(
    performance
      .getEntriesByType('resource')
      .map(({ name }) => new URL(name))
      .filter(({ origin, pathname }) => origin === location.origin && !pathname.startsWith('/api/') && pathname !== WORKER)
      .map(({ pathname }) => pathname),
  ),
]

export const keepPage = (): void => {
  if (!('serviceWorker' in navigator)) return
  void navigator.serviceWorker
    .register(WORKER, { scope: '/door/' })
    .then(async (registration) => {
      const worker = registration.active ?? (await navigator.serviceWorker.ready).active
      worker?.postMessage({ keep: ['/door/kiosk', ...filesSoFar()] })
    })
    // Under development, and where the browser forbids it, the door works as long as it is not loaded anew.
    .catch(() => undefined)
}
