/** Names as they are searched and compared: pinyin, initials, and what somebody types of them. */
import { pinyin } from 'pinyin-pro'
import { normalName } from '../../shared/normal.ts'

export interface NameKeys {
  readonly name_key: string
  readonly pinyin: string
  readonly initials: string
}

const seen = new Map<string, NameKeys>()

/** All search keys of a name. Surnames are read as surnames (单 shan, 解 xie, 曾 zeng). */
export const nameKeys = (name: string): NameKeys => {
  const name_key = normalName(name)
  const known = seen.get(name_key)
  if (known) return known
  const syllables = pinyin(name_key, { toneType: 'none', type: 'array', surname: 'head', v: true }).map((s) => s.toLowerCase())
  const full = syllables.join('')
  const initials = syllables.map((s) => s[0] ?? '').join('')
  const keys = { name_key, pinyin: full, initials }
  if (seen.size < 50_000) seen.set(name_key, keys)
  return keys
}

export interface NameQuery {
  readonly kind: 'characters' | 'letters' | 'digits'
  readonly text: string
}

/** What somebody typed: characters of the name, letters of its pinyin or initials, or the end of a telephone number. */
export const nameQuery = (typed: string): NameQuery | undefined => {
  const text = normalName(typed).toLowerCase()
  if (text === '') return undefined
  if (/^\d+$/.test(text)) return { kind: 'digits', text }
  if (/^[a-zü]+$/.test(text)) return { kind: 'letters', text: text.replaceAll('ü', 'v') }
  return { kind: 'characters', text }
}
