/**
 * Reports (年度工作报告): the year's figures written as the report the funder expects: organisation, each project, the 康园. The page, the
 * .docx and the .xlsx are three prints of one model; every number in it is a figure that opens.
 */
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Ctx } from '../../platform/context.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { listContractDetails } from '../contracts/lookup.ts'
import type { FiguresService, Year } from '../figures/service.ts'
import { getOrganisation, listStationDetails } from '../orgs/service.ts'
import type * as contract from './contract.ts'
import type { AnnualReport, FigureValue, ReportInput } from './model.ts'
import { buildAnnualReport } from './narrative.ts'
import { openingsOf, type Opening } from './openings.ts'
import { defaultProse } from './template-prose-default.ts'
import { readProse, tablesNamed, type ReportProse } from './template-prose.ts'
import { chartedTables, printedTables } from './template-tables.ts'

/** The report as the page reads it: every number's key also says what it opens. */
export type OpenReport = AnnualReport & { readonly openings: Readonly<Record<string, Opening>> }

const proseFile = fileURLToPath(new URL('../../../examples/templates/prose-2022.json', import.meta.url))

/** Our first user's own sentences fit the organisation they were written for; everybody else gets the general ones. */
const proseFor = (organisation: string): ReportProse =>
  organisation.includes('恒爱') ? readProse(JSON.parse(fs.readFileSync(proseFile, 'utf8')), defaultProse) : defaultProse

const valuesOf = (figures: Year['figures']): Map<string, FigureValue> =>
  new Map(
    figures.map(({ definition, ...value }) => [
      value.key,
      {
        ...value,
        title_zh: definition.title.zh,
        title_en: definition.title.en,
        unit: definition.unit,
        rule_zh: definition.rule.zh,
        rule_en: definition.rule.en,
      },
    ]),
  )

const bounds = (year: number): [string, string] => [`${year}-01-01`, `${year}-12-31`]

/**
 * The stations and contracts a report speaks of. Who sees some stations only gets those, and the contracts that take any of them: the
 * others would stand there with zeros.
 */
const placesOf = async (
  ctx: Ctx,
  from: string,
  to: string,
): Promise<Pick<ReportInput, 'stations' | 'contracts' | 'limited_to'>> => {
  const { contracts, takes, codeOf } = await listContractDetails(ctx)
  const sees = (station_id: string) => ctx.stations === 'all' || ctx.stations.includes(station_id)
  const seen = (await listStationDetails(ctx)).filter((station) => sees(station.station_id))
  const taking = new Set(takes.filter((take) => sees(take.station_id)).map((take) => take.contract_id))
  return {
    limited_to: ctx.stations === 'all' ? undefined : seen.map((station) => station.name),
    contracts: contracts
      .filter((one) => ctx.stations === 'all' || taking.has(one.contract_id))
      .map(({ contract_id, code, name, town, domain, is_new }) => ({
        contract_id,
        code,
        name,
        town: town ?? '',
        domain: domain ?? undefined,
        is_new,
      })),
    stations: seen
      .filter((station) => station.state === 'open')
      .map(({ station_id, code, name, town, community, opened_on }) => ({
        station_id,
        code,
        name,
        town: town ?? '',
        village: community ?? undefined,
        opened_on: opened_on ?? undefined,
        contract_code: codeOf(station_id, from, to),
      })),
  }
}

/** The tables with the rows of these stations and contracts only. */
const tablesOf = (
  tables: Year['tables'],
  stations: readonly { readonly code: string }[],
  contracts: readonly { readonly code: string }[],
): Year['tables'] => {
  const rows = { by_station: stations, coins_by_station: stations, by_contract: contracts }
  const shown = Object.entries(rows).flatMap(([table, kept]) => {
    const codes = new Set(kept.map((one) => one.code))
    const all = tables[table]
    return all ? [[table, Object.fromEntries(Object.entries(all).filter(([code]) => codes.has(code)))] as const] : []
  })
  return { ...tables, ...Object.fromEntries(shown) }
}

export const reportsService = (figures: FiguresService) => {
  const personTimes = figures.registry.find('service.person_times.total')

  const yearBefore = async (ctx: Ctx, year: number): Promise<ReportInput['previous']> => {
    const [from, to] = bounds(year - 1)
    // Asked first, because a whole year costs a second and most organisations begin without one before.
    const served = personTimes && (await figures.computeSome(ctx, [personTimes], { from, to }))[0]!.value
    if (!served) return undefined
    const before = await figures.computeYear(ctx, from, to, { indicators: false, tables: chartedTables })
    return { year: year - 1, figures: valuesOf(before.figures), tables: before.tables }
  }

  /** What the report needs for a year, computed now; `every_table`: also the tables that only the workbook prints. */
  const reportInput = async (ctx: Ctx, year: number, every_table = false): Promise<ReportInput> => {
    const [from, to] = bounds(year)
    const organisation = await getOrganisation(ctx)
    const needed = new Set([...printedTables, ...tablesNamed(proseFor(organisation.name))])
    const computed = await figures.computeYear(ctx, from, to, { tables: every_table ? undefined : needed })
    const { stations, contracts, limited_to } = await placesOf(ctx, from, to)
    const running = contracts.filter((one) => one.code in computed.tables.by_contract!)
    return {
      organisation: organisation.name,
      year,
      period: [from, to],
      computed_at: ctx.now.toISOString(),
      time_zone: ctx.time_zone,
      limited_to,
      figures: valuesOf(computed.figures),
      tables: limited_to ? tablesOf(computed.tables, stations, running) : computed.tables,
      indicators: computed.indicators.filter((one) => running.some((contract) => contract.code === one.contract)),
      contracts: running,
      stations,
      previous: await yearBefore(ctx, year),
    }
  }

  const annualReport = (input: ReportInput): AnnualReport => buildAnnualReport(input, proseFor(input.organisation))

  return {
    reportInput,
    annualReport,
    getAnnualReport: async (
      ctx: Ctx,
      { year }: ParsedOf<typeof contract.getAnnualReport>,
    ): Promise<OutputOf<typeof contract.getAnnualReport>> => {
      const input = await reportInput(ctx, year)
      const report = annualReport(input)
      return { ...report, openings: openingsOf(report, input) }
    },

    listReportYears: async (ctx: Ctx): Promise<OutputOf<typeof contract.listReportYears>> => {
      const { contracts } = await listContractDetails(ctx)
      const years = new Set([Number(ctx.today.slice(0, 4))])
      for (const one of contracts)
        for (let year = Number(one.starts_on.slice(0, 4)); year <= Number(one.ends_on.slice(0, 4)); year++) years.add(year)
      const rows = []
      for (const year of [...years].toSorted((a, b) => b - a)) {
        const [from, to] = bounds(year)
        const person_times = personTimes ? (await figures.computeSome(ctx, [personTimes], { from, to }))[0]!.value : null
        rows.push({ year, person_times })
      }
      return { years: rows }
    },
  }
}

export type ReportsService = ReturnType<typeof reportsService>
