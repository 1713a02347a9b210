/** An authenticator app on somebody's phone: keeps the secret that was set up and tells the code of the moment, each once. */
import { codeOf, stepAt } from '../src/features/staff/totp.ts'

/** RFC 4648, as people type it: in groups, without padding. */
const fromBase32 = (text: string): Buffer => {
  const bits = [...text.replaceAll(/\s/g, '')]
    .map((letter) => 'ABCDEFGHIJKLMNOPQRSTUVWXYZ234567'.indexOf(letter).toString(2).padStart(5, '0'))
    .join('')
  return Buffer.from((bits.match(/.{8}/g) ?? []).map((byte) => Number.parseInt(byte, 2)))
}

const second = 1000
const step_seconds = 30

export class Authenticator {
  private readonly secrets = new Map<string, { secret: Buffer; last: number }>()

  keep(login: string, secret: string): void {
    this.secrets.set(login, { secret: fromBase32(secret), last: 0 })
  }

  /** A code that was not told yet; one step early or late is taken, so that one waits only when signing in three times in a minute. */
  async code(login: string): Promise<string> {
    const kept = this.secrets.get(login)
    if (!kept) throw new Error(`no second factor was set up for ${login}`)
    const step = Math.max(stepAt(new Date()) - 1, kept.last + 1)
    const early = (step - 1) * step_seconds * second - Date.now()
    if (early > 0) await new Promise((resolve) => setTimeout(resolve, early + second))
    kept.last = step
    return codeOf(kept.secret, step)
  }
}
