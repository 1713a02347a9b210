/** `hengai audit verify`: is the trail as it was sealed. Asks the server that is running on the folder, or opens the folder itself. */
import cliProgress from 'cli-progress'
import { defineCommand } from 'citty'
import { tellProblem } from '../features/audit/rules.ts'
import { verify, type Progress, type Verification } from '../features/audit/verify.ts'
import { listOrganisations } from '../features/staff/organisation.ts'
import { askDoor } from '../platform/local-door.ts'
import { dataOption, organisationOf } from './cli-options.ts'
import { dataFolder, openAll, type Opened } from './open.ts'

/** Of every command about the trail. */
export const auditOptions = {
  ...dataOption,
  organisation: { type: 'string', valueHint: 'ID', description: '机构编号；不填 = 全部机构 · one organisation, else all' },
} as const

/** Does something for the organisation named, or for each one. */
export const forEach = async <T>(
  args: { data?: string | undefined; organisation?: string | undefined },
  work: (opened: Opened, organisation_id: string) => Promise<T>,
): Promise<T[]> => {
  const opened = await openAll(args.data)
  try {
    const all = await listOrganisations(opened.database.db)
    const done: T[] = []
    for (const organisation_id of args.organisation ? [organisationOf(all, args.organisation)] : all)
      done.push(await work(opened, organisation_id))
    return done
  } finally {
    await opened.close()
  }
}

const progressBar = (quiet: boolean) => {
  const bar = new cliProgress.SingleBar(
    {
      format: '{bar} {percentage}% {value}/{total}',
      noTTYOutput: true,
      notTTYSchedule: 2000,
      stream: process.stderr,
      hideCursor: true,
    },
    cliProgress.Presets.shades_classic,
  )
  return {
    step: ({ done, total }: Progress) => {
      if (quiet || total === 0) return
      if (!bar.isActive) bar.start(total, 0)
      // The next organisation has a trail of another length.
      bar.setTotal(total)
      bar.update(done)
    },
    stop: () => {
      if (bar.isActive) bar.stop()
    },
  }
}

const tell = (found: Verification): string => {
  const { newest, retired, waiting, problem_count, problems } = found
  const lines = [
    found.organisation_id,
    `封存 ${found.seals} 号、留痕 ${found.entries} 条，待封存 ${waiting} 条 · ${found.seals} seals, ${found.entries} entries, ${waiting} waiting`,
    ...(retired.seals > 0
      ? [
          `到期清除 ${retired.entries} 条（${retired.seals} 号） · retired by rule: ${retired.entries} entries of ${retired.seals} seals`,
        ]
      : []),
    ...found.late.map(({ number, entries, reason }) => `补封 · sealed late: ${number}（${entries}）${reason}`),
    ...(newest ? [`最近封存 · newest seal: ${newest.number} ${newest.hash}`] : []),
    ...problems.map((problem) => `✗ ${tellProblem(problem, 'zh')} · ${tellProblem(problem, 'en')}`),
    ...(problem_count > problems.length ? [`… ${problem_count - problems.length}`] : []),
    problem_count === 0 ? '一致 · It holds' : `${problem_count} 处不一致 · ${problem_count} problems`,
  ]
  return `${lines.join('\n')}\n`
}

/** By the server that is running on the folder, or by opening the folder. */
const verifyThem = async (
  { data, organisation }: { data?: string | undefined; organisation?: string | undefined },
  expect: string | undefined,
  step: (progress: Progress) => void,
): Promise<Verification[]> => {
  const told: Verification[] = []
  const asked = { ...(organisation ? { organisation } : {}), ...(expect ? { expect } : {}) }
  const answered = await askDoor(dataFolder(data), 'verify-audit', asked, ({ found, ...progress }) => {
    if (found) told.push(found as Verification)
    else step(progress as unknown as Progress)
  })
  if (answered) return told
  return forEach({ data, organisation }, ({ database }, organisation_id) =>
    verify(database.db, organisation_id, { onProgress: step, expect }),
  )
}

export const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description: '核对留痕：改动、缺失、插入、调换；有问题时退出码为 1 · verify the trail; exit code 1 when it does not hold',
  },
  args: {
    ...auditOptions,
    json: { type: 'boolean', default: false, description: '以 JSON 输出 · print as JSON' },
    expect: {
      type: 'string',
      valueHint: 'HASH',
      description: '另存过的封存哈希：链中必须有它 · the hash of a seal kept elsewhere, which the chain must hold',
    },
  },
  run: async ({ args }) => {
    const expect = args.expect?.trim().toLowerCase()
    if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect)) throw new Error('--expect 请填 64 位十六进制哈希 · 64 hex digits')
    const bar = progressBar(args.json)
    const found = await verifyThem(args, expect, bar.step).finally(bar.stop)
    // Of several organisations, the hash belongs to one.
    const known = expect === undefined || found.some((each) => !each.problems.some(({ kind }) => kind === 'expected_missing'))
    const told = found.map((each) => (known ? withoutExpected(each) : each))
    process.stdout.write(args.json ? `${JSON.stringify(told, null, 1)}\n` : told.map(tell).join('\n'))
    if (told.some((each) => !each.holds)) process.exitCode = 1
  },
})

const withoutExpected = (found: Verification): Verification => {
  const problems = found.problems.filter(({ kind }) => kind !== 'expected_missing')
  const problem_count = found.problem_count - (found.problems.length - problems.length)
  return { ...found, problems, problem_count, holds: problem_count === 0 }
}
