/** `hengai audit`: is the trail as it was sealed; sealing by hand; how long it is kept. */
import cliProgress from 'cli-progress'
import { defineCommand } from 'citty'
import { recordRule, retire } from '../features/audit/retention.ts'
import { RETENTION_SEED, tellProblem } from '../features/audit/rules.ts'
import { sealLate, sealOrganisation, type Seal } from '../features/audit/sealing.ts'
import { verify, type Progress, type Verification } from '../features/audit/verify.ts'
import { findSystemAsking, listOrganisations } from '../features/staff/organisation.ts'
import { isDay } from '../shared/day.ts'
import { asSystem } from './as-system.ts'
import { dataOption, organisationOf } from './cli-options.ts'
import { openAll, type Opened } from './open.ts'

const options = {
  ...dataOption,
  organisation: { type: 'string', valueHint: 'ID', description: '机构编号；不填 = 全部机构 · one organisation, else all' },
} as const

const json = { json: { type: 'boolean', default: false, description: '以 JSON 输出 · print as JSON' } } as const

/** Does something for the organisation named, or for each one. */
const forEach = async <T>(
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

const verifyCommand = defineCommand({
  meta: {
    name: 'verify',
    description: '核对留痕：改动、缺失、插入、调换；有问题时退出码为 1 · verify the trail; exit code 1 when it does not hold',
  },
  args: {
    ...options,
    ...json,
    expect: {
      type: 'string',
      valueHint: 'HASH',
      description: '另存过的封存哈希：链中必须有它 · the hash of a seal kept elsewhere, which the chain must hold',
    },
  },
  run: async ({ args }) => {
    const expect = args.expect?.trim().toLowerCase()
    if (expect !== undefined && !/^[0-9a-f]{64}$/.test(expect)) throw new Error('--expect 请填 64 位十六进制哈希 · 64 hex digits')
    const found = await forEach(args, async ({ database }, organisation_id) => {
      const bar = progressBar(args.json)
      try {
        return await verify(database.db, organisation_id, { onProgress: bar.step, expect })
      } finally {
        bar.stop()
      }
    })
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

const tellSeals = (seals: readonly Seal[]) => {
  for (const { number, entries, hash } of seals) console.log(`${number}\t${entries}\t${hash}`)
}

const sealCommand = defineCommand({
  meta: { name: 'seal', description: '立即封存（服务器每分钟也会封存） · seal now; the server does it every minute' },
  args: {
    ...options,
    late: {
      type: 'string',
      valueHint: 'REASON',
      description: '连同过时未封的也补封，写明原因 · also what came too late, with the reason',
    },
  },
  run: async ({ args }) => {
    await forEach(args, async (opened, organisation_id) => {
      const { db } = opened.database
      tellSeals(await sealOrganisation(db, organisation_id))
      if (args.late === undefined) return
      if (!args.late.trim()) throw new Error('--late 请写明原因 · say why')
      const late = await sealLate(db, organisation_id, args.late.trim())
      tellSeals(late)
      if (late.length === 0) return
      await asSystem(opened, organisation_id, 'audit seal', async (ctx) =>
        ctx.wrote({
          entity: 'audit.seals',
          entity_ids: [],
          after: { reason: args.late, first: late[0]!.number, last: late.at(-1)!.number },
        }),
      )
      tellSeals(await sealOrganisation(db, organisation_id))
    })
  },
})

const byOf = async ({ database }: Opened, organisation_id: string) => ({
  account_id: (await findSystemAsking(database.db, organisation_id)).actor.account_id,
  now: new Date(),
})

const retireCommand = defineCommand({
  meta: {
    name: 'retire',
    description: '按留存期限清除到期留痕，封存保留 · remove what the retention rule no longer keeps; seals stay',
  },
  args: options,
  run: async ({ args }) => {
    await forEach(args, async (opened, organisation_id) => {
      const { db } = opened.database
      await sealOrganisation(db, organisation_id)
      const { seals, entries } = await retire(db, organisation_id, await byOf(opened, organisation_id))
      tellSeals(await sealOrganisation(db, organisation_id))
      console.log(`清除 ${entries} 条（${seals} 号封存） · retired ${entries} entries of ${seals} seals`)
    })
  },
})

const keepCommand = defineCommand({
  meta: { name: 'keep', description: '设定留存期限（从某日起） · how long entries are kept, from a day on' },
  args: {
    ...options,
    from: { type: 'string', required: true, valueHint: 'YYYY-MM-DD', description: '起始日 · first day' },
    months: {
      type: 'string',
      default: String(RETENTION_SEED.keep_months),
      description: '一般留存月数，至少 6 · months, at least 6',
    },
    'health-months': {
      type: 'string',
      default: String(RETENTION_SEED.keep_health_months),
      description: '健康类留存月数 · months for entries about health',
    },
    source: { type: 'string', required: true, description: '依据 · where the rule comes from' },
  },
  run: async ({ args }) => {
    const [keep_months, keep_health_months] = [Number(args.months), Number(args['health-months'])]
    if (!isDay(args.from)) throw new Error('--from 请写成 2027-01-01 · write the day as 2027-01-01')
    if (
      !Number.isInteger(keep_months) ||
      keep_months < 6 ||
      !Number.isInteger(keep_health_months) ||
      keep_health_months < keep_months
    )
      throw new Error('至少 6 个月，健康类不短于一般 · at least 6 months, health not shorter · 网络安全法 §21')
    await forEach(args, async (opened, organisation_id) =>
      recordRule(
        opened.database.db,
        organisation_id,
        { valid_from: args.from, keep_months, keep_health_months, source: args.source },
        await byOf(opened, organisation_id),
      ),
    )
    console.log(`${args.from}: ${keep_months} / ${keep_health_months}`)
  },
})

export const audit = defineCommand({
  meta: { name: 'audit', description: '操作留痕：核对、封存、留存 · the audit trail' },
  subCommands: { verify: verifyCommand, seal: sealCommand, retire: retireCommand, keep: keepCommand },
})
