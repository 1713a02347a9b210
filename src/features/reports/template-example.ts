/** The example year as the report's input, for tests and for looking at the printed report without a database. */
import { readFileSync } from 'node:fs'
import type { FigureValue, IndicatorResult, ReportContract, ReportInput, ReportStation, ReportTables } from './model.ts'

interface Expected {
  readonly organisation: string
  readonly figures: Record<string, Omit<FigureValue, 'key' | 'title_zh' | 'title_en'>>
  readonly tables: ReportTables
  readonly indicators: IndicatorResult[]
  readonly report_figures: { readonly report: string; readonly key: string; readonly value: number }[]
}

export const expected = JSON.parse(
  readFileSync(new URL('../../../examples/year-2022/expected.json', import.meta.url), 'utf8'),
) as Expected

const contract = (code: string, name: string, town: string, domain: string, is_new = false): ReportContract => ({
  code,
  name,
  town,
  domain,
  is_new,
})

const contracts = [
  contract('HA2022-01', '海澄村居家养老服务站运营项目', '三灶镇', '居家养老'),
  contract('HA2022-02', '三灶社区居家养老服务站运营项目', '三灶镇', '居家养老'),
  contract('HA2022-03', '海澄村康园中心运营项目', '三灶镇', '助残'),
  contract('HA2022-04', '平沙镇养老综合服务中心运营项目', '平沙镇', '综合养老', true),
  contract('HA2022-05', '美平社区居家养老服务站运营管理项目', '平沙镇', '居家养老', true),
  contract('HA2022-06', '三灶镇助残志愿及残障人士探访服务项目', '三灶镇', '助残'),
]

const station = (
  code: string,
  name: string,
  town: string,
  village: string,
  opened_on: string,
  contract_code: string,
): ReportStation => ({ code, name, town, village, opened_on, contract_code })

const stations = [
  station('HC', '海澄村居家养老服务站', '三灶镇', '海澄村', '2016-01-01', 'HA2022-01'),
  station('SZ', '三灶社区居家养老服务站', '三灶镇', '三灶社区', '2018-06-01', 'HA2022-02'),
  station('KY', '海澄村康园中心', '三灶镇', '海澄村', '2017-03-01', 'HA2022-03'),
  station('PS', '平沙镇养老综合服务中心', '平沙镇', '立新社区', '2022-03-15', 'HA2022-04'),
  station('MP', '美平社区居家养老服务站', '平沙镇', '美平社区', '2022-05-01', 'HA2022-05'),
]

/** The expected figures; a title is the first clause of the counting rule, as the fixture has none of its own. */
export const exampleFigures = (): Map<string, FigureValue> =>
  new Map(
    Object.entries(expected.figures).map(([key, figure]) => [
      key,
      { ...figure, key, title_zh: figure.rule_zh.split(/[，。：（]/)[0]!, title_en: key },
    ]),
  )

export const exampleInput = (changes: Partial<ReportInput> = {}): ReportInput => ({
  organisation: expected.organisation,
  year: 2022,
  period: ['2022-01-01', '2022-12-31'],
  computed_at: '2023-01-05T02:00:00.000Z',
  figures: exampleFigures(),
  tables: expected.tables,
  indicators: expected.indicators,
  contracts,
  stations,
  ...changes,
})

/** A made-up year before, for last year's line: every number of the example year at nine tenths. */
export const exampleYearBefore = (): NonNullable<ReportInput['previous']> => {
  const less = (value: number) => Math.round(value * 0.9)
  const shrink = (value: unknown): unknown =>
    typeof value === 'number'
      ? less(value)
      : typeof value === 'object' && value !== null
        ? Object.fromEntries(Object.entries(value).map(([k, v]) => [k, shrink(v)]))
        : value
  const by_month = Object.fromEntries(
    Object.entries(expected.tables.by_month!).map(([month, row]) => [month.replace('2022', '2021'), shrink(row)]),
  )
  return {
    year: 2021,
    figures: new Map(
      [...exampleFigures()].map(([key, figure]) => [
        key,
        { ...figure, value: figure.value === null || figure.unit === '%' ? figure.value : less(figure.value) },
      ]),
    ),
    tables: { ...(shrink(expected.tables) as ReportTables), by_month } as ReportTables,
  }
}

const otherFigures = (): Map<string, FigureValue> => {
  const figure = (key: string, title_zh: string, value: number | null, unit: string, problem?: string): [string, FigureValue] => [
    key,
    { key, title_zh, title_en: key, value, unit, rule_zh: `${title_zh}的统计规则`, rule_en: key, problem },
  ]
  return new Map([
    figure('org.staff.on_roll', '在职员工', 9, '人'),
    figure('org.staff.social_work_certificate', '持证社工', null, '人', '员工表没有证书列'),
    figure('org.contracts.count', '合同', 2, '个'),
    figure('org.contracts.amount_yuan', '合同金额', 356_000, '元'),
    figure('org.contracts.towns', '镇', 1, '个'),
    figure('org.contracts.new_in_year', '新增合同', 0, '个'),
    figure('org.stations.count', '站点', 2, '个'),
    figure('activities.sessions', '活动场次', 24, '场'),
    figure('service.person_times.total', '服务人次', 1480, '人次'),
    figure('service.persons.total', '服务人数', 118, '人'),
    figure('vaccination.calls', '电访', 0, '人次'),
    figure('org.media.total', '媒体报道', 0, '篇'),
    figure('org.media.provincial_or_national', '省级以上媒体', 0, '篇'),
    figure('org.receptions', '接待', 1, '场'),
    figure('org.honours.staff_national', '国家级荣誉', 0, '个'),
    figure('satisfaction.all', '满意度', null, '%', '没有有效问卷'),
  ])
}

/** Another organisation: two contracts in one town, no disability centre, no calls, little else. */
export const otherOrganisation = (): ReportInput => {
  const row = (name: string, meals: number) => ({
    name,
    sessions: 12,
    activity_person_times: 240,
    daycare: 0,
    meals,
    recreation: 0,
    health: 0,
    home: 0,
    visits: 0,
    vaccination_calls: 0,
    person_times_total: 240 + meals,
    persons: 60,
    home_hours: 0,
    members_active: 80,
    satisfied: { numerator: 0, denominator: 0, percent: null },
  })
  return {
    organisation: '临水县和风社会工作服务中心',
    year: 2025,
    period: ['2025-01-01', '2025-12-31'],
    computed_at: '2026-01-04T02:00:00.000Z',
    figures: otherFigures(),
    tables: {
      by_contract: { 'LS-1': row('东街养老服务站项目', 600), 'LS-2': row('西街长者关怀项目', 400) },
      by_station: { D: row('东街养老服务站', 600), X: row('西街长者之家', 400) },
    },
    indicators: [
      {
        contract: 'LS-1',
        no: 1,
        metric: '助餐人次',
        unit: '人次',
        target: 500,
        actual: 600,
        rate_percent: 120,
        met: true,
        text: '助餐不少于500人次',
      },
      {
        contract: 'LS-2',
        no: 1,
        metric: '助餐人次',
        unit: '人次',
        target: 500,
        actual: 400,
        rate_percent: 80,
        met: false,
        text: '助餐不少于500人次',
      },
      {
        contract: 'LS-2',
        no: 2,
        metric: '满意度',
        unit: '%',
        target: 90,
        actual: null,
        rate_percent: null,
        met: null,
        text: '满意度不低于90%',
        problem: '没有有效问卷',
      },
    ],
    contracts: [
      contract('LS-1', '东街养老服务站项目', '临水镇', '居家养老'),
      contract('LS-2', '西街长者关怀项目', '临水镇', '居家养老'),
    ],
    stations: [
      station('D', '东街养老服务站', '临水镇', '', '2024-01-01', 'LS-1'),
      station('X', '西街长者之家', '临水镇', '', '2025-01-01', 'LS-2'),
    ],
  }
}
