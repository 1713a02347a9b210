/**
 * The numbers in the QR codes of a printed sign-in sheet (签到表): ten digits of the sheet, three of the row (000 = the sheet itself), one check
 * digit (Luhn, ISO/IEC 7812-1 annex B). Fourteen digits, so that none is taken for a card's sixteen. Pure.
 */
import { codeRead } from './rules.ts'

const checkDigit = (digits: string): string => {
  let sum = 0
  for (const [at, digit] of [...digits].reverse().entries()) {
    const twice = at % 2 === 0 ? Number(digit) * 2 : Number(digit)
    sum += twice > 9 ? twice - 9 : twice
  }
  return String((10 - (sum % 10)) % 10)
}

export const sheetCode = (code: string, row_no = 0): string => {
  const digits = code + String(row_no).padStart(3, '0')
  return digits + checkDigit(digits)
}

/** Of which sheet and row a scanned code is, or the ten digits typed by hand; undefined when it is neither or was misread. */
export const readSheetCode = (scanned: string): { readonly code: string; readonly row_no: number } | undefined => {
  const digits = codeRead(scanned)
  if (/^\d{10}$/.test(digits)) return { code: digits, row_no: 0 }
  if (!/^\d{14}$/.test(digits) || checkDigit(digits.slice(0, 13)) !== digits[13]) return undefined
  return { code: digits.slice(0, 10), row_no: Number(digits.slice(10, 13)) }
}

/** `12345 67890` */
export const showSheetCode = (code: string): string => `${code.slice(0, 5)} ${code.slice(5)}`
