/**
 * The service worker of the door. With network it adds nothing: every request goes out, so that an update is never held back. Without, it gives
 * the page and the files the page named when it was last open with network. The interface (/api/) it never touches.
 */

interface Waiting {
  waitUntil(work: Promise<unknown>): void
}
interface Fetching extends Waiting {
  readonly request: Request
  respondWith(answer: Promise<Response>): void
}
interface Told extends Waiting {
  readonly data: { readonly keep?: readonly string[] }
}
interface Scope {
  readonly location: Location
  readonly clients: { claim(): Promise<void> }
  skipWaiting(): Promise<void>
  addEventListener(name: 'install' | 'activate', listener: (event: Waiting) => void): void
  addEventListener(name: 'fetch', listener: (event: Fetching) => void): void
  addEventListener(name: 'message', listener: (event: Told) => void): void
}

const scope = self as unknown as Scope
const STORE = 'hengai-door-1'
const PAGE = '/door/kiosk'
/** A line that neither answers nor breaks is as good as none. */
const PATIENCE_MS = 5_000

/** All or nothing: a page whose files are of another version would not run. */
const keep = async (paths: readonly string[]): Promise<void> => {
  const answers = await Promise.all(paths.map(async (path) => [path, await fetch(path)] as const))
  if (answers.some(([, answer]) => !answer.ok)) return
  const store = await caches.open(STORE)
  await Promise.all(answers.map(([path, answer]) => store.put(path, answer)))
  const old = (await store.keys()).filter(({ url }) => !paths.includes(new URL(url).pathname))
  await Promise.all(old.map((request) => store.delete(request)))
}

const outOrKept = async (request: Request, path: string, patience_ms?: number): Promise<Response> => {
  const kept = await (await caches.open(STORE)).match(path)
  if (!kept) return fetch(request)
  const limit = patience_ms ? { signal: AbortSignal.timeout(patience_ms) } : {}
  return fetch(request, limit).catch(() => kept)
}

scope.addEventListener('install', (event) => event.waitUntil(scope.skipWaiting()))
scope.addEventListener('activate', (event) => event.waitUntil(scope.clients.claim()))
scope.addEventListener('message', (event) => {
  if (event.data.keep) event.waitUntil(keep(event.data.keep).catch(() => undefined))
})
scope.addEventListener('fetch', (event) => {
  const { origin, pathname } = new URL(event.request.url)
  if (event.request.method !== 'GET' || origin !== scope.location.origin || pathname.startsWith('/api/')) return
  const page = event.request.mode === 'navigate'
  event.respondWith(outOrKept(event.request, page ? PAGE : pathname, page ? PATIENCE_MS : undefined))
})
