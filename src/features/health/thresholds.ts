/**
 * The limits (阈值) an organisation starts with. They are dated rows of the organisation (health.thresholds); a new edition of a
 * guideline closes the rows of its kind and adds a full set, and measurements of earlier days keep their class.
 */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import type { Threshold } from './rules.ts'

const guideline = '《中国高血压防治指南》2018年修订版·表 血压水平分类；2024年修订版未改'
const critical = '《国家基本公共卫生服务规范（第三版）》高血压、2型糖尿病患者健康管理·需紧急处理情况'
const plausible = '录入校验：仪器量程与抄写错误（规则 R39）'

/** Older than any measurement of the organisations that begin with us. */
const SINCE = '2000-01-01'

type Seed = readonly [Threshold['kind'], Threshold['measure'], string, number | null, number | null, string]

const seeds: readonly Seed[] = [
  ['plausible', 'systolic', 'range', 60, 260, plausible],
  ['plausible', 'diastolic', 'range', 30, 160, plausible],
  ['plausible', 'pulse', 'range', 30, 220, plausible],
  ['plausible', 'glucose', 'range', 1, 35, plausible],
  ['class', 'systolic', 'high_normal', 120, null, guideline],
  ['class', 'diastolic', 'high_normal', 80, null, guideline],
  ['class', 'systolic', 'grade_1', 140, null, guideline],
  ['class', 'diastolic', 'grade_1', 90, null, guideline],
  ['class', 'systolic', 'grade_2', 160, null, guideline],
  ['class', 'diastolic', 'grade_2', 100, null, guideline],
  ['class', 'systolic', 'grade_3', 180, null, guideline],
  ['class', 'diastolic', 'grade_3', 110, null, guideline],
  ['critical', 'systolic', 'high', 180, null, critical],
  ['critical', 'diastolic', 'high', 110, null, critical],
  ['critical', 'glucose', 'high', 16.7, null, critical],
  ['critical', 'glucose', 'low', null, 3.9, critical],
]

const read = async (ctx: Ctx): Promise<Threshold[]> => {
  const { rows } = await sql<Threshold>`
    select kind, measure, band, lowest, highest, valid_from, valid_to from health.thresholds
    where organisation_id = ${ctx.organisation_id} order by kind, valid_from, measure, lowest`.execute(ctx.db)
  return rows
}

/** The organisation's limits of all days; put in place when it measures for the first time. */
export const openThresholds = async (ctx: Ctx): Promise<Threshold[]> => {
  const known = await read(ctx)
  if (known.length > 0) return known
  const rows = seeds.map(([kind, measure, band, lowest, highest, source]) => ({
    organisation_id: ctx.organisation_id,
    kind,
    measure,
    band,
    lowest,
    highest,
    valid_from: SINCE,
    source,
  }))
  await insertRows(ctx.db, 'health.thresholds', rows, { conflict: 'on conflict do nothing' })
  return read(ctx)
}
