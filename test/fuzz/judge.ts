/** What an answer must be, whatever was asked. */
import { refusalText, refusalTexts, type RefusalCode } from '../../src/shared/refusal-texts.ts'

export interface Answered {
  readonly status: number
  readonly text: string
  readonly body: { code?: string; message?: string; field?: string; details?: Record<string, unknown> } | undefined
}

/** Lines of a stack, words of SQL and of the driver: none of them is anybody's business. */
const INSIDE =
  /\n\s+at |node_modules|\.[cm]?[jt]sx?:\d+|violates |syntax error|relation "|invalid input syntax|out of range for type|SQLSTATE|invalid byte sequence|duplicate key|unexpected token|cannot read propert/i

/** Why an answer will not do; undefined when it does. `changed`: tables that were written. */
export const problemWith = (
  { status, text, body }: Answered,
  language: 'zh' | 'en',
  changed: readonly string[],
  reads: boolean,
): string | undefined => {
  if (status >= 500) return `status ${status}`
  if (INSIDE.test(text)) return `tells of the inside: ${INSIDE.exec(text)?.[0]}`
  if (status < 300) {
    const others = changed.filter((table) => !table.startsWith('audit.'))
    if (reads) return others.length > 0 ? `a reading wrote ${others.join(', ')}` : undefined
    return undefined
  }
  const { code, message, field, details = {} } = body ?? {}
  if (changed.length > 0) return `refused (${status} ${code}), and wrote ${changed.join(', ')}`
  if (code === undefined || !(code in refusalTexts)) return `no code: ${text.slice(0, 100)}`
  if (message !== refusalText(code as RefusalCode, details, language)) return `${code}: not said in ${language}: ${message}`
  const unsaid = [...refusalTexts[code as RefusalCode][language].matchAll(/\{(\w+)\}/g)].filter(
    ([, name]) => details[name!] === undefined || details[name!] === null,
  )
  if (unsaid.length > 0) return `${code}: says nothing for ${unsaid.map(([whole]) => whole).join(' ')}`
  if (code === 'bad_input' && (field === undefined || field === '')) return 'bad_input names no field'
  return undefined
}
