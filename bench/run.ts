/**
 * Every speed figure we claim, beside its floor, in one run: `npm run bench` (`-- --short` for one round). W2 and W3 are those of
 * docs/decisions/0010: importing the example year, and counting it. The floor does the same inserts and the same counts by hand-written
 * statements in the same kind of database, without rights, checks or audit.
 */
import fs from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { openAll } from '../src/app/open.ts'
import { asSystem } from '../src/app/as-system.ts'
import { figures } from '../src/app/figures.ts'
import { importFiles, listAll, type FolderImport } from '../src/app/year.ts'
import { rawCounting, rawInserts } from './floor.ts'

const examples = fileURLToPath(new URL('../examples/year-2022', import.meta.url))
const short = process.argv.includes('--short')
const rounds = short ? 1 : 5

const median = (numbers: readonly number[]): number => numbers.toSorted((a, b) => a - b)[Math.floor(numbers.length / 2)]!

const timed = async <T>(work: () => Promise<T>): Promise<[number, T]> => {
  const started = performance.now()
  const result = await work()
  return [performance.now() - started, result]
}

interface Line {
  readonly what: string
  readonly ours: number[]
  readonly floor: number[]
  /** Milliseconds we mean to stay under on a quiet machine: said, not enforced, because a busy machine proves nothing. */
  readonly aim?: number
  /** Milliseconds that must not be passed on any machine; a failure of the run. */
  readonly limit?: number
}

const lines: Line[] = []
const line = (what: string, bounds: Pick<Line, 'aim' | 'limit'> = {}): Line => {
  const one: Line = { what, ours: [], floor: [], ...bounds }
  lines.push(one)
  return one
}

const W2 = line('W2 导入一年 · import the year (94,000 rows)', { aim: 60_000, limit: 300_000 })
const ALL = line('全部指标数字 · all figures', { aim: 300, limit: 5_000 })
const W3 = line('W3 合同 × 服务 × 月 · contract × type × month, and all tables')

const period = { from: '2022-01-01', to: '2022-12-31' }

const round = async (): Promise<void> => {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), 'hengai-bench-'))
  const opened = await openAll(folder)
  try {
    const [took, result]: [number, FolderImport] = await timed(() => importFiles(opened, listAll([examples]), 2022, 'bench'))
    W2.ours.push(took)
    const { organisation_id } = result
    for (let i = 0; i < 5; i++) {
      const [all] = await timed(() => asSystem(opened, organisation_id, 'bench', (ctx) => figures.computeAll(ctx, period)))
      const [year] = await timed(() =>
        asSystem(opened, organisation_id, 'bench', (ctx) => figures.computeYear(ctx, period.from, period.to)),
      )
      ALL.ours.push(all)
      W3.ours.push(year)
    }
    W2.floor.push((await timed(() => rawInserts(opened.database)))[0])
    for (let i = 0; i < 5; i++) {
      ALL.floor.push((await timed(() => rawCounting(opened.database, 'single')))[0])
      W3.floor.push((await timed(() => rawCounting(opened.database, 'matrix')))[0])
    }
  } finally {
    await opened.close()
    fs.rmSync(folder, { recursive: true, force: true })
  }
}

for (let i = 0; i < rounds; i++) await round()

const memory = Math.round(process.memoryUsage().rss / 1_048_576)
console.log(
  `\n${os.cpus().length} cores · Node ${process.version} · embedded database · ${rounds} round(s), medians · memory ${memory} MB`,
)
let failed = 0
for (const { what, ours, floor, aim, limit } of lines) {
  const [mine, raw] = [median(ours), median(floor)]
  const over = limit !== undefined && mine > limit
  if (over) failed++
  console.log(
    `${what.padEnd(52)} ${mine.toFixed(0).padStart(8)} ms   floor ${raw.toFixed(0).padStart(6)} ms   × ${(mine / raw).toFixed(1)}${aim === undefined ? '' : `   aim ${aim} ms ${mine <= aim ? 'met' : 'NOT MET'}`}${over ? `   LIMIT ${limit} ms PASSED OVER` : ''}`,
  )
}
console.log(`${lines.length - failed} passed, ${failed} failed`)
process.exit(failed > 0 ? 1 : 0)
