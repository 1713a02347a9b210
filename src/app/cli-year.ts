/** `hengai import`, `hengai figures`, `hengai report`: a year from workbooks to the printed report. */
import path from 'node:path'
import cliProgress from 'cli-progress'
import { defineCommand } from 'citty'
import { listOrganisations } from '../features/staff/organisation.ts'
import { dataOption } from './cli-start.ts'
import { organisationOf } from './cli-user.ts'
import { openAll, type Opened } from './open.ts'
import { asSystem, figures, importFiles, listAll, yearIn, type FolderImport } from './year.ts'
import { writeReportFiles } from './year-report.ts'

const yearOption = {
  year: { type: 'string', valueHint: 'YEAR', description: '年度；不填则取表头中的“××××年度” · the year' },
} as const
const organisationOption = {
  organisation: { type: 'string', valueHint: 'NAME', description: '机构名称或编号（只有一个机构时不用填）· the organisation' },
} as const

/** Bars on a terminal, a line now and then elsewhere; nothing at all with --json. */
const progressBar = (quiet: boolean) => {
  const bar = quiet
    ? undefined
    : new cliProgress.SingleBar(
        {
          format: '{bar} {percentage}% {value}/{total} {sheet}',
          noTTYOutput: true,
          notTTYSchedule: 2000,
          stream: process.stderr,
          hideCursor: true,
        },
        cliProgress.Presets.shades_classic,
      )
  let started = false
  return {
    step: ({ done, total, sheet }: { done: number; total: number; sheet: string }) => {
      if (!bar) return
      if (!started) bar.start(total, 0, { sheet })
      started = true
      bar.update(done, { sheet })
    },
    stop: () => {
      if (started) bar?.stop()
    },
  }
}

const tellImport = ({ report, already }: FolderImport): string => {
  const sum = (counts: Record<string, number>) => Object.values(counts).reduce((a, b) => a + b, 0)
  const { totals } = report
  const lines = [
    `${report.organisation} · ${report.year}`,
    `读入 ${totals.rows_in} 行，有效 ${totals.rows_valid}，不计 ${sum(totals.rows_not_counted)}，作废待处理 ${sum(totals.rows_rejected)}，小计合计 ${totals.subtotal_rows}`,
    ...already.map((file) => `已导入过，没有改动 · already imported: ${file}`),
  ]
  for (const [file, book] of Object.entries(report.workbooks))
    for (const [name, sheet] of Object.entries(book.sheets))
      if (sheet.imported === false && !sheet.hidden) lines.push(`没有读取 · not read: ${file} / ${name}（${sheet.reason}）`)
  return lines.join('\n')
}

/** Files and folders as given; a folder stands for its workbooks. */
export const runImport = async (
  opened: Opened,
  paths: readonly string[],
  year: string | undefined,
  quiet: boolean,
): Promise<FolderImport> => {
  const files = listAll(paths)
  const bar = progressBar(quiet)
  try {
    const given = year === undefined ? await yearIn(files) : Number(year)
    if (!given || !Number.isInteger(given)) throw new Error('请用 --year 指明年度 · Name the year with --year')
    return await importFiles(opened, files, given, path.basename(paths[0]!), bar.step)
  } finally {
    bar.stop()
  }
}

export const importCommand = defineCommand({
  meta: { name: 'import', description: '导入工作簿（文件或文件夹）· import workbooks' },
  args: {
    paths: { type: 'positional', required: true, valueHint: 'FOLDER|FILE…', description: '文件或文件夹 · files or folders' },
    ...dataOption,
    ...yearOption,
    json: { type: 'boolean', default: false, description: '以 JSON 输出结果 · print the result as JSON' },
  },
  run: async ({ args }) => {
    const opened = await openAll(args.data)
    try {
      const result = await runImport(opened, args._, args.year, args.json)
      process.stdout.write(
        args.json
          ? `${JSON.stringify({ ...result.report, ...(result.already.length > 0 ? { already_imported: result.already } : {}) }, null, 1)}\n`
          : `${tellImport(result)}\n`,
      )
    } finally {
      await opened.close()
    }
  },
})

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

export const figuresCommand = defineCommand({
  meta: { name: 'figures', description: '计算一段时间的全部指标数字 · compute all figures of a period' },
  args: {
    ...dataOption,
    ...organisationOption,
    from: { type: 'string', required: true, valueHint: 'YYYY-MM-DD', description: '第一天 · first day' },
    to: { type: 'string', required: true, valueHint: 'YYYY-MM-DD', description: '最后一天 · last day' },
    json: { type: 'boolean', default: false, description: '以 JSON 输出 · print as JSON' },
  },
  run: async ({ args }) => {
    if (!dayPattern.test(args.from) || !dayPattern.test(args.to) || args.from > args.to)
      throw new Error('--from/--to 请写成 2022-01-01 · write days as 2022-01-01')
    const opened = await openAll(args.data)
    try {
      const organisation_id = organisationOf(await listOrganisations(opened.database.db), args.organisation)
      const year = await asSystem(opened, organisation_id, 'figures', (ctx) => figures.computeYear(ctx, args.from, args.to))
      process.stdout.write(args.json ? `${JSON.stringify(figuresJson(args.from, args.to, year), null, 1)}\n` : figuresText(year))
    } finally {
      await opened.close()
    }
  },
})

type Year = Awaited<ReturnType<typeof figures.computeYear>>

const figuresJson = (from: string, to: string, year: Year) => ({
  period: [from, to],
  figures: Object.fromEntries(
    year.figures.map(({ definition, key, ...value }) => [
      key,
      { ...value, unit: definition.unit, rule_en: definition.rule.en, rule_zh: definition.rule.zh, rules: definition.rules },
    ]),
  ),
  tables: year.tables,
  indicators: year.indicators.map(({ indicator_id: _id, figure_key: _key, way: _way, ...indicator }) => indicator),
})

const figuresText = (year: Year): string =>
  year.figures
    .map(({ definition, value, numerator, denominator, problem }) => {
      const shown = value === null ? `无法计算（${problem}）` : `${value.toLocaleString('zh-CN')} ${definition.unit}`
      return `${definition.key.padEnd(46)} ${shown}${denominator === undefined ? '' : `（${numerator}/${denominator}）`}  ${definition.title.zh}\n`
    })
    .join('')

export const reportCommand = defineCommand({
  meta: { name: 'report', description: '写出年度工作报告（Word 和 Excel）· write the annual report' },
  args: {
    ...dataOption,
    ...organisationOption,
    year: { type: 'string', required: true, valueHint: 'YEAR', description: '年度 · the year' },
    out: { type: 'string', default: '.', valueHint: 'DIR', description: '写到哪个文件夹 · folder for the files' },
    template: { type: 'string', valueHint: 'FILE.docx', description: '自己的 Word 模板 · your own Word template' },
  },
  run: async ({ args }) => {
    const opened = await openAll(args.data)
    try {
      const organisation_id = organisationOf(await listOrganisations(opened.database.db), args.organisation)
      for (const file of await writeReportFiles(opened, organisation_id, Number(args.year), args.out, args.template))
        console.log(file)
    } finally {
      await opened.close()
    }
  },
})
