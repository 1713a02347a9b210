/** Names as they are searched and compared: pinyin, initials, grams. */
import { pinyin } from 'pinyin-pro'
import { normalName } from '../../shared/normal.ts'

export interface NameKeys {
  readonly name_key: string
  readonly pinyin: string
  readonly initials: string
  readonly search_grams: string[]
}

const grams = (text: string, mark: string): string[] => {
  const found = new Set<string>()
  for (let i = 0; i < text.length - 1; i++) found.add(mark + text.slice(i, i + 2))
  return [...found]
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
  const keys = {
    name_key,
    pinyin: full,
    initials,
    search_grams: [
      ...new Set([...name_key, ...grams(name_key, '')]),
      ...grams(full, 'p:'),
      ...grams(initials, 'i:'),
      ...[...initials].map((c) => `i:${c}`),
    ],
  }
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

/** The grams every hit must hold. */
export const queryGrams = ({ kind, text }: NameQuery, mark: '' | 'p:' | 'i:'): string[] =>
  text.length === 1 ? (kind === 'characters' ? [text] : [`i:${text}`]) : grams(text, mark)
