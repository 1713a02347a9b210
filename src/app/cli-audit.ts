/** `hengai audit`: is the trail as it was sealed; sealing by hand; how long it is kept. */
import { defineCommand } from 'citty'
import { recordRule, retire } from '../features/audit/retention.ts'
import { RETENTION_SEED } from '../features/audit/rules.ts'
import { sealLate, sealOrganisation, type Seal } from '../features/audit/sealing.ts'
import { findSystemAsking } from '../features/staff/organisation.ts'
import { isDay } from '../shared/day.ts'
import { asSystem } from './as-system.ts'
import { auditOptions as options, forEach, verifyCommand } from './cli-audit-verify.ts'
import type { Opened } from './open.ts'

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
