/** Writes the example year as another organisation's workbooks, and the answers that go with them. */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeXlsx, type CellValue, type WriteSheet } from 'hucre/xlsx'
import { sheetForms } from '../../src/app/sheets.ts'
import { openBooks } from '../../src/app/year.ts'
import { leafOf } from '../../src/features/imports/heading.ts'
import { planImport, type PlannedSheet } from '../../src/features/imports/plan.ts'
import type { Cell } from '../../src/shared/sheet-form.ts'
import { changedCell, codeOf, pick, placeText, randomOf, type Random, type Renaming } from './other-organisations-changes.ts'

const example = fileURLToPath(new URL('../../examples/year-2022/', import.meta.url))
const readJson = <T>(file: string): T => JSON.parse(fs.readFileSync(file, 'utf8')) as T
const words = readJson<Record<string, Record<string, string[]>>>(
  fileURLToPath(new URL('other-organisations-words.json', import.meta.url)),
)

type Tree = { [key: string]: unknown }
interface SheetAnswers {
  hidden?: boolean
  rows_in: number
  rows_valid: number
  rows_not_counted: Record<string, number>
  rows_rejected: Record<string, number>
  subtotal_rows: number[]
  blank_rows: number[]
  rejected: { row: number; code: string }[]
  not_counted_rows: Record<string, number[]>
}
interface Manifest {
  workbooks: Record<string, { sheets: Record<string, SheetAnswers> }>
  same_person: { members: string[] }[]
  traditional_characters: string
}
interface Expected {
  figures: Tree
  tables: Record<string, Tree>
  indicators: { contract: string; text: string }[]
}

const YEAR = 2022

/** Names without 美平 and 康园 stay away from the figures that name them; those two keep a word of their name. */
const namings: readonly Record<'HC' | 'SZ' | 'KY' | 'PS' | 'MP' | 'YL', string>[] = [
  {
    HC: '大良村居家养老服务站',
    SZ: '勒流社区居家养老服务站',
    KY: '容桂康园中心',
    PS: '伦教镇颐康中心',
    MP: '北美平社区居家养老服务站',
    YL: '龙江长者活动点',
  },
  {
    HC: '东湖社区养老服务站',
    SZ: '西区街道长者服务站',
    KY: '南岸社区康园工疗站',
    PS: '北塔养老服务中心',
    MP: '美平幸福院',
    YL: '旧街活动点',
  },
  { HC: '石湾颐养居', SZ: '张槎乐龄之家', KY: '祖庙残疾人康园', PS: '同济综合养老服务中心', MP: '美平长者驿站', YL: '升平点' },
]
const codes: readonly Record<string, string>[] = [
  { HC: 'DL', SZ: 'LL', KY: 'RG', PS: 'LJ', MP: 'BM', YL: 'LO' },
  { HC: 'A01', SZ: 'A02', KY: 'B01', PS: 'A03', MP: 'A04', YL: 'A05' },
  { HC: 'SW', SZ: 'ZX', KY: 'ZM', PS: 'TJ', MP: 'MPZ', YL: 'SP' },
]
const stationNames = {
  HC: '海澄村居家养老服务站',
  SZ: '三灶社区居家养老服务站',
  KY: '海澄村康园中心',
  PS: '平沙镇养老综合服务中心',
  MP: '美平社区居家养老服务站',
  YL: '鱼林村长者活动点',
} as const

const renamingOf = (seed: number, manifest: Manifest, plan: readonly PlannedSheet[]): Renaming => {
  const naming = namings[seed % namings.length]!
  const shift = seed % 2 === 0 ? 4 : -4
  const year = YEAR + shift
  const rows = plan.find(({ form }) => form.kind === 'contracts.contracts')!.content.rows as unknown as {
    code: { value?: string }
  }[]
  const own = rows.flatMap(({ code }) => code.value ?? [])
  return {
    year,
    shift,
    places: [
      ['珠海市金湾区恒爱社会工作服务中心', '佛山市禅城区暖阳社会服务中心'],
      ...Object.entries(stationNames).map(([code, name]) => [name, naming[code as 'HC']] as const),
    ],
    stationCodes: codes[seed % codes.length]!,
    contracts: new Map(own.map((code, at) => [code, `NY-${year}-${String(own.length - at).padStart(3, '0')}`])),
    pairs: manifest.traditional_characters.split(' ').map((pair) => [pair[0]!, pair[1]!] as const),
  }
}

interface Made {
  readonly sheet: WriteSheet
  readonly rowOf: ReadonlyMap<number, number>
  readonly added: { readonly blank: readonly number[]; readonly subtotal: readonly number[] }
}

const decorated = (random: Random, word: string): string => {
  const roll = random()
  if (roll < 0.08) return `*${word}`
  if (roll < 0.16 && word.length >= 4 && !/[/(（]/.test(word)) return `${word.slice(0, 2)}\n${word.slice(2)}`
  return roll < 0.22 && word.length === 2 ? `${word[0]}　${word[1]}` : word
}

/** A heading for each kept column; fields that the form knows get another word, never one that already stands there. */
const relabel = (random: Random, { form, heading, columns }: PlannedSheet): (string | undefined)[] => {
  const fieldOf = new Map(Object.entries(columns).map(([field, column]) => [column, field]))
  const used = new Set<string>()
  return heading.labels.map((label, column) => {
    const field = fieldOf.get(column)
    const choices = (words[form.kind]?.[field ?? ''] ?? []).filter((word) => !used.has(word) && !heading.labels.includes(word))
    const word = field && choices.length > 0 && random() < 0.8 ? pick(random, choices) : label
    if (word !== undefined) used.add(word)
    return word
  })
}

const extras = ['微信号', '照片', '审核', '更新人', '盖章']

/** Columns in a new order; those of one group (`血压/…`) stay together. */
const shuffled = (random: Random, labels: readonly (string | undefined)[]): (number | string)[] => {
  const groups: { key: string; columns: (number | string)[] }[] = []
  labels.forEach((label, column) => {
    if (label === undefined) return
    const key =
      label.includes('/') && label.split('/')[0]!.length >= 2 && !/[来社村单]/.test(label.split('/')[0]!)
        ? label.split('/')[0]!
        : `${column}`
    const group = groups.at(-1)?.key === key ? groups.at(-1) : undefined
    if (group) group.columns.push(column)
    else groups.push({ key, columns: [column] })
  })
  for (const extra of extras) if (random() < 0.15) groups.push({ key: extra, columns: [extra] })
  return groups
    .map((group) => ({ group, at: random() }))
    .toSorted((a, b) => a.at - b.at)
    .flatMap(({ group }) => group.columns)
}

const footers = ['制表人：李四　　审核人：王五', '填表人：张三', '审核：某某　　填报日期：', '制表：陈某']

const writtenSheet = (random: Random, planned: PlannedSheet, renaming: Renaming, name: string, title: string): Made => {
  const { form, sheet, content } = planned
  const labels = relabel(random, planned)
  const order = shuffled(random, labels)
  const fieldOf = new Map(Object.entries(planned.columns).map(([field, column]) => [column, field]))
  const rows: CellValue[][] = []
  const merges: { startRow: number; startCol: number; endRow: number; endCol: number }[] = []
  rows.push([title])
  if (random() < 0.7)
    rows.push([
      `单位（盖章）：${renaming.places[0]![1]}`,
      ...order.slice(2).map(() => null),
      `填表日期：${renaming.year}年12月31日`,
    ])
  const heads = order.map((column) => (typeof column === 'string' ? column : decorated(random, labels[column]!)))
  const deep =
    heads.some((head) => head.includes('/') && head.split('/').length === 2 && !/[来社村单]/.test(head.split('/')[0]!)) &&
    random() < 0.8
  const headTop = rows.length
  if (deep) {
    const isGroup = (head: string) => head.includes('/') && !/[来社村单]/.test(head.split('/')[0]!)
    rows.push(
      heads.map((head, at) =>
        isGroup(head)
          ? at > 0 && isGroup(heads[at - 1]!) && heads[at - 1]!.split('/')[0] === head.split('/')[0]
            ? null
            : head.split('/')[0]!
          : head,
      ),
    )
    rows.push(heads.map((head) => (isGroup(head) ? leafOf(head) : null)))
    heads.forEach((head, at) => {
      if (!isGroup(head)) merges.push({ startRow: headTop, endRow: headTop + 1, startCol: at, endCol: at })
      else if (rows[headTop]![at] !== null) {
        let end = at
        while (end + 1 < heads.length && rows[headTop]![end + 1] === null && isGroup(heads[end + 1]!)) end++
        if (end > at) merges.push({ startRow: headTop, endRow: headTop, startCol: at, endCol: end })
      }
    })
  } else rows.push(heads)
  const last = content.last_data_row!
  const subtotals = new Set(content.subtotal_rows)
  const inside = new Set<number>()
  for (const merge of sheet.merges)
    for (let row = merge.top + 1; merge.top >= content.first_data_row! && row <= merge.bottom; row++) inside.add(row)
  const rowOf = new Map<number, number>()
  const added = { blank: [] as number[], subtotal: [] as number[] }
  const byRow = new Map([...sheet.rows()].map((row) => [row.row_number, row.cells]))
  for (let row = content.first_data_row!; row <= last; row++) {
    if (!inside.has(row) && row > content.first_data_row! + 1) {
      const roll = random()
      if (roll < 0.002) added.blank.push(rows.push([null]))
      else if (roll < 0.004) added.subtotal.push(rows.push([...order.slice(1).map(() => null), '本月小计']))
      else if (roll < 0.005 && !deep) rows.push(heads)
    }
    const cells = byRow.get(row) ?? []
    const isSubtotal = subtotals.has(row)
    const line = order.map((column): CellValue => {
      if (typeof column === 'string') return null
      const cell: Cell | undefined = cells[column]
      if (cell === undefined) return null
      const field = fieldOf.get(column)
      if (isSubtotal || field === undefined) return cell.number ?? placeText(renaming, cell.text)
      return changedCell(random, renaming, form.kind, field, form.fields[field]!.type, cell)
    })
    rowOf.set(row, rows.push(line))
  }
  for (const merge of sheet.merges) {
    if (merge.top < content.first_data_row! || merge.bottom > last) continue
    for (let column = merge.left; column <= merge.right; column++) {
      const at = order.indexOf(column)
      if (at >= 0)
        merges.push({ startRow: rowOf.get(merge.top)! - 1, endRow: rowOf.get(merge.bottom)! - 1, startCol: at, endCol: at })
    }
  }
  if (random() < 0.8) rows.push([pick(random, footers)])
  return { sheet: { name, rows, merges }, rowOf, added }
}

const newSheetAnswers = (old: SheetAnswers, { rowOf, added }: Made): SheetAnswers => {
  const move = (rows: readonly number[], more: readonly number[]) =>
    [...rows.map((row) => rowOf.get(row)!), ...more].toSorted((a, b) => a - b)
  return {
    rows_in: old.rows_in + added.subtotal.length,
    rows_valid: old.rows_valid,
    rows_not_counted: old.rows_not_counted,
    rows_rejected: old.rows_rejected,
    subtotal_rows: move(old.subtotal_rows, added.subtotal),
    blank_rows: move(old.blank_rows, added.blank),
    not_counted_rows: Object.fromEntries(Object.entries(old.not_counted_rows).map(([code, rows]) => [code, move(rows, [])])),
    rejected: old.rejected.map((one) => ({ ...one, row: rowOf.get(one.row)! })),
  }
}

const rekeyed = (tree: Tree, key: (old: string) => string): Tree =>
  Object.fromEntries(Object.entries(tree).map(([old, value]) => [key(old), value]))

const newExpected = (expected: Expected, renaming: Renaming): Expected => {
  const named = (table: Tree) =>
    Object.fromEntries(
      Object.entries(table).map(([key, row]) => [
        codeOf(renaming, key),
        { ...(row as Tree), ...('name' in (row as Tree) ? { name: placeText(renaming, String((row as Tree).name)) } : {}) },
      ]),
    )
  const { by_contract, by_station, by_month, coins_by_station, ...others } = expected.tables
  return {
    figures: expected.figures,
    tables: {
      ...others,
      by_contract: named(by_contract!),
      by_station: named(by_station!),
      coins_by_station: named(coins_by_station!),
      by_month: rekeyed(by_month!, (month) => `${renaming.year}${month.slice(4)}`),
    },
    indicators: expected.indicators.map((one) => ({ ...one, contract: codeOf(renaming, one.contract) })),
  }
}

const sheetNames: Readonly<Record<string, readonly string[]>> = {
  'canteen.meals': ['午餐登记', '长者饭堂'],
  'visits.visits': ['走访记录', '关爱探访'],
  'visits.home_services': ['上门', '居家上门'],
  'campaigns.calls': ['接听记录', '电话动员'],
  'activities.attendances': ['签到表', '参加人员'],
  'people.registrations': ['花名册', '基本信息'],
}

export interface OtherYear {
  readonly year: number
  readonly expected: Expected
  readonly manifest: Pick<Manifest, 'workbooks' | 'same_person'>
}

/** Writes workbooks into `folder`. How sheets are spread over files depends on the seed: as they were, one file a sheet, one file for all. */
export const writeOtherYear = async (seed: number, folder: string): Promise<OtherYear> => {
  const random = randomOf(seed)
  const manifest = readJson<Manifest>(path.join(example, 'manifest.json'))
  const expected = readJson<Expected>(path.join(example, 'expected.json'))
  const files = fs.readdirSync(example).filter((file) => file.endsWith('.xlsx'))
  const plan = planImport(await openBooks(files.map((file) => path.join(example, file))), sheetForms, YEAR)
  const renaming = renamingOf(seed, manifest, plan.sheets)
  const books = new Map<string, WriteSheet[]>()
  const workbooks: Manifest['workbooks'] = {}
  for (const [at, planned] of plan.sheets.entries()) {
    const old = manifest.workbooks[planned.workbook.name]!.sheets[planned.sheet.name]!
    const kind = planned.form.kind
    const name = `${random() < 0.3 ? '表' : pick(random, sheetNames[kind] ?? [planned.sheet.name])}${at + 1}`
    const book = [`${placeText(renaming, planned.workbook.name).replace(/^\d\d-/, '')}`, `工作簿${at + 1}.xlsx`, '全年台账.xlsx'][
      seed % 3
    ]!
    const title = placeText(renaming, planned.heading.titles[0]!).replaceAll(String(YEAR), String(renaming.year))
    const made = writtenSheet(random, planned, renaming, name, title)
    books.set(book, [...(books.get(book) ?? []), made.sheet])
    ;(workbooks[book] ??= { sheets: {} }).sheets[name] = newSheetAnswers(old, made)
  }
  for (const [book, sheets] of books) fs.writeFileSync(path.join(folder, book), await writeXlsx({ sheets }))
  const same_person = manifest.same_person.map((group) => ({
    ...group,
    members: group.members.map((member) => codeOf(renaming, member)),
  }))
  return { year: renaming.year, expected: newExpected(expected, renaming), manifest: { workbooks, same_person } }
}
