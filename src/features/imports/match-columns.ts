/** Which column holds which field, by the words of the heading: strictly first, then more and more loosely. */
import type { Field, FieldType } from '../../shared/sheet-form.ts'
import { endsAlike, meaningOf } from './alike.ts'
import { exactKey, leafOf, looseKey, type Heading } from './heading.ts'

/** Groups of columns about somebody else: `紧急联系人/姓名` is not the member's name. */
const someoneElse = /联系人|紧急|监护|家属|亲属|家庭医生|子女|配偶|担保|负责|经办|证明人|志愿者|代办/
/** Words before a heading that do not change what it is: `长者姓名`, `服务日期`. Before numbers only the words for persons. */
const personWords = /^(?:会员|长者|老人|老年人|服务对象|对象|学员|居民|参加人|参加者|参与者|被探访人|受访人|受访者|本人)/
const otherWords = /^(?:服务|所属|所在|登记)(?!.*号)/

type Key = string | undefined
type Test = (label: string, heading: string) => boolean

/** A way of comparing: labels and headings brought to one form, and when they are the same. */
interface Way {
  readonly labels: (type: FieldType) => readonly Key[]
  readonly of: (type: FieldType, heading: string) => Key
  readonly same: Test
}

const equal: Test = (label, heading) => label === heading

/** `编号（会员）` is `会员编号`; whose number it is stays. */
const ofWhom = (label: string): string => {
  const named = /^(编号|代码|号码)\(([^()]{2,4})\)$/.exec(exactKey(label))
  return named ? `${named[2]}${named[1]}` : looseKey(leafOf(label))
}

const withoutPerson = (label: string): string => looseKey(leafOf(label)).replace(personWords, '').replace(otherWords, '')

/** The ways of comparing, strictest first; a later one sees only columns and fields that are still free. */
const waysOf = (labels: Heading['labels']): readonly Way[] => {
  const own = labels.map((label) =>
    label !== undefined && label.includes('/') && someoneElse.test(label.slice(0, label.lastIndexOf('/'))) ? undefined : label,
  )
  const foreign = own.map((label) =>
    label === undefined || (someoneElse.test(label) && !label.startsWith('志愿')) ? undefined : label,
  )
  const map = (from: readonly Key[], key: (label: string) => Key) => {
    const keys = from.map((label) => (label === undefined ? undefined : key(label)))
    return () => keys
  }
  const loose = (_: FieldType, heading: string) => looseKey(heading)
  const meanings = new Map<FieldType, Key[]>()
  const meaning = (type: FieldType): Key[] => {
    // A number's person tells whose number it is: `会员代码`.
    const bareOf = type === 'code' ? ofWhom : withoutPerson
    const known = meanings.get(type) ?? own.map((label) => (label === undefined ? undefined : meaningOf(type, bareOf(label))))
    meanings.set(type, known)
    return known
  }
  return [
    { labels: map(labels, exactKey), of: (_, heading) => exactKey(heading), same: equal },
    { labels: map(labels, looseKey), of: loose, same: equal },
    { labels: map(own, (label) => looseKey(leafOf(label))), of: loose, same: equal },
    { labels: map(own, withoutPerson), of: loose, same: equal },
    { labels: meaning, of: (type, heading) => meaningOf(type, looseKey(heading)), same: equal },
    { labels: map(foreign, (label) => looseKey(leafOf(label))), of: loose, same: endsAlike },
  ]
}

const sheetWays = new WeakMap<Heading, readonly Way[]>()
/** Of one sheet: every form is compared with the same heading. */
const waysTo = (heading: Heading): readonly Way[] => {
  const known = sheetWays.get(heading) ?? waysOf(heading.labels)
  sheetWays.set(heading, known)
  return known
}

/** Place of comparing by meaning among the ways. */
const BY_MEANING = 4

const formWays = new WeakMap<Field, (readonly Key[])[]>()
const headingKeys = (field: Field, way: number, of: Way['of']): readonly Key[] => {
  const known = formWays.get(field) ?? []
  formWays.set(field, known)
  // `测量时间` beside `日期` is the time of the day: as a day it is taken only by its meaning, when no stricter way found one.
  const isLate = (heading: string) => field.type === 'day' && way < BY_MEANING && heading.endsWith('时间')
  return (known[way] ??= field.headings.map((heading) => (isLate(heading) ? undefined : of(field.type, heading))))
}

/** Gives each field its column, required fields first; a column serves one field. */
export const matchColumns = (heading: Heading, fields: Readonly<Record<string, Field>>): Record<string, number> => {
  const columns: Record<string, number> = {}
  const taken = new Set<number>()
  const inOrder = Object.entries(fields).sort(([, a], [, b]) => Number(b.required ?? false) - Number(a.required ?? false))
  for (const [way, { labels, of, same }] of waysTo(heading).entries())
    for (const [name, field] of inOrder) {
      if (columns[name] !== undefined) continue
      const keys = labels(field.type)
      for (const key of headingKeys(field, way, of)) {
        if (key === undefined || key === '') continue
        const column = keys.findIndex((label, at) => label !== undefined && label !== '' && !taken.has(at) && same(label, key))
        if (column < 0) continue
        columns[name] = column
        taken.add(column)
        break
      }
    }
  return columns
}
