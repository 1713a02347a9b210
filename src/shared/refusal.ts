/**
 * A refusal is an answer, not a fault: the request was understood and may not be done, and the person who asked
 * can mend it. Codes are a closed set; each has a Chinese and an English text in `refusal-texts.ts`.
 */
import type { RefusalCode } from './refusal-texts.ts'

export type { RefusalCode } from './refusal-texts.ts'

export type RefusalDetails = Record<string, string | number | boolean | null | undefined>

export class Refusal extends Error {
  readonly code: RefusalCode
  readonly details: RefusalDetails
  /** The input field that must be mended, if there is one. */
  readonly field: string | undefined
  constructor(code: RefusalCode, details: RefusalDetails = {}, field?: string) {
    super(code)
    this.code = code
    this.details = details
    this.field = field
  }
}
