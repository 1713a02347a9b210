/**
 * Publicity (宣传): media (媒体报道), receptions (参观接待), honours (荣誉). One link, one group of visitors on a day, one award of a day
 * count once; reprints (转载), the own account (机构公众号) and receptions that did not take place are kept and add nothing (rules R27,
 * R28). These are of the organisation, not of a station. Later: clippings, reach, invitations.
 */
import type { Ctx } from '../../platform/context.ts'
import { newId } from '../../platform/new-id.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import type { Evidence } from '../../shared/evidence.ts'
import { normalCode, normalName, normalText } from '../../shared/normal.ts'
import type { Outcome } from '../../shared/sheet-form.ts'
import { openContractNames } from '../contracts/service.ts'
import { accept, checkNotFuture } from '../../platform/accept.ts'
import { getRow, listRows, type ListOf } from '../records/list.ts'
import { putOnce, type OwnRow } from '../records/put-once.ts'
import type { Refused } from '../records/place.ts'
import type * as contract from './contract.ts'
import { linkKey, whyNotCounted } from './rules.ts'

interface Entry {
  readonly id?: string | undefined
  readonly occurred_on: string
  readonly evidence: Evidence
}

export interface MediaEntry extends Entry {
  readonly title: string
  readonly outlet?: string | undefined
  /** national, provincial, city, district, own_account, or the word used. */
  readonly level: string
  readonly link?: string | undefined
  readonly contract_code?: string | undefined
  readonly is_reprint: boolean
  readonly note?: string | undefined
}

export interface ReceptionEntry extends Entry {
  readonly visitor: string
  readonly visitor_count?: number | undefined
  readonly purpose?: string | undefined
  readonly place?: string | undefined
  readonly received_by?: string | undefined
  readonly held: boolean
}

export interface HonourEntry extends Entry {
  readonly winner_kind: string
  readonly winner: string
  readonly title: string
  readonly awarded_by?: string | undefined
  readonly level: string
  readonly note?: string | undefined
}

const missing = (field: string, name: string): Refused => ({ refused: 'bad_value', details: { field: name, value: '' }, field })

/** Records reports in the media, in the order given. The period of a contract is not looked at (rule R10). */
export const recordMediaReports = async (ctx: Ctx, entries: readonly MediaEntry[]): Promise<Outcome[]> => {
  const { byCode } = await openContractNames(ctx)
  const rowOf = (entry: MediaEntry): OwnRow | Refused => {
    const code = normalCode(entry.contract_code ?? '')
    const taken = byCode.get(code)
    if (code !== '' && !taken) return { refused: 'unknown_contract', details: { contract: code }, field: 'contract_code' }
    if (entry.title === '') return missing('title', '标题')
    const not_counted = whyNotCounted(entry.level, entry.is_reprint)
    const link = linkKey(entry.link ?? '')
    return {
      id: entry.id ?? newId(),
      once: link === '' ? undefined : ['media', link],
      evidence: entry.evidence,
      not_counted,
      columns: {
        contract_id: taken?.contract_id ?? null,
        occurred_on: entry.occurred_on,
        title: entry.title,
        outlet: entry.outlet || null,
        level: entry.level,
        link: entry.link || null,
        note: entry.note || null,
        not_counted: not_counted ?? null,
      },
    }
  }
  return putOnce(ctx, { table: 'publicity.media', id: 'media_id' }, entries.map(rowOf))
}

const receptionRow = (entry: ReceptionEntry): OwnRow | Refused => {
  if (entry.visitor === '') return missing('visitor', '来访单位')
  const count = entry.visitor_count
  return {
    id: entry.id ?? newId(),
    once: ['reception', entry.occurred_on, normalText(entry.visitor)],
    evidence: entry.evidence,
    not_counted: entry.held ? undefined : 'not_held',
    columns: {
      occurred_on: entry.occurred_on,
      visitor: entry.visitor,
      // How many came is told beside the visit and counted nowhere: a number that cannot be is left out.
      visitor_count: count !== undefined && Number.isInteger(count) && count > 0 && count <= 100_000 ? count : null,
      purpose: entry.purpose || null,
      place: entry.place || null,
      received_by: entry.received_by || null,
      not_counted: entry.held ? null : 'not_held',
    },
  }
}

/** Records receptions, in the order given. */
export const recordReceptions = (ctx: Ctx, entries: readonly ReceptionEntry[]): Promise<Outcome[]> =>
  putOnce(ctx, { table: 'publicity.receptions', id: 'reception_id' }, entries.map(receptionRow))

const honourRow = (entry: HonourEntry): OwnRow | Refused => {
  if (entry.winner === '') return missing('winner', '获得者')
  if (entry.title === '') return missing('title', '荣誉名称')
  return {
    id: entry.id ?? newId(),
    once: ['honour', entry.occurred_on, normalName(entry.winner), normalText(entry.title)],
    evidence: entry.evidence,
    columns: {
      occurred_on: entry.occurred_on,
      winner_kind: entry.winner_kind,
      winner: entry.winner,
      title: entry.title,
      awarded_by: entry.awarded_by || null,
      level: entry.level,
      note: entry.note || null,
    },
  }
}

/** Records honours, in the order given. */
export const recordHonours = (ctx: Ctx, entries: readonly HonourEntry[]): Promise<Outcome[]> =>
  putOnce(ctx, { table: 'publicity.honours', id: 'honour_id' }, entries.map(honourRow))

export const recordMedia = async (
  ctx: Ctx,
  { media_id, ...input }: ParsedOf<typeof contract.recordMedia>,
): Promise<OutputOf<typeof contract.recordMedia>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordMediaReports(ctx, [{ ...input, id: media_id, evidence: 'witnessed' }])
  return { media_id: accept(outcome, media_id) }
}

export const recordReception = async (
  ctx: Ctx,
  { reception_id, ...input }: ParsedOf<typeof contract.recordReception>,
): Promise<OutputOf<typeof contract.recordReception>> => {
  if (input.held) checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordReceptions(ctx, [{ ...input, id: reception_id, evidence: 'witnessed' }])
  return { reception_id: accept(outcome, reception_id) }
}

export const recordHonour = async (
  ctx: Ctx,
  { honour_id, ...input }: ParsedOf<typeof contract.recordHonour>,
): Promise<OutputOf<typeof contract.recordHonour>> => {
  checkNotFuture(ctx, input.occurred_on)
  const [outcome] = await recordHonours(ctx, [{ ...input, id: honour_id, evidence: 'witnessed' }])
  return { honour_id: accept(outcome, honour_id) }
}

const media: ListOf = {
  table: 'publicity.media',
  id: 'media_id',
  columns: ['occurred_on', 'title', 'outlet', 'level', 'link', 'contract_id', 'note', 'not_counted', 'evidence'],
  day: 'occurred_on',
  search: ['title', 'outlet', 'link'],
  filters: { level: 'level', contract_id: 'contract_id', standing: 'not_counted' },
  sort: '-occurred_on',
}

const receptions: ListOf = {
  table: 'publicity.receptions',
  id: 'reception_id',
  columns: ['occurred_on', 'visitor', 'visitor_count', 'purpose', 'place', 'received_by', 'not_counted', 'evidence'],
  day: 'occurred_on',
  search: ['visitor', 'purpose', 'place', 'received_by'],
  filters: { standing: 'not_counted' },
  sort: '-occurred_on',
}

const honours: ListOf = {
  table: 'publicity.honours',
  id: 'honour_id',
  columns: ['occurred_on', 'winner_kind', 'winner', 'title', 'awarded_by', 'level', 'note', 'evidence'],
  day: 'occurred_on',
  search: ['winner', 'title', 'awarded_by'],
  filters: { level: 'level', winner_kind: 'winner_kind' },
  sort: '-occurred_on',
}

type Report = OutputOf<typeof contract.listMedia>['rows'][number]

const withContractNames = async <R extends Pick<Report, 'contract_id' | 'contract_name'>>(
  ctx: Ctx,
  rows: readonly R[],
): Promise<R[]> => {
  const { byId } = await openContractNames(ctx)
  return rows.map((row) => ({ ...row, contract_name: byId.get(row.contract_id ?? '')?.name ?? '' }))
}

export const listMedia = async (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listMedia>,
): Promise<OutputOf<typeof contract.listMedia>> => {
  const { rows, total } = await listRows<Report>(ctx, media, input)
  return { rows: await withContractNames(ctx, rows), total }
}

export const getMedia = async (
  ctx: Ctx,
  { media_id }: ParsedOf<typeof contract.getMedia>,
): Promise<OutputOf<typeof contract.getMedia>> => {
  const row = await getRow<OutputOf<typeof contract.getMedia>>(ctx, media, media_id)
  return (await withContractNames(ctx, [row]))[0]!
}

export const listReceptions = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listReceptions>,
): Promise<OutputOf<typeof contract.listReceptions>> => listRows(ctx, receptions, input)

export const getReception = (
  ctx: Ctx,
  { reception_id }: ParsedOf<typeof contract.getReception>,
): Promise<OutputOf<typeof contract.getReception>> => getRow(ctx, receptions, reception_id)

export const listHonours = (
  ctx: Ctx,
  input: ParsedOf<typeof contract.listHonours>,
): Promise<OutputOf<typeof contract.listHonours>> => listRows(ctx, honours, input)

export const getHonour = (
  ctx: Ctx,
  { honour_id }: ParsedOf<typeof contract.getHonour>,
): Promise<OutputOf<typeof contract.getHonour>> => getRow(ctx, honours, honour_id)
