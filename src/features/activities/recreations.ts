/** Recreation (康娱): one person at one pastime in one part of a day counts once. */
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { normalText } from '../../shared/normal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { earnCoins } from '../points/earn.ts'
import { recordServices, type ServiceEntry } from '../records/put.ts'
import { periodOf } from './rules.ts'

export interface RecreationEntry extends ServiceEntry {
  /** 时段 as written. */
  readonly period: string
  /** 康娱项目 as written. */
  readonly pastime: string
}

/** Records recreation, of the desk or of a workbook, in the order given. */
export const recordRecreations = (ctx: Ctx, entries: readonly RecreationEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'recreation',
      source: 'activities.recreations',
      mode: () => 'on_site',
      once: (entry) => [entry.occurred_on, periodOf(entry.period), normalText(entry.pastime)],
    },
    async (accepted) => {
      const rows = accepted.map(({ entry, id, placed }) => ({
        organisation_id: ctx.organisation_id,
        recreation_id: id,
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        period: periodOf(entry.period),
        pastime: normalText(entry.pastime),
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      }))
      await insertRows(ctx.db, 'activities.recreations', rows)
      await earnCoins(
        ctx,
        'recreation',
        accepted.map(({ entry, id, placed }) => ({
          id,
          ...placed,
          occurred_on: entry.occurred_on,
          minutes: null,
          evidence: entry.evidence,
        })),
      )
    },
  )
