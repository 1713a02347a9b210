/** What is true of the audit trail without asking anybody: kinds of acts, what is masked, how a difference is told, how long is kept. */
import { texts } from './texts.ts'
import { texts as trailTexts } from './trail-texts.ts'

type Language = keyof typeof texts

/** Months of 网络安全法, 网络数据安全管理条例 and of medical records; `source` says where they come from. */
export interface RetentionRule {
  readonly keep_months: number
  /** Entries about health and rehabilitation. */
  readonly keep_health_months: number
  readonly source: string
}

/** What an organisation starts with (dated rows afterwards). */
export const RETENTION_SEED: RetentionRule = {
  keep_months: 36,
  keep_health_months: 180,
  source:
    '日志不少于 6 个月：网络安全法 §21（2026 修订后 §23）；提供、委托处理个人信息的记录不少于 3 年：网络数据安全管理条例 §12；' +
    '健康类参照门（急）诊病历不少于 15 年：医疗机构病历管理规定（2013）§29',
}

/** The same moment some months earlier; the last day of a shorter month. */
export const monthsBefore = (at: Date, months: number): Date => {
  const first = new Date(Date.UTC(at.getUTCFullYear(), at.getUTCMonth() - months, 1))
  const days = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate()
  const midnight = Date.UTC(first.getUTCFullYear(), first.getUTCMonth(), Math.min(at.getUTCDate(), days))
  return new Date(midnight + (at.getTime() % 86_400_000))
}

/** What a verification can find. */
export type AuditProblem =
  | { readonly kind: 'seal_missing' | 'seal_changed' | 'list_missing' | 'list_changed'; readonly seal: number }
  | { readonly kind: 'retired_but_there' | 'retired_against_rule'; readonly seal: number }
  | {
      readonly kind: 'entry_missing' | 'entry_changed'
      readonly seal: number
      readonly audit_id: string
      /** Counted from 1 within the seal. */
      readonly place: number
    }
  | {
      readonly kind: 'entry_moved'
      readonly seal: number
      readonly audit_id: string
      readonly place: number
      readonly was_place: number
    }
  | { readonly kind: 'entry_back_dated'; readonly seal: number; readonly audit_id: string }
  | { readonly kind: 'entry_inserted' | 'entry_foreign'; readonly audit_id: string }
  | { readonly kind: 'entries_unsealed'; readonly audit_id: string; readonly count: number }
  | { readonly kind: 'expected_missing'; readonly expected: string }

const fill = (text: string, values: Readonly<Record<string, unknown>>): string =>
  text.replaceAll(/\{\{(\w+)\}\}/g, (_, name: string) => String(values[name] ?? ''))

export const tellProblem = (problem: AuditProblem, language: Language): string =>
  fill(texts[language][`problem_${problem.kind}`], { ...problem })

/** Kinds of acts, as the page filters them. */
export const KINDS = ['reveal', 'export', 'sign_in', 'accounts', 'void', 'merge', 'import', 'write'] as const
export type Kind = (typeof KINDS)[number]

const SIGN_IN = ['signIn', 'signOut', 'changePassword']

/** Of which kind an act is; `kindIs` in entries.ts says the same in SQL. */
export const kindOf = (action: string, entity: string): Kind => {
  if (entity === 'app.export') return 'export'
  if (action.startsWith('reveal')) return 'reveal'
  if (SIGN_IN.includes(action)) return 'sign_in'
  if (entity.startsWith('staff.')) return 'accounts'
  if (action.startsWith('void')) return 'void'
  if (entity === 'people.merges' || entity === 'people.duplicates') return 'merge'
  if (entity.startsWith('imports.') || action === 'import' || action === 'runImport') return 'import'
  return 'write'
}

const said = (key: string, language: Language): string | undefined => (trailTexts[language] as Record<string, string>)[key]

/** `recordMeal` → 记录; the first word of the endpoint or command. An unknown verb stays as it is. */
export const sayAction = (action: string, language: Language): string => {
  const whole = said(`action_${action.replaceAll(' ', '_')}`, language)
  if (whole !== undefined) return whole
  const verb = /^[a-z]+/.exec(action)?.[0] ?? action
  return said(`verb_${verb}`, language) ?? action
}

/** `canteen.meals` → 用餐记录. */
export const sayEntity = (entity: string, language: Language): string =>
  said(`entity_${entity.replace('.', '_')}`, language) ?? entity

/** Fields that tell who somebody is. The writer masks already; this is the second wall. */
const PERSONAL =
  /(^|_)(name|name_key|phone|id_number|id_no|id_card|address|guardian|contact|contacts|contact1|contact2|born_on|email|note|value|values)(_|$)/
/** Names of what is no person, or of accounts, which every entry names. */
const PUBLIC_NAMES = [
  'orgs.',
  'contracts.',
  'staff.accounts',
  'staff.roles',
  'staff.grants',
  'imports.',
  'app.export',
  'reports.',
]

const MASK = '＊＊＊'

const isMasked = (field: string, entity: string): boolean =>
  PERSONAL.test(field) &&
  !(/name/.test(field) && PUBLIC_NAMES.some((start) => entity.startsWith(start))) &&
  // Where somebody signed in from is what an auditor looks for.
  !(field === 'address' && entity === 'staff.logins')

const sayValue = (value: unknown, language: Language, entity: string): string | null => {
  if (value === null || value === undefined || value === '') return null
  if (typeof value === 'object' && Object.keys(value).length === 0) return null
  if (typeof value === 'boolean') return texts[language][value ? 'yes' : 'no']
  if (Array.isArray(value)) {
    const shown = value.slice(0, 10).map((one) => sayValue(one, language, entity) ?? '')
    return value.length > 10 ? `${shown.join('、')} … (${value.length})` : shown.join('、')
  }
  if (typeof value === 'object')
    return Object.entries(value)
      .map(
        ([field, one]) =>
          `${sayField(field, language)} ${isMasked(field, entity) ? MASK : (sayValue(one, language, entity) ?? '—')}`,
      )
      .join('，')
  const text = typeof value === 'string' || typeof value === 'number' ? String(value) : JSON.stringify(value)
  return said(`value_${text}`, language) ?? said(`list_${text}`, language) ?? text
}

const sayField = (field: string, language: Language): string => said(`field_${field}`, language) ?? field

/** `listPeople` → 服务对象名单. */
export const sayList = (name: string, language: Language): string => said(`list_${name}`, language) ?? name

/** What was revealed, in words. */
export const sayShown = (what: string | readonly string[], language: Language): string =>
  [what]
    .flat()
    .map((one) => said(`value_${one}`, language) ?? one)
    .join('、')

export interface Difference {
  readonly field: string
  readonly label: string
  readonly before: string | null
  readonly after: string | null
}

type Fields = Readonly<Record<string, unknown>> | null

/** Before and after, field by field, in words; personal fields masked. */
export const differencesOf = (before: Fields, after: Fields, entity: string, language: Language): Difference[] => {
  const fields = [...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})])]
  const say = (of: Fields, field: string): string | null => {
    const text = sayValue(of?.[field], language, entity)
    return text !== null && isMasked(field, entity) ? MASK : text
  }
  return fields.map((field) => ({
    field,
    label: sayField(field, language),
    before: say(before, field),
    after: say(after, field),
  }))
}

/** One line for a list and for Excel. */
export const oneLine = (differences: readonly Difference[]): string =>
  differences
    .filter(({ before, after }) => before !== null || after !== null)
    .map(({ label, before, after }) => `${label}：${before === null ? (after ?? '—') : `${before} → ${after ?? '—'}`}`)
    .join('；')
