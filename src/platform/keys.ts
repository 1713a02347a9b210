/**
 * What may not be read from a copied database: AES-256-GCM bound to its row, and blind indexes for exact look-up
 * (docs/decisions/0007). The key file lies outside the database, mode 0600.
 */
import { createCipheriv, createDecipheriv, createHmac, hkdfSync, randomBytes } from 'node:crypto'
import fs from 'node:fs'
import path from 'node:path'

/** Where a secret stands: moving the bytes to another row, column or organisation makes them unreadable. */
export interface Place {
  /** `slice.table.column`. */
  readonly column: string
  readonly organisation_id: string
  readonly row_id: string
}

export interface Keys {
  /** version byte · 12 bytes nonce · 16 bytes tag · ciphertext */
  seal(text: string, at: Place): Buffer
  /** Throws when the bytes were changed or stand in another place. */
  open(bytes: Uint8Array, at: Place): string
  /** 16 bytes that are equal exactly when the (already normalised) text is equal, per organisation and purpose. */
  blind(text: string, purpose: string, organisation_id: string): Buffer
}

const VERSION = 1

export const keysFrom = (master: Uint8Array): Keys => {
  const derive = (purpose: string) => Buffer.from(hkdfSync('sha256', master, 'hengai', purpose, 32))
  const sealing = derive('seal-1')
  const blinding = derive('blind-1')
  const aad = (at: Place) => Buffer.from(`${at.column}|${at.organisation_id}|${at.row_id}`)
  return {
    seal: (text, at) => {
      const nonce = randomBytes(12)
      const cipher = createCipheriv('aes-256-gcm', sealing, nonce)
      cipher.setAAD(aad(at))
      const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
      return Buffer.concat([Buffer.from([VERSION]), nonce, cipher.getAuthTag(), body])
    },
    open: (bytes, at) => {
      if (bytes[0] !== VERSION) throw new Error(`sealed with key version ${bytes[0]}, this is ${VERSION}`)
      const decipher = createDecipheriv('aes-256-gcm', sealing, bytes.subarray(1, 13))
      decipher.setAAD(aad(at))
      decipher.setAuthTag(bytes.subarray(13, 29))
      return Buffer.concat([decipher.update(bytes.subarray(29)), decipher.final()]).toString('utf8')
    },
    blind: (text, purpose, organisation_id) =>
      createHmac('sha256', blinding).update(`${purpose}|${organisation_id}|${text}`).digest().subarray(0, 16),
  }
}

/** Reads the key file, or makes it on the first start. */
export const loadKeys = (file: string): Keys => {
  if (!fs.existsSync(file)) {
    fs.mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
    const handle = fs.openSync(file, 'wx', 0o600)
    fs.writeSync(handle, `${randomBytes(32).toString('hex')}\n`)
    fs.fsyncSync(handle)
    fs.closeSync(handle)
  }
  const hex = fs.readFileSync(file, 'utf8').trim()
  if (!/^[0-9a-f]{64}$/.test(hex)) throw new Error(`密钥文件已损坏 · The key file is damaged: ${file}`)
  return keysFrom(Buffer.from(hex, 'hex'))
}
