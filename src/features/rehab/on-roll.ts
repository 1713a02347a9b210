/** Who is on roll (在册) on a day: one definition for the figures and for the desk. */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import type { Day } from '../../shared/day.ts'

/**
 * One row of rehab.trainees per person on roll at the end of the day `:to` (rule R29). A station's roster of a year lists everybody and
 * replaces earlier ones; who was admitted at the desk since then is added, who departed since then is left out.
 */
export const onRollText = `
  select distinct on (t.person_id) t.* from rehab.trainees t
  join (
    select person_id, max(roster_year) as roster_year from rehab.trainees
    where organisation_id = :organisation_id and void_id is null and roster_year <= extract(year from :to) group by person_id
  ) latest on latest.person_id = t.person_id and latest.roster_year = t.roster_year
  left join (
    select station_id, max(roster_year) as roster_year from rehab.trainees
    where organisation_id = :organisation_id and void_id is null and evidence = 'imported' and roster_year <= extract(year from :to) group by station_id
  ) roster on roster.station_id = t.station_id
  where t.organisation_id = :organisation_id and t.void_id is null and t.roster_year >= coalesce(roster.roster_year, 0)
    and t.standing = 'formal' and (t.left_on is null or t.left_on > :to) and (t.admitted_on is null or t.admitted_on <= :to)
    and not exists (
      select 1 from rehab.departures d
      where d.organisation_id = :organisation_id and d.trainee_id = t.trainee_id and d.void_id is null and d.left_on <= :to)
  order by t.person_id, t.trainee_id`

/** The same, ready to stand in a query of this organisation. */
export const onRoll = (ctx: Ctx, to: Day): RawBuilder<unknown> => {
  const values: Record<string, RawBuilder<unknown>> = { organisation_id: sql`${ctx.organisation_id}::uuid`, to: sql`${to}::date` }
  return sql.join(
    onRollText.split(/:(organisation_id|to)\b/).map((part, i) => (i % 2 === 1 ? values[part]! : sql.raw(part))),
    sql.raw(''),
  )
}
