/**
 * The number on a member's card (会员卡号): 15 random digits and a check digit (Luhn, ISO/IEC 7812-1 annex B). Digits only, because a scanner
 * types them through whatever input method the tablet has on. Pure.
 */
import { normalCode } from '../../shared/normal.ts'

const LENGTH = 16

const checkDigit = (first: string): string => {
  let sum = 0
  for (const [at, digit] of [...first].reverse().entries()) {
    const twice = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    sum += twice > 9 ? twice - 9 : twice
  }
  return String((10 - (sum % 10)) % 10)
}

/** From 15 random digits. */
export const cardCode = (digits: string): string => digits + checkDigit(digits)

/** What was scanned or typed as the number of a card: undefined when it is none, `misread` when a digit is wrong. */
export const readCardCode = (typed: string): { code: string } | 'misread' | undefined => {
  const code = normalCode(typed).replaceAll('-', '')
  if (!/^\d+$/.test(code) || code.length !== LENGTH) return undefined
  return checkDigit(code.slice(0, -1)) === code.at(-1) ? { code } : 'misread'
}

/** As it stands on the card: `1234 5678 9012 3456`. */
export const showCardCode = (code: string): string => code.replaceAll(/(\d{4})(?=\d)/g, '$1 ')
