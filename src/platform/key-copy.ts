/**
 * 密钥副本: the key file wrapped by a passphrase, as text that can be printed and typed in again. Each line carries a check of its own, so
 * that a mistyped one is named. scrypt (RFC 7914; 128 MB, about half a second) and AES-256-GCM.
 */
import { createCipheriv, createDecipheriv, createHash, randomBytes, scryptSync } from 'node:crypto'

const COST = { N: 131_072, r: 8, p: 1, maxmem: 160 * 1024 * 1024 } as const
const FORMAT = 1
const [SALT, NONCE, TAG] = [16, 12, 16]
const [FIRST, LAST] = ['----- 恒爱密钥副本 HENGAI KEY COPY -----', '----- 结束 END -----']
const BYTES_IN_LINE = 16

const keyOf = (passphrase: string, salt: Uint8Array) => scryptSync(passphrase.normalize('NFKC'), salt, 32, COST)

const checkOf = (place: number, bytes: Uint8Array): string =>
  createHash('sha256').update(`${place}|`).update(bytes).digest('hex').slice(0, 4)

const lineOf = (bytes: Buffer, place: number): string => {
  const groups = bytes.toString('hex').match(/.{1,4}/g) ?? []
  return [String(place + 1).padStart(2, '0'), ...groups, checkOf(place, bytes)].join(' ')
}

export const wrapKeys = (text: string, passphrase: string): string => {
  const [salt, nonce] = [randomBytes(SALT), randomBytes(NONCE)]
  const cipher = createCipheriv('aes-256-gcm', keyOf(passphrase, salt), nonce)
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()])
  const all = Buffer.concat([Buffer.from([FORMAT]), salt, nonce, cipher.getAuthTag(), body])
  const lines: string[] = []
  for (let at = 0; at < all.length; at += BYTES_IN_LINE) lines.push(lineOf(all.subarray(at, at + BYTES_IN_LINE), lines.length))
  return [FIRST, ...lines, LAST].join('\n')
}

const bytesOfLine = (line: string, place: number): Buffer => {
  const [number, ...groups] = line.trim().toLowerCase().split(/\s+/)
  const check = groups.pop()
  const bytes = Buffer.from(groups.join(''), 'hex')
  if (Number(number) !== place + 1 || check !== checkOf(place, bytes))
    throw new Error(`副本第 ${place + 1} 行有误，请核对 · Line ${place + 1} of the copy is mistyped`)
  return bytes
}

/** Refuses a mistyped line (by its number) and a wrong passphrase. */
export const unwrapKeys = (copy: string, passphrase: string): string => {
  const lines = copy
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => /^\d\d( [0-9a-fA-F]{2,4})+$/.test(line))
  const all = Buffer.concat(lines.map(bytesOfLine))
  if (all[0] !== FORMAT || all.length <= 1 + SALT + NONCE + TAG)
    throw new Error('这不是恒爱的密钥副本，或缺了行 · This is no key copy of Hengai, or lines are missing')
  const at = (start: number, length?: number) => all.subarray(start, length === undefined ? undefined : start + length)
  const decipher = createDecipheriv('aes-256-gcm', keyOf(passphrase, at(1, SALT)), at(1 + SALT, NONCE))
  decipher.setAuthTag(at(1 + SALT + NONCE, TAG))
  try {
    return Buffer.concat([decipher.update(at(1 + SALT + NONCE + TAG)), decipher.final()]).toString('utf8')
  } catch {
    throw new Error('口令不对，或副本缺了行 · The passphrase is wrong, or lines of the copy are missing')
  }
}
