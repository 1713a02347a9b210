/** `hengai figures`: starts often, from scripts, so it loads neither the server nor what reads and writes files. */
import { defineCommand } from 'citty'
import { figureProblem } from '../shared/figure-problems.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { asSystem } from './as-system.ts'
import { dataOption, organisationOf, organisationOption } from './cli-options.ts'
import { figures } from './figures.ts'
import { openAll } from './open.ts'

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
      const shown =
        value === null
          ? `无法计算（${figureProblem(problem ?? '', 'zh')}）`
          : `${value.toLocaleString('zh-CN')} ${definition.unit}`
      return `${definition.key.padEnd(46)} ${shown}${denominator === undefined ? '' : `（${numerator}/${denominator}）`}  ${definition.title.zh}\n`
    })
    .join('')
