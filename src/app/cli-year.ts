/** `hengai import`: a year of workbooks. */
import path from 'node:path'
import cliProgress from 'cli-progress'
import { defineCommand } from 'citty'
import { dataOption } from './cli-options.ts'
import { openAll, type Opened } from './open.ts'
import { importFiles, listAll, yearIn, type FolderImport } from './year.ts'

const yearOption = {
  year: { type: 'string', valueHint: 'YEAR', description: '年度；不填则取表头中的“××××年度” · the year' },
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
