/**
 * Writes the annual report (年度工作报告) of one organisation and year from its figures: opening, the year's special tasks, expansion,
 * each contract (项目服务成效), the year in tables and charts, contract indicators (协议指标), and the appendix of every number named.
 * Pure: the same input gives the same report.
 */
import type {
  AnnualReport,
  Block,
  ContractKind,
  IndicatorResult,
  IndicatorTable,
  ReportContract,
  ReportInput,
  ReportSection,
  ReportStation,
  Run,
} from './model.ts'
import { indicatorKey, isFigureRun, runsText } from './model.ts'
import { columnTitles, serviceColumns } from './template-columns.ts'
import { figureRun, fillParagraph, fillText, holds, startReferences, tableFigure } from './template-fill.ts'
import type { References, Scope } from './template-fill.ts'
import { chineseNumber, notComputable, plainNumber, tableNumber } from './template-numbers.ts'
import { defaultProse } from './template-prose-default.ts'
import type { Highlight, ReportProse, Sentence } from './template-prose.ts'
import { headlineTable, reportCharts, reportTable } from './template-tables.ts'

/** What kind of place or work a contract pays for, from its registered kind or else from its name and field (服务领域). */
export const contractKind = (contract: ReportContract): ContractKind => {
  if (contract.kind) return contract.kind
  const words = `${contract.name} ${contract.domain ?? ''}`
  if (words.includes('康园') || words.includes('残疾人康复') || words.includes('职业康复')) return 'disability_centre'
  if (words.includes('志愿')) return 'volunteering'
  if (words.includes('养老综合') || words.includes('综合养老') || words.includes('养老服务中心')) return 'elder_centre'
  return words.includes('养老') || words.includes('长者') ? 'home_care' : 'other'
}

const unique = (names: readonly string[]): string[] => [...new Set(names.filter((name) => name !== ''))]

const organisationTerms = (input: ReportInput, prose: ReportProse): Record<string, string> => {
  const towns = (isNew: boolean) =>
    unique(input.contracts.filter((contract) => contract.is_new === isNew).map((contract) => contract.town))
  const oldTowns = towns(false)
  const calls = Object.entries(input.tables.by_station ?? {}).flatMap(([code, row]) =>
    typeof row === 'object' && typeof row.vaccination_calls === 'number' && row.vaccination_calls > 0
      ? (input.stations.find((station) => station.code === code)?.name ?? row.name ?? '')
      : [],
  )
  return {
    ...prose.terms,
    organisation: input.organisation,
    year: String(input.year),
    calling_stations: calls.length > 0 ? calls.join('、') : input.organisation,
    old_towns: oldTowns.join('、'),
    new_towns: towns(true)
      .filter((town) => !oldTowns.includes(town))
      .join('、'),
    new_contracts: input.contracts
      .filter((contract) => contract.is_new)
      .map((contract) => contract.name)
      .join('、'),
  }
}

const peopleServed: Readonly<Record<ContractKind, string>> = {
  home_care: '长者',
  elder_centre: '长者',
  disability_centre: '残疾人学员',
  volunteering: '残障人士及家庭',
  other: '居民',
}

/** One indicator's actual value as a figure of its own. */
const indicatorFigure = (indicator: IndicatorResult, contractName: string) => ({
  key: indicatorKey(indicator.contract, indicator.no),
  title_zh: `${contractName}：${indicator.metric}`,
  title_en: `${indicator.contract} no. ${indicator.no}`,
  value: indicator.actual,
  unit: indicator.unit === '人数' ? '人' : (indicator.unit ?? ''),
  numerator: indicator.numerator,
  denominator: indicator.denominator,
  problem: indicator.problem,
  rule_zh: indicator.rule_zh ?? `协议指标“${indicator.text}”，按本项目合同期内的${indicator.metric}统计`,
  rule_en: `Contract indicator: ${indicator.metric}`,
})

const missedRuns = (
  scope: Pick<Scope, 'input' | 'references'>,
  missed: readonly IndicatorResult[],
  contractName: string,
): Run[] =>
  missed.flatMap((indicator, i): Run[] => {
    const figure = indicatorFigure(indicator, contractName)
    const actual = figureRun(scope, figure)
    const lead = `${i > 0 ? '；' : ''}${indicator.metric}目标${plainNumber(indicator.target)}${figure.unit}，实际`
    if (indicator.actual === null) return [{ text: lead }, actual]
    const gap =
      figure.unit === '%'
        ? `${plainNumber(indicator.target - indicator.actual)}个百分点`
        : `${plainNumber(indicator.target - indicator.actual)}${figure.unit}`
    return [
      { text: lead },
      actual,
      { text: `，差${gap}（完成率${indicator.rate_percent === null ? '无法计算' : `${indicator.rate_percent}%`}）` },
    ]
  })

const indicatorCounts = (
  scope: Pick<Scope, 'input' | 'references'>,
  contract: ReportContract,
  results: readonly IndicatorResult[],
) => {
  const count = (what: 'all' | 'met', value: number, title: string, rule: string): Run =>
    figureRun(scope, {
      key: indicatorKey(contract.code, what),
      title_zh: `${contract.name}：${title}`,
      title_en: title,
      value,
      unit: '项',
      rule_zh: rule,
      rule_en: rule,
    })
  return {
    all: () => count('all', results.length, '协议指标项数', '本项目协议指标的项数'),
    met: () =>
      count(
        'met',
        results.filter((result) => result.met === true).length,
        '达标项数',
        '本项目协议指标中实际值达到或超过目标值的项数',
      ),
  }
}

interface ContractPlace {
  readonly contract: ReportContract
  readonly kind: ContractKind
  readonly station: ReportStation | undefined
  readonly group: string | undefined
}

const placeOf = (input: ReportInput, prose: ReportProse, contract: ReportContract): ContractPlace => {
  const kind = contractKind(contract)
  const stations = input.stations.filter((station) => station.contract_code === contract.code)
  const names = `${contract.name} ${stations.map((station) => station.name).join(' ')}`
  const group = prose.figure_groups.find(
    (row) =>
      (row.kind === undefined || row.kind === kind) && (row.name_contains === undefined || names.includes(row.name_contains)),
  )
  return { contract, kind, station: stations[0], group: group?.group }
}

const contractTerms = (input: ReportInput, { contract, kind, station }: ContractPlace): Record<string, string> => {
  const services = serviceColumns.flatMap((column) => {
    const figure = tableFigure(input, 'by_contract', contract.code, column)
    return figure && figure.value !== 0 ? (columnTitles[column]!.service ?? []) : []
  })
  const opened = station?.opened_on === undefined ? undefined : Number(station.opened_on.slice(0, 4))
  const year = opened === undefined ? 0 : input.year - opened + 1
  return {
    contract_name: contract.name,
    station_name: station?.name ?? '',
    place: station?.name ?? '项目',
    scope: unique([(station?.town ?? contract.town) + (station?.village ?? '')])[0] ?? '',
    people_served: peopleServed[kind],
    services: services.join('、'),
    operating_year: year > 0 && year < 100 ? chineseNumber(year) : '',
  }
}

const paragraphBlocks = (scope: Scope, paragraphs: readonly (readonly Sentence[])[]): Block[] =>
  paragraphs.flatMap((sentences): Block[] => {
    const runs = fillParagraph(scope, sentences)
    return runs.length === 0 ? [] : [{ kind: 'paragraph', runs }]
  })

const highlightBlocks = (scope: Scope, highlights: readonly Highlight[]): Block[] => {
  const points = highlights.flatMap((highlight) => {
    const runs = holds(scope, highlight.when) ? fillParagraph(scope, highlight.sentences) : []
    if (runs.length === 0) return []
    return [highlight.title === undefined ? runs : [{ text: `${highlight.title}：` }, ...runs]]
  })
  return points.length === 0 ? [] : [{ kind: 'bullets', points }]
}

const contractBlocks = (base: Omit<Scope, 'contract'>, prose: ReportProse, place: ContractPlace, number: number): Block[] => {
  const { contract, kind, station, group } = place
  const results = base.input.indicators.filter((indicator) => indicator.contract === contract.code)
  const missed = results.filter((indicator) => indicator.met !== true)
  const counts = indicatorCounts(base, contract, results)
  // Numbers are only given to what is really written, so these three are made when their sentence is.
  const terms = {
    ...base.terms,
    ...contractTerms(base.input, place),
    get indicators_all() {
      return [counts.all()]
    },
    get indicators_met() {
      return [counts.met()]
    },
    get indicators_missed() {
      return missedRuns(base, missed, contract.name)
    },
  }
  const scope: Scope = {
    ...base,
    terms,
    contract: { code: contract.code, kind, station: station?.code, group, missed: missed.length, indicators: results.length },
  }
  const own = prose.contract_texts.find((text) => text.contract === contract.code || text.contract === station?.code)
  return [
    { kind: 'heading', text: `${number}、${own?.heading ?? station?.name ?? contract.name}` },
    ...paragraphBlocks(scope, own?.introduction ?? prose.contract.introduction),
    ...paragraphBlocks(scope, prose.contract.results),
    ...highlightBlocks(scope, own?.highlights ?? []),
    ...highlightBlocks(scope, prose.contract.highlights),
  ]
}

const projectBlocks = (base: Omit<Scope, 'contract'>, prose: ReportProse): Block[] => {
  const order = (kind: ContractKind) => (prose.contract_order.includes(kind) ? prose.contract_order.indexOf(kind) : 99)
  return base.input.contracts
    .map((contract) => placeOf(base.input, prose, contract))
    .toSorted((a, b) => order(a.kind) - order(b.kind) || a.contract.code.localeCompare(b.contract.code))
    .flatMap((place, i) => contractBlocks(base, prose, place, i + 1))
}

const dataBlocks = (input: ReportInput, references: References): Block[] => {
  const table = (made: ReturnType<typeof reportTable>): Block[] => (made ? [{ kind: 'table', table: made }] : [])
  const chart = (id: string): Block[] =>
    reportCharts(input)
      .filter((made) => made.id === id)
      .map((made) => ({ kind: 'chart', chart: made }))
  const services = [...serviceColumns, 'person_times_total']
  return [
    ...table(headlineTable(input, references)),
    ...chart('by_month'),
    ...table(reportTable(input, references, 'by_month', ['sessions', ...services])),
    ...chart('by_station'),
    ...table(reportTable(input, references, 'by_station', ['sessions', ...services, 'persons', 'members_active'])),
    ...chart('by_service_type'),
    ...table(reportTable(input, references, 'by_service_type', ['person_times', 'persons'])),
    ...table(reportTable(input, references, 'by_activity_type', ['sessions', 'person_times', 'series'])),
    ...chart('members_by_age_band'),
    ...table(reportTable(input, references, 'members_by_age_band', ['count'])),
  ]
}

const indicatorTables = (input: ReportInput, references: References): IndicatorTable[] =>
  input.contracts.flatMap((contract) => {
    const results = input.indicators.filter((indicator) => indicator.contract === contract.code)
    if (results.length === 0) return []
    const rows = results.map((indicator) => {
      const figure = indicatorFigure(indicator, contract.name)
      const { no, metric, text, target, rate_percent, met, actual } = indicator
      const display = actual === null ? notComputable(indicator.problem) : tableNumber(actual)
      return {
        no,
        metric,
        text,
        target,
        rate_percent,
        met,
        unit: figure.unit,
        actual: { figure: figure.key, ref: references.number(figure), value: actual, display },
      }
    })
    return [{ contract: contract.code, contract_name: contract.name, rows }]
  })

const claimsOf = (sections: readonly ReportSection[]): AnnualReport['claims'] =>
  sections.flatMap((section) => {
    let place = section.title || '概述'
    return section.blocks.flatMap((block) => {
      if (block.kind === 'heading') place = block.text
      const lines = block.kind === 'paragraph' ? [block.runs] : block.kind === 'bullets' ? block.points : []
      return lines.flatMap((runs) =>
        runs.flatMap((run) => (!isFigureRun(run) && run.unsupported ? [{ section: place, text: run.text }] : [])),
      )
    })
  })

/** The year's report. `prose`: the sentences to write it with; see `template-prose.ts`. */
export const buildAnnualReport = (input: ReportInput, prose: ReportProse = defaultProse): AnnualReport => {
  const references = startReferences(input.computed_at)
  const base = { input, references, claimWords: prose.claim_words, terms: organisationTerms(input, prose) }
  // A term may itself hold figures or other terms; it is filled once.
  const terms = Object.fromEntries(
    Object.entries(base.terms).map(([name, text]) => [name, text.includes('{') ? runsText(fillText(base, text)) : text]),
  )
  const scope = { ...base, terms }
  const opening: ReportSection = { id: 'opening', title: '', blocks: paragraphBlocks(scope, prose.opening) }
  const named: { id: string; title: string; blocks: Block[] }[] = prose.sections
    .filter((section) => holds(scope, section.when))
    .map((section) => ({ id: section.id, title: section.title, blocks: paragraphBlocks(scope, section.paragraphs) }))
  if (input.contracts.length > 0) named.push({ id: 'projects', title: prose.projects_title, blocks: projectBlocks(scope, prose) })
  named.push({ id: 'numbers', title: `${input.year}年度数据`, blocks: dataBlocks(input, references) })
  const written = named.filter((section) => section.blocks.length > 0)
  const sections = [opening, ...written.map((section, i) => ({ ...section, title: `${chineseNumber(i + 1)}、${section.title}` }))]
  const indicators = indicatorTables(input, references)
  return {
    organisation: input.organisation,
    year: input.year,
    period: input.period,
    computed_at: input.computed_at,
    time_zone: input.time_zone ?? 'Asia/Shanghai',
    limited_to: input.limited_to,
    sections,
    indicators,
    claims: claimsOf(sections),
    appendix: references.entries(),
  }
}
