/** The example year as another organisation in another year would have kept it: changes that must not change the answers. */
import { checkCharacter, id18Of15 } from '../../src/shared/id-card.ts'
import { normalCode, normalName, readNumber } from '../../src/shared/normal.ts'
import { readDay, readMonth } from '../../src/shared/read-day.ts'
import type { Cell, FieldType } from '../../src/shared/sheet-form.ts'

export type Random = () => number

/** mulberry32: the same seed gives the same year. */
export const randomOf =
  (seed: number): Random =>
  () => {
    seed = (seed + 0x6d2b79f5) | 0
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }

export const pick = <T>(random: Random, list: readonly T[]): T => list[Math.floor(random() * list.length)]!

const wide = (text: string) => text.replace(/[0-9A-Za-z]/g, (sign) => String.fromCharCode(sign.charCodeAt(0) + 0xfee0))

/** Names of places, codes and years, one to one. Years move by a multiple of four, so that every birthday exists. */
export interface Renaming {
  readonly year: number
  readonly shift: number
  readonly places: readonly (readonly [string, string])[]
  readonly stationCodes: Readonly<Record<string, string>>
  readonly contracts: ReadonlyMap<string, string>
  readonly pairs: readonly (readonly [traditional: string, simplified: string])[]
}

/** Any code of the year: stations, members, contracts, activities and numbers of papers; another text stays. */
export const codeOf = ({ year, stationCodes, contracts }: Renaming, text: string): string => {
  const code = normalCode(text)
  const contract = contracts.get(code)
  if (contract) return contract
  if (stationCodes[code]) return stationCodes[code]
  const member = /^(HC|SZ|KY|PS|MP)(\d{4})$/.exec(code)
  if (member) return `${stationCodes[member[1]!]}-0${member[2]}`
  const activity = /^22([A-Z]{2})(\d+)$/.exec(code)
  if (activity) return `HD${year}${stationCodes[activity[1]!] ?? activity[1]}${activity[2]}`
  return code
    .replace(/^HA(\d{3})$/, 'G$1')
    .replace(/^V22/, 'YG')
    .replace(/^(?:ZY|JB|WJ|XS)2022/, (found) => `${found.slice(0, 1)}N${year}`)
}

const moveYears = (text: string, shift: number) => text.replace(/(?<!\d)(19|20)\d\d/g, (year) => String(Number(year) + shift))
const moveDay = (day: string, shift: number) => String(Number(day.slice(0, 4)) + shift) + day.slice(4)

/** A valid number stays valid, a wrong check character stays wrong, what is no number stays as it is. */
const idOf = (text: string, shift: number): string => {
  const code = normalCode(text)
  if (/^\d{15}$/.test(code)) {
    const year = Number(code.slice(6, 8)) + shift
    return year >= 0 && year <= 99
      ? code.slice(0, 6) + String(year).padStart(2, '0') + code.slice(8)
      : idOf(id18Of15(code), shift)
  }
  const card = /^(\d{17}[\dX])(\d\d)?$/.exec(code)
  if (!card) return code
  const old = card[1]!.slice(0, 17)
  const moved = old.slice(0, 6) + String(Number(old.slice(6, 10)) + shift) + old.slice(10)
  const signs = '0123456789X'
  const wrongBy = signs.indexOf(card[1]![17]!) - signs.indexOf(checkCharacter(old))
  return moved + signs[(signs.indexOf(checkCharacter(moved)) + wrongBy + 11) % 11] + (card[2] ?? '')
}

/** A day in one of the forms of rule R03. */
const written = (random: Random, day: string, year: number): string | number => {
  const [y, m, d] = day.split('-').map(Number) as [number, number, number]
  const serial = Math.round(Date.UTC(y, m - 1, d) / 86_400_000) + 25_569
  const forms = [
    day,
    `${y}-${m}-${d}`,
    `${y}/${m}/${d}`,
    `${y}.${m}.${d}`,
    `${y}年${m}月${d}日`,
    day.replaceAll('-', ''),
    wide(`${y}-${m}-${d}`),
    `${day} 09:30`,
    `${y}年 ${m}月 ${d}日`,
  ]
  if (y >= 2000 && y < 2100) forms.push(`${String(y).slice(2)}.${m}.${d}`)
  if (y === year) forms.push(`${m}月${d}日`)
  return random() < 0.15 ? serial : pick(random, forms)
}

const changedName = (random: Random, text: string, { pairs }: Renaming): string => {
  if (!/^[\u4e00-\u9fff]{2,4}$/.test(normalName(text))) return text
  const roll = random()
  const name = normalName(text)
  if (roll < 0.1) return Array.from(name).join(' ')
  if (roll < 0.2) return `${name[0]}\u3000${name.slice(1)}`
  if (roll < 0.35) return Array.from(name, (sign) => pairs.find(([, simple]) => simple === sign)?.[0] ?? sign).join('')
  return name
}

const changedNumber = (random: Random, cell: Cell): string | number => {
  const value = readNumber(cell)
  if (value === undefined || cell.number === undefined) return cell.number ?? cell.text
  const roll = random()
  if (roll < 0.1) return String(value)
  if (roll < 0.15) return wide(String(value))
  return value
}

const changedCode = (random: Random, text: string): string => {
  const roll = random()
  if (roll < 0.05) return text.toLowerCase()
  if (roll < 0.1) return ` ${text} `
  return roll < 0.15 ? wide(text) : text
}

const changedPhone = (random: Random, cell: Cell): string => {
  const digits = cell.text
  if (!/^1\d{10}$/.test(digits)) return digits
  return pick(random, [
    digits,
    digits,
    `${digits.slice(0, 3)}-${digits.slice(3, 7)}-${digits.slice(7)}`,
    `+86 ${digits}`,
    wide(digits),
  ])
}

/** What people write for the same thing; the rules' own words among them. */
const alike: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  'people.registrations.status': { 退会: ['退会', '注销'], 去世: ['去世', '已故'], 在册: ['在册', '在册', '正常'] },
  'campaigns.doses.dose': {
    第一针: ['1', '首针', '第1针', '第一剂'],
    第二针: ['2', '第2针', '第二剂'],
    第三针: ['3', '第3针', '第三剂', '加强针'],
  },
  'surveys.responses.overall': {
    5: ['5', '非常满意', '５'],
    4: ['4', '满意'],
    3: ['3', '一般'],
    2: ['2', '不满意'],
    1: ['1', '非常不满意'],
  },
}

/** The text as the other organisation would have it: its places, its codes in names, its year. */
export const placeText = ({ places }: Renaming, text: string): string =>
  places.reduce((made, [from, to]) => made.replaceAll(from, to), text)

/** One cell of a field, changed in writing only (and moved by the years). */
export const changedCell = (
  random: Random,
  renaming: Renaming,
  kind: string,
  field: string,
  type: FieldType,
  cell: Cell,
): string | number => {
  const { shift, year } = renaming
  const words = alike[`${kind}.${field}`]?.[cell.text.trim()]
  if (words) return pick(random, words)
  switch (type) {
    case 'day': {
      const day = readDay(cell, year - shift)
      return day === undefined ? moveYears(cell.text, shift) : written(random, moveDay(day, shift), year)
    }
    case 'month': {
      const month = readMonth(cell, year - shift)
      if (month === undefined) return moveYears(cell.text, shift)
      const [y, m] = moveDay(month, shift).split('-').map(Number) as [number, number]
      return pick(random, [
        `${y}-${String(m).padStart(2, '0')}`,
        `${y}.${m}.`.slice(0, -1),
        `${y}年${m}月`,
        ...(y === year ? [`${m}月`] : []),
      ])
    }
    case 'id_number':
      return cell.number === undefined || cell.number < 1e16 ? idOf(cell.text, shift) : cell.number
    case 'code':
      if (field === 'card_no') return idOf(cell.text, shift)
      return changedCode(random, codeOf(renaming, cell.text))
    case 'phone':
      return changedPhone(random, cell)
    case 'name':
      return changedName(random, cell.text, renaming)
    case 'number':
      return changedNumber(random, cell)
    case 'yes_no':
      return cell.text === '是' ? pick(random, ['是', '√', 'Y']) : cell.text === '否' ? pick(random, ['否', '×', 'N']) : cell.text
    case 'time':
      return cell.text
    case 'text':
      if (field === 'contract_code') return codeOf(renaming, cell.text)
      return (
        cell.number ??
        (field === 'name' && (kind === 'people.registrations' || kind === 'staff.employees')
          ? changedName(random, cell.text, renaming)
          : placeText(renaming, cell.text))
      )
  }
}
