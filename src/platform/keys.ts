/**
 * What may not be read from a copied database: AES-256-GCM bound to its row, and blind indexes for exact look-up
 * (docs/decisions/0007, 0017). The keys come from the key file (key-file.ts), which lies outside the database.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'

/** Where a secret stands: moving the bytes to another row, column or organisation makes them unreadable. */
export interface Place {
  /** `slice.table.column`. */
  readonly column: string
  readonly organisation_id: string
  readonly row_id: string
}

export interface Keys {
  /** version byte · 12 bytes nonce · 16 bytes tag · ciphertext; sealed with the newest version. */
  seal(content: string | Uint8Array, at: Place): Buffer
  /** Any version of the key file. Throws when the bytes were changed or stand in another place. */
  open(bytes: Uint8Array, at: Place): string
  /** The same, of content that is no text. */
  openBytes(bytes: Uint8Array, at: Place): Buffer
  /** 16 bytes that are equal exactly when the (already normalised) text is equal, per organisation and purpose. */
  blind(text: string, purpose: string, organisation_id: string): Buffer
  /** The newest version: what `seal` uses. */
  version(): number
  /** Where the keys come from; none in tests. */
  readonly file?: () => KeyFileState
}

export interface KeyFileState {
  readonly path: string
  readonly version: number
  /** The last copy made with `hengai keys export`. */
  readonly copied: { readonly at: string; readonly version: number } | undefined
}

/** The master keys by their version, 1 first; versions are bytes. */
export type Masters = ReadonlyMap<number, Uint8Array>

const derive = (master: Uint8Array, purpose: string) => Buffer.from(hkdfSync('sha256', master, 'hengai', purpose, 32))

/** `masters` is asked at every use, so that a key added to the file of a running server is used by it. */
export const keysOf = (masters: (wanted?: number) => Masters): Keys => {
  const sealing = new Map<number, { master: Uint8Array; key: Buffer }>()
  const sealingKey = (version: number, all: Masters): Buffer => {
    const master = all.get(version)
    if (!master) throw new Error(`密钥文件里没有第 ${version} 版密钥 · The key file holds no key of version ${version}`)
    const known = sealing.get(version)
    if (known?.master === master) return known.key
    const key = derive(master, 'seal-1')
    sealing.set(version, { master, key })
    return key
  }
  const newest = (all: Masters) => Math.max(...all.keys())
  // Blind indexes are compared across all rows at once, and stay with the first key (docs/decisions/0017).
  const blinding = derive(masters().get(1)!, 'blind-1')
  const aad = (at: Place) => Buffer.from(`${at.column}|${at.organisation_id}|${at.row_id}`)
  const openBytes: Keys['openBytes'] = (bytes, at) => {
    const version = bytes[0] ?? 0
    const decipher = createDecipheriv('aes-256-gcm', sealingKey(version, masters(version)), bytes.subarray(1, 13))
    decipher.setAAD(aad(at))
    decipher.setAuthTag(bytes.subarray(13, 29))
    return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()])
  }
  return {
    seal: (content, at) => {
      const all = masters()
      const version = newest(all)
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealingKey(version, all), nonce)
      cipher.setAAD(aad(at))
      const body = Buffer.concat([
        typeof content === 'string' ? cipher.update(content, 'utf8') : cipher.update(content),
        cipher.final(),
      ])
      return Buffer.concat([Buffer.from([version]), nonce, cipher.getAuthTag(), body])
    },
    open: (bytes, at) => openBytes(bytes, at).toString('utf8'),
    openBytes,
    blind: (text, purpose, organisation_id) =>
      createHmac('sha256', blinding).update(`${purpose}|${organisation_id}|${text}`).digest().subarray(0, 16),
    version: () => newest(masters()),
  }
}

export const keysFrom = (master: Uint8Array): Keys => {
  const masters: Masters = new Map([[1, master]])
  return keysOf(() => masters)
}
