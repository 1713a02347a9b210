/**
 * What a tablet keeps of the door (docs/decisions/0022): the key, the day, the window of members, and arrivals not yet sent. All but the key is
 * sealed by it; the key itself cannot be taken out of the browser.
 */

const NAME = 'hengai-door'
/** After that long without network the members are thrown away. */
export const WINDOW_MS = 12 * 3_600_000

export interface Sealed {
  readonly iv: Uint8Array<ArrayBuffer>
  readonly body: ArrayBuffer
}

/** `at` and `state` lie open, so that a sign-out can say what is unsent without the key. */
export interface SealedArrival {
  readonly check_in_id: string
  readonly station_id: string
  readonly at: number
  readonly state: 'waiting' | 'refused' | 'sent'
  readonly content: Sealed
}

type Store = 'kept' | 'queue'

const answered = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result)
    request.onerror = () => reject(request.error ?? new Error('the browser’s store failed'))
  })

let opening: Promise<IDBDatabase> | undefined

const openStore = (): Promise<IDBDatabase> =>
  (opening ??= (() => {
    const request = indexedDB.open(NAME, 1)
    request.onupgradeneeded = () => {
      request.result.createObjectStore('kept')
      request.result.createObjectStore('queue', { keyPath: 'check_in_id' })
    }
    return answered(request)
  })())

const reading = async <T>(store: Store, ask: (store: IDBObjectStore) => IDBRequest<T>): Promise<T> =>
  answered(ask((await openStore()).transaction(store).objectStore(store)))

/** Resolves when what was written is on the disk. */
const writing = async (store: Store, work: (store: IDBObjectStore) => void): Promise<void> => {
  const change = (await openStore()).transaction(store, 'readwrite', { durability: 'strict' })
  work(change.objectStore(store))
  await new Promise<void>((resolve, reject) => {
    change.oncomplete = () => resolve()
    change.onabort = () => reject(change.error ?? new Error('the browser’s store is full'))
  })
}

const bytesOf = (base64: string) => Uint8Array.from(atob(base64), (sign) => sign.codePointAt(0)!)

/** From here on it can be used and not be read. */
export const keepKey = async (base64: string): Promise<CryptoKey> => {
  const key = await crypto.subtle.importKey('raw', bytesOf(base64), 'AES-GCM', false, ['encrypt', 'decrypt'])
  await writing('kept', (store) => store.put(key, 'key'))
  return key
}

export const keptKey = (): Promise<CryptoKey | undefined> => reading('kept', (store) => store.get('key'))

export const seal = async (key: CryptoKey, place: string, content: unknown): Promise<Sealed> => {
  const iv = crypto.getRandomValues(new Uint8Array(12))
  const text = new TextEncoder().encode(JSON.stringify(content))
  const additionalData = new TextEncoder().encode(place)
  return { iv, body: await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData }, key, text) }
}

/** Undefined when it was sealed by another key or for another place. */
export const open = async <T>(key: CryptoKey, place: string, { iv, body }: Sealed): Promise<T | undefined> => {
  const additionalData = new TextEncoder().encode(place)
  const text = await crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData }, key, body).catch(() => undefined)
  return text && (JSON.parse(new TextDecoder().decode(text)) as T)
}

export const keep = async (key: CryptoKey, name: 'door' | 'members', content: unknown): Promise<void> => {
  const sealed = await seal(key, name, content)
  await writing('kept', (store) => store.put({ ...sealed, at: Date.now() }, name))
}

/** Undefined when there is none, or when it is older than 12 hours: then it is gone from the disk as well. */
export const kept = async <T>(key: CryptoKey, name: 'door' | 'members'): Promise<T | undefined> => {
  const found: (Sealed & { readonly at: number }) | undefined = await reading('kept', (store) => store.get(name))
  if (!found) return undefined
  if (Date.now() - found.at <= WINDOW_MS) return open<T>(key, name, found)
  await writing('kept', (store) => store.delete(name))
  return undefined
}

export const putArrival = (arrival: SealedArrival): Promise<void> => writing('queue', (store) => store.put(arrival))

export const dropArrivals = (ids: readonly string[]): Promise<void> =>
  writing('queue', (store) => ids.forEach((id) => store.delete(id)))

/** In the order in which they came: their ids begin with the time. */
export const keptArrivals = (): Promise<SealedArrival[]> => reading('queue', (store) => store.getAll())

/** Unsent arrivals on this browser, and when the first came; needs no key. */
export const findUnsent = async (): Promise<{ readonly count: number; readonly first_at: number | undefined }> => {
  if (!('indexedDB' in globalThis)) return { count: 0, first_at: undefined }
  const unsent = (await keptArrivals()).filter(({ state }) => state !== 'sent')
  return { count: unsent.length, first_at: unsent.length > 0 ? Math.min(...unsent.map(({ at }) => at)) : undefined }
}

/** At sign-out: the key, the day, the members and what was sent go; what was not sent stays sealed. */
export const forgetDoor = async (): Promise<void> => {
  if (!('indexedDB' in globalThis)) return
  await writing('kept', (store) => store.clear())
  await dropArrivals((await keptArrivals()).filter(({ state }) => state === 'sent').map(({ check_in_id }) => check_in_id))
}
