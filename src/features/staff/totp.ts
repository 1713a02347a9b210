/** 动态口令: codes of the moment by RFC 6238 (SHA-1, 30 s, 6 digits: what every authenticator app reads). Pure. */
import { createHmac } from 'node:crypto'

const STEP_SECONDS = 30
/** RFC 6238, 5.2: one step either way for clocks that differ and slow fingers. */
const DRIFT = 1

/** RFC 4648 without padding: what people type when they cannot scan. */
export const base32 = (bytes: Uint8Array): string => {
  const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'
  const bits = [...bytes].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  return (bits.match(/.{1,5}/g) ?? []).map((five) => letters[Number.parseInt(five.padEnd(5, '0'), 2)]).join('')
}

export const stepAt = (now: Date): number => Math.floor(now.getTime() / 1000 / STEP_SECONDS)

/** RFC 4226, 5.3. */
export const codeOf = (secret: Uint8Array, step: number, digits = 6): string => {
  const counter = Buffer.alloc(8)
  counter.writeBigUInt64BE(BigInt(step))
  const mac = createHmac('sha1', secret).update(counter).digest()
  const at = mac[19]! & 0x0f
  return String((mac.readUInt32BE(at) & 0x7fffffff) % 10 ** digits).padStart(digits, '0')
}

/** The step a code belongs to, if it is one of now and later than `last_step`: a code is taken once. */
export const findStep = (secret: Uint8Array, code: string, now: Date, last_step: number): number | undefined => {
  const here = stepAt(now)
  const steps = Array.from({ length: 2 * DRIFT + 1 }, (_, at) => here - DRIFT + at)
  return steps.find((step) => step > last_step && codeOf(secret, step) === code)
}

/**
 * What the QR code holds (the "Key Uri Format" that authenticator apps share; SHA1, 6 digits and 30 s are what it means unsaid). Short, so
 * that the picture is coarse enough for old phones: a login is unique over all organisations anyway.
 */
export const addressOf = (secret: Uint8Array, login: string): string => {
  const issuer = encodeURIComponent('恒爱')
  return `otpauth://totp/${issuer}:${encodeURIComponent(login)}?secret=${base32(secret)}&issuer=${issuer}`
}
