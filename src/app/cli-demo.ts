/** `hengai demo`: the example year from workbooks to the printed report, then the web application with one login per role. */
import fs from 'node:fs'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { defineCommand } from 'citty'
import { runImport } from './cli-year.ts'
import { demoAccounts } from './demo-accounts.ts'
import { openAll, type Opened } from './open.ts'
import { serve } from './serve.ts'
import { asSystem } from './as-system.ts'
import { figures } from './figures.ts'
import { writeReportFiles } from './year-report.ts'

const YEAR = 2022
const examples = fileURLToPath(new URL('../../examples/year-2022', import.meta.url))

/** The figures of the report's first page. */
const HEADLINES = [
  'org.staff.on_roll',
  'org.contracts.count',
  'org.contracts.amount_yuan',
  'activities.sessions',
  'service.person_times.total',
  'service.persons.total',
  'vaccination.calls',
  'vaccination.elders_vaccinated',
  'members.persons_active',
  'org.media.total',
  'org.receptions',
  'kangyuan.two_or_more_skills',
  'satisfaction.all',
] as const

const headlineTable = async (opened: Opened, organisation_id: string): Promise<string> => {
  const started = performance.now()
  const all = await asSystem(opened, organisation_id, 'figures', (ctx) =>
    figures.computeAll(ctx, { from: `${YEAR}-01-01`, to: `${YEAR}-12-31` }),
  )
  const took = Math.round(performance.now() - started)
  const lines = HEADLINES.flatMap((key) => {
    const figure = all.find((one) => one.key === key)
    if (!figure) return []
    const value = figure.value === null ? '无法计算' : figure.value.toLocaleString('zh-CN')
    return [
      `  ${value.padStart(12)} ${figure.definition.unit.padEnd(4, '　')} ${figure.definition.title.zh} · ${figure.definition.title.en}`,
    ]
  })
  return [`${YEAR} 年 · 全部 ${all.length} 个指标数字用时 ${took} 毫秒`, ...lines].join('\n')
}

/** A demo never touches real data: its folder carries a mark, and another folder is refused. */
const checkDemoFolder = (folder: string): void => {
  const mark = path.join(folder, 'demo')
  if (!fs.existsSync(folder) || fs.readdirSync(folder).length === 0) {
    fs.mkdirSync(folder, { recursive: true, mode: 0o700 })
    fs.writeFileSync(mark, '示范数据，可随时删除 · demo data, may be removed at any time\n')
  } else if (!fs.existsSync(mark))
    throw new Error(`这个文件夹里不是示范数据，请换一个 · This folder does not hold demo data: ${folder}`)
}

export const demo = defineCommand({
  meta: { name: 'demo', description: '用示例年度走一遍：导入、指标、年报、网页 · the example year from import to report' },
  args: {
    data: { type: 'string', default: 'demo-data', valueHint: 'DIR', description: '示范数据文件夹 · folder for the demo data' },
    port: { type: 'string', default: '8080', valueHint: 'PORT', description: '端口 · the port' },
    host: { type: 'string', default: '127.0.0.1', valueHint: 'HOST', description: '监听地址 · the address to listen on' },
    once: { type: 'boolean', default: false, description: '写出报告后结束，不启动网页 · write the report and stop' },
  },
  run: async ({ args }) => {
    const started = performance.now()
    if (process.env.DATABASE_URL)
      throw new Error('演示只用内置数据库，请先去掉 DATABASE_URL · The demo uses the embedded database only: unset DATABASE_URL')
    const folder = path.resolve(args.data)
    checkDemoFolder(folder)
    console.log('准备数据库… · preparing the database')
    const opened = await openAll(folder)
    try {
      console.log(`导入 ${examples} · importing`)
      const { organisation_id, report } = await runImport(opened, [examples], String(YEAR), false)
      console.log(`${report.organisation}：${report.totals.rows_in > 0 ? `读入 ${report.totals.rows_in} 行` : '示例年度已导入'}`)
      console.log(await headlineTable(opened, organisation_id))
      for (const file of await writeReportFiles(opened, organisation_id, YEAR, '.'))
        console.log(`已写出 · written: ${path.resolve(file)}`)
      console.log(`用时 ${((performance.now() - started) / 1000).toFixed(1)} 秒 · seconds`)
      if (args.once) return await opened.close()
      const logins = await demoAccounts(opened, organisation_id)
      const server = await serve(opened, { host: args.host, port: Number(args.port), log: false, daily_backup: false })
      console.log(`\n网页已启动 · open in a browser: ${server.address}\n\n${logins}\n\n按 Ctrl C 停止 · Ctrl C stops`)
      await server.stopped()
    } catch (problem) {
      await opened.close().catch(() => undefined)
      throw problem
    }
  },
})
