/** Inputs for an endpoint, made from its contract: what a careful page would send, with one to three fields as an attacker would. */
import { newId } from '../../src/platform/new-id.ts'
import { z, type Endpoint } from '../../src/shared/endpoint.ts'
import type { Chance } from './random.ts'

interface Shape {
  readonly type?: string
  readonly format?: string
  readonly pattern?: string
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Shape[]
  readonly oneOf?: readonly Shape[]
  readonly items?: Shape
  readonly minItems?: number
  readonly maxLength?: number
  readonly minimum?: number
  readonly exclusiveMinimum?: number
  readonly maximum?: number
  readonly properties?: Readonly<Record<string, Shape>>
  readonly additionalProperties?: Shape | boolean
  readonly required?: readonly string[]
}

const shapes = new Map<Endpoint, Shape>()

export const shapeOf = (endpoint: Endpoint): Shape => {
  const known = shapes.get(endpoint)
  if (known) return known
  const shape = z.toJSONSchema(endpoint.input, { io: 'input', unrepresentable: 'any' }) as Shape
  shapes.set(endpoint, shape)
  return shape
}

/** Ids by the name of their field: own, of the other station, of the other organisation. */
export type KnownIds = (field: string, chance: Chance) => unknown

const DAYS = ['2022-03-01', '2022-12-31', '2022-01-01', '2024-02-29', '2026-01-31', '2022-06-15']
const HOSTILE_DAYS = [
  '2022-02-30',
  '2022-13-01',
  '2022-00-00',
  '0000-00-00',
  '0000-01-01',
  '9999-12-31',
  '0001-01-01',
  '2022-3-5',
  '2022-03-05T00:00:00Z',
  'today',
  'infinity',
  '-infinity',
  '٢٠٢٢-٠٣-٠٥',
]

const TEXTS = ['陈桂英', 'x', '节日聚会', "O'Brien", '13800000001', '440402199003070029', '欧阳·娜娜', 'KY0001', '𠮷野家']

/** What people do not type, and programs do. */
const HOSTILE_TEXTS = [
  '',
  ' ',
  '\u0000',
  '陈\u0000桂英',
  '\u0001\u0007\u001b[31m',
  'a\r\nset-cookie: x=1',
  '\ud800',
  'x\udc00y',
  '\ufeff',
  '\ufffe\uffff',
  '\u202e陈',
  "'; drop table people.people; --",
  "' or '1'='1",
  '%_\\%',
  '\\',
  '${7*7}{{7*7}}',
  '<script>alert(1)</script>',
  '=cmd|calc!A1',
  '../../../../etc/passwd',
  '__proto__',
  'constructor',
  'toString',
  'NaN',
  'null',
  'undefined',
  '-1',
  '1e309',
  '9007199254740993',
  '99999999999999999999',
  '0x10',
  '{"a":1}',
  '[]',
  'x'.repeat(201),
  '啊'.repeat(70_000),
  'x'.repeat(1_500_000),
  '\u0301'.repeat(500),
  '👩‍👩‍👧‍👦'.repeat(60),
]

const HOSTILE_NUMBERS = [
  -1, 0, -0, 0.1, 1.5, 1e-9, 1e9, 2_147_483_647, 2_147_483_648, -2_147_483_649, 1e15, 9_007_199_254_740_991,
  9_223_372_036_854_775_808, 1e21, 1e308, '1e400', 'NaN', 'Infinity', '-Infinity', '12abc',
] // prettier-ignore

const deep = (levels: number): unknown => {
  let value: unknown = 1
  for (let n = 0; n < levels; n++) value = n % 2 === 0 ? [value] : { a: value }
  return value
}

const HOSTILE_VALUES: readonly unknown[] = [
  null,
  true,
  false,
  [],
  {},
  [null],
  [[]],
  ['x', 'y'],
  { toString: 'x' },
  { constructor: { prototype: { polluted: true } } },
  { length: 1e9 },
  { $ne: null },
  deep(200),
  Array.from({ length: 3000 }, (_, i) => i),
]

const hostile = (shape: Shape, field: string, known: KnownIds, chance: Chance): unknown => {
  const kinds: (() => unknown)[] = [
    () => chance.pick(HOSTILE_VALUES),
    () => chance.pick(HOSTILE_TEXTS),
    () => chance.pick(HOSTILE_NUMBERS),
    () => chance.pick(HOSTILE_DAYS),
    () => newId(),
  ]
  // Most of the time something of the right kind, which gets further than what is plainly wrong.
  if (chance.of(0.6)) {
    if (shape.pattern?.includes('\\d{4}')) return chance.pick(HOSTILE_DAYS)
    if (shape.type === 'number' || shape.type === 'integer') return chance.pick(HOSTILE_NUMBERS)
    if (shape.format === 'uuid') return known(field, chance) ?? newId()
    if (shape.type === 'string') return chance.pick(HOSTILE_TEXTS)
    if (shape.type === 'array') return [hostile(shape.items ?? {}, field, known, chance)]
    if (shape.type === 'object') {
      const made = objectOf(shape, known, chance)
      return { ...made, ...hostileField(shape, known, chance) }
    }
  }
  return chance.pick(kinds)()
}

const hostileField = (shape: Shape, known: KnownIds, chance: Chance): Record<string, unknown> => {
  const names = Object.keys(shape.properties ?? {})
  if (names.length === 0) return {}
  const name = chance.pick(names)
  return { [name]: hostile(shape.properties![name]!, name, known, chance) }
}

const numberOf = (shape: Shape, chance: Chance): number => {
  const least = shape.minimum ?? (shape.exclusiveMinimum === undefined ? 0 : shape.exclusiveMinimum + 1)
  const most = Math.min(shape.maximum ?? 1e6, least + 400)
  return chance.pick([least, Math.min(least + 1, most), Math.floor(least + chance.next() * (most - least)), most])
}

const textOf = (shape: Shape, field: string, chance: Chance): string => {
  if (shape.pattern?.includes('\\d{4}-\\d{2}-\\d{2}')) return chance.pick(DAYS)
  if (shape.pattern?.includes('\\d{4}-\\d{2}')) return chance.pick(['2022-03', '2022-12', '2024-02'])
  if (shape.pattern?.includes('\\d')) return chance.pick(['09:30', '00:00', '23:59'])
  if (field === 'password' || field === 'new_password') return 'Pingsha-Sanzao-6'
  if (field === 'time_zone') return 'Asia/Shanghai'
  if (field === 'sort') return chance.pick(['occurred_on', '-occurred_on', 'name', '-name', 'code', 'constructor', 'x'])
  return chance.pick(TEXTS).slice(0, shape.maxLength ?? 200)
}

const valueOf = (shape: Shape, field: string, known: KnownIds, chance: Chance): unknown => {
  if (shape.const !== undefined) return shape.const
  if (shape.enum) return chance.pick(shape.enum)
  const among = shape.anyOf ?? shape.oneOf
  if (among) return valueOf(chance.pick(among), field, known, chance)
  if (shape.format === 'uuid') return known(field, chance) ?? newId()
  if (shape.type === 'object') return objectOf(shape, known, chance)
  if (shape.type === 'array')
    return Array.from({ length: Math.max(shape.minItems ?? 0, chance.pick([1, 1, 2, 3])) }, () =>
      valueOf(shape.items ?? {}, field, known, chance),
    )
  if (shape.type === 'boolean') return chance.of(0.5)
  if (shape.type === 'number' || shape.type === 'integer') return numberOf(shape, chance)
  if (shape.type === 'null') return null
  return textOf(shape, field, chance)
}

const objectOf = (shape: Shape, known: KnownIds, chance: Chance): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(shape.properties ?? {}).flatMap(([field, type]): [string, unknown][] =>
      shape.required?.includes(field) || chance.of(0.4) ? [[field, valueOf(type, field, known, chance)]] : [],
    ),
  )

/** Every fourth input is what a careful page would send; the others have one to three hostile fields, or fields nobody asked for. */
export const inputFor = (endpoint: Endpoint, known: KnownIds, chance: Chance): Record<string, unknown> => {
  const shape = shapeOf(endpoint)
  const input = objectOf(shape, known, chance)
  if (chance.of(0.25)) return input
  const times = chance.pick([1, 1, 1, 2, 3])
  for (let n = 0; n < times; n++) Object.assign(input, hostileField(shape, known, chance))
  if (chance.of(0.1)) input[chance.pick(['organisation_id', 'account_id', 'constructor', 'hasOwnProperty', 'x'])] = newId()
  if (chance.of(0.05)) delete input[chance.pick(Object.keys(input))]
  return input
}
