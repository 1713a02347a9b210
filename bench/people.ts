/** A hundred thousand people with names as they are in China: few surnames hold most people, and given names repeat. */
import { sql } from 'kysely'
import { nameKeys } from '../src/features/people/names.ts'
import type { Ctx } from '../src/platform/context.ts'
import { insertRows } from '../src/platform/insert-rows.ts'
import { newId } from '../src/platform/new-id.ts'

/** 公安部 《二〇二〇年全国姓名报告》: the largest surnames in their order, with their share of all people in per mille where it names one. */
const SURNAMES = [
  ...[['王', 72], ['李', 71], ['张', 67], ['刘', 54], ['陈', 45], ['杨', 31], ['赵', 23], ['黄', 22], ['周', 21], ['吴', 20]] as const,
  ...[...'徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文'].map((name) => [name, 6] as const),
  ['欧阳', 1] as const,
  ['司徒', 1] as const,
] // prettier-ignore

const GIVEN = [...'英秀玉华珍桂兰芳明国文建志春梅丽红军平强伟金凤霞福荣德永林海清淑素美云玲娟敏静燕勇杰辉光亮']

/** Numbers from 0 to 1, the same in every run (Park and Miller). */
const chances = (seed: number) => () => (seed = (seed * 48_271) % 2_147_483_647) / 2_147_483_647

/** So many names, the same in every run. */
export const namesLike = (count: number, seed = 7): string[] => {
  const chance = chances(seed)
  const all = SURNAMES.reduce((sum, [, share]) => sum + share, 0)
  const surname = () => {
    let left = chance() * all
    return SURNAMES.find(([, share]) => (left -= share) < 0)![0]
  }
  // Common given names are far more common than rare ones.
  const sign = () => GIVEN[Math.floor(chance() ** 2 * GIVEN.length)]!
  return Array.from({ length: count }, () => `${surname()}${sign()}${chance() < 0.8 ? sign() : ''}`)
}

/** Fills the register up to `count` people, spread over the stations, each with a telephone's last four digits. */
export const fillRegister = async (ctx: Ctx, count: number): Promise<void> => {
  const stations = (
    await sql<{
      station_id: string
    }>`select station_id from orgs.stations where organisation_id = ${ctx.organisation_id} order by code`.execute(ctx.db)
  ).rows.map((row) => row.station_id)
  const known = (
    await sql<{
      people: number
    }>`select count(*) as people from people.persons where organisation_id = ${ctx.organisation_id}`.execute(ctx.db)
  ).rows[0]!.people
  const common = { organisation_id: ctx.organisation_id, recorded_by: ctx.actor.account_id, recorded_at: ctx.now }
  const tails = Array.from({ length: 10_000 }, (_, n) =>
    ctx.keys.blind(String(n).padStart(4, '0'), 'phone-tail', ctx.organisation_id),
  )
  const people = namesLike(count - known).map((name, n) => ({
    ...common,
    person_id: newId(),
    name,
    ...nameKeys(name),
    phone_tail_blind: tails[(n * 7919) % 10_000],
    station_ids: [stations[n % stations.length]],
  }))
  await insertRows(ctx.db, 'people.persons', people)
  await insertRows(
    ctx.db,
    'people.registrations',
    people.map(({ person_id, name, name_key }, n) => ({
      ...common,
      registration_id: newId(),
      person_id,
      station_id: stations[n % stations.length],
      member_no: `B${String(n).padStart(6, '0')}`,
      name,
      name_key,
      status: 'active',
      evidence: 'imported',
    })),
  )
}
