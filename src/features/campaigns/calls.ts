/** Calls of a campaign (电访): one answered call of one person, day and time counts once (rules R12, R20). */
import { sql } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { noteWritten, recordServices, type ServiceEntry } from '../records/put.ts'
import { vaccinationCampaignOf } from './rules.ts'

export interface CallEntry extends ServiceEntry {
  /** HH:MM */
  readonly called_at?: string | undefined
  /** What stood in the place of the time, when it is no time: two different texts are two calls. */
  readonly called_text?: string | undefined
  /** answered, no_answer, refused, switched_off, wrong_number, or the word used. */
  readonly outcome: string
  readonly willingness?: string | undefined
  readonly caller?: string | undefined
}

const yearOf = (day: string): number => Number(day.slice(0, 4))

const campaignIds = async (ctx: Ctx, names: readonly string[]): Promise<Map<string, string>> => {
  const { rows } = await sql<{ campaign_id: string; name: string }>`
    select campaign_id, name from campaigns.campaigns
    where organisation_id = ${ctx.organisation_id} and void_id is null and name = any(${names})`.execute(ctx.db)
  return new Map(rows.map((row) => [row.name, row.campaign_id]))
}

/** Year → id of its vaccination campaign, made where there is none yet. */
const openCampaigns = async (ctx: Ctx, years: readonly number[]): Promise<Map<number, string>> => {
  const names = years.map(vaccinationCampaignOf)
  const known = await campaignIds(ctx, names)
  const missing = years.filter((year) => !known.has(vaccinationCampaignOf(year)))
  if (missing.length > 0) {
    const rows = missing.map((year) => ({
      organisation_id: ctx.organisation_id,
      campaign_id: newId(),
      kind: 'vaccination',
      name: vaccinationCampaignOf(year),
      year,
      recorded_by: ctx.actor.account_id,
      recorded_at: ctx.now,
    }))
    const made = await insertRows<{ campaign_id: string }>(ctx.db, 'campaigns.campaigns', rows, {
      conflict: 'on conflict (organisation_id, name) where void_id is null do nothing',
      returning: 'campaign_id',
    })
    noteWritten(
      ctx,
      'campaigns.campaigns',
      made.map((row) => row.campaign_id),
    )
  }
  const all = missing.length > 0 ? await campaignIds(ctx, names) : known
  return new Map(years.map((year) => [year, all.get(vaccinationCampaignOf(year))!]))
}

/** Records calls of the vaccination campaigns, in the order given. */
export const recordCalls = (ctx: Ctx, entries: readonly CallEntry[]): Promise<Outcome[]> =>
  recordServices(
    ctx,
    entries,
    {
      service_type: 'vaccination_call',
      source: 'campaigns.calls',
      mode: () => 'phone',
      check: (entry) => (entry.outcome === 'answered' ? undefined : { not_counted: 'not_answered' }),
      once: (entry) => [entry.occurred_on, entry.called_at ?? entry.called_text ?? ''],
      started_at: (entry) => entry.called_at,
      delivered_by: (entry) => entry.caller,
    },
    async (accepted) => {
      if (accepted.length === 0) return
      const campaigns = await openCampaigns(ctx, [...new Set(accepted.map(({ entry }) => yearOf(entry.occurred_on)))])
      const rows = accepted.map(({ entry, id, placed, not_counted }) => ({
        organisation_id: ctx.organisation_id,
        call_id: id,
        campaign_id: campaigns.get(yearOf(entry.occurred_on)),
        station_id: placed.station_id,
        contract_id: placed.contract_id,
        person_id: placed.person_id,
        occurred_on: entry.occurred_on,
        called_at: entry.called_at,
        outcome: entry.outcome,
        willingness: entry.willingness,
        caller: entry.caller,
        not_counted,
        evidence: entry.evidence,
        recorded_by: ctx.actor.account_id,
        recorded_at: ctx.now,
      }))
      // A call that was not answered has no service record to be compared with: sent again, it is already here.
      await insertRows(ctx.db, 'campaigns.calls', rows, { conflict: 'on conflict (organisation_id, call_id) do nothing' })
    },
  )
