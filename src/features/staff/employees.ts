/** 员工·证书: the roll. One function records for the desk and for workbooks (rule R25). */
import { sql } from 'kysely'
import { accept } from '../../platform/accept.ts'
import type { Ctx } from '../../platform/context.ts'
import { insertRows } from '../../platform/insert-rows.ts'
import { newId } from '../../platform/new-id.ts'
import type { Day } from '../../shared/day.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { readIdNumber } from '../../shared/id-card.ts'
import { normalName, normalPhone } from '../../shared/normal.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { Cell, Outcome } from '../../shared/sheet-form.ts'
import type * as contract from './contract.ts'
import { certificateLevel, notOnRoll, type EmploymentKind } from './rules.ts'

export interface EmployeeEntry {
  readonly employee_id?: string | undefined
  readonly employee_no?: string | undefined
  readonly name: string
  readonly sex?: 'male' | 'female' | undefined
  /** As written; the cell itself when it comes from a workbook, because a number cell has lost digits. */
  readonly id_number?: string | Cell | undefined
  readonly phone?: string | undefined
  readonly education?: string | undefined
  readonly post?: string | undefined
  readonly contract_code?: string | undefined
  readonly hired_on?: Day | undefined
  readonly left_on?: Day | undefined
  readonly employment_kind: EmploymentKind
  readonly certificate_name?: string | undefined
  readonly certificate_number?: string | undefined
  readonly certificate_on?: Day | undefined
  readonly note?: string | undefined
  readonly evidence?: 'self_entered' | 'imported' | undefined
}

interface Known {
  readonly employee_id: string
  readonly blind: string
  readonly hired_on: string | null
  readonly left_on: string | null
  readonly employment_kind: EmploymentKind
}

const ID_COLUMN = 'staff.employees.id_sealed'
const PHONE_COLUMN = 'staff.employees.phone_sealed'

const findKnown = async (ctx: Ctx, blinds: readonly Buffer[]): Promise<Known[]> => {
  if (blinds.length === 0) return []
  const { rows } = await sql<Known>`
    select employee_id, encode(id_blind, 'hex') as blind, hired_on, left_on, employment_kind from staff.employees
    where organisation_id = ${ctx.organisation_id} and void_id is null and id_blind = any(${blinds}::bytea[])`.execute(ctx.db)
  return rows
}

const rowOf = (
  ctx: Ctx,
  entry: EmployeeEntry,
  employee_id: string,
  id: ReturnType<typeof readIdNumber>,
  blind: Buffer | undefined,
) => {
  const { organisation_id } = ctx
  const number = id.kind === 'mainland' ? id.id18 : id.kind === 'permit' ? id.id : undefined
  const phone = normalPhone(entry.phone ?? '')
  return {
    organisation_id,
    employee_id,
    employee_no: entry.employee_no ?? null,
    name: entry.name,
    name_key: normalName(entry.name),
    sex: id.kind === 'mainland' ? id.sex : (entry.sex ?? null),
    id_sealed: number ? ctx.keys.seal(number, { column: ID_COLUMN, organisation_id, row_id: employee_id }) : null,
    id_blind: blind ?? null,
    phone_sealed: phone ? ctx.keys.seal(phone, { column: PHONE_COLUMN, organisation_id, row_id: employee_id }) : null,
    education: entry.education ?? null,
    post: entry.post ?? null,
    contract_code: entry.contract_code ?? null,
    hired_on: entry.hired_on ?? null,
    left_on: entry.left_on ?? null,
    employment_kind: entry.employment_kind,
    note: entry.note ?? null,
    evidence: entry.evidence ?? 'self_entered',
    recorded_by: ctx.actor.account_id,
    recorded_at: ctx.now,
  }
}

const certificateOf = (ctx: Ctx, entry: EmployeeEntry, employee_id: string) => ({
  organisation_id: ctx.organisation_id,
  certificate_id: newId(),
  employee_id,
  name: entry.certificate_name ?? '',
  number: entry.certificate_number || null,
  issued_on: entry.certificate_on ?? null,
  level: certificateLevel(entry.certificate_name ?? '', entry.certificate_number),
  recorded_by: ctx.actor.account_id,
  recorded_at: ctx.now,
})

const countsTwice = (a: Known, b: Known, on: Day): boolean =>
  notOnRoll(b, on) === 'staff_left' || b.employment_kind === 'intern'
    ? a.hired_on === b.hired_on && a.employment_kind === b.employment_kind
    : notOnRoll(a, on) === undefined

/**
 * Puts employees on the roll as of `on` (default today). Refused: `name_missing`, `id_*`, `bad_value` (left before hired), `duplicate`
 * (the ID stands on the roll already). Recorded but not counted: `staff_left`, `intern`.
 */
export const recordEmployees = async (ctx: Ctx, entries: readonly EmployeeEntry[], on: Day = ctx.today): Promise<Outcome[]> => {
  const ids = entries.map((entry) => readIdNumber(entry.id_number))
  const blinds = ids.map((id) =>
    id.kind === 'mainland' || id.kind === 'permit'
      ? ctx.keys.blind(id.kind === 'mainland' ? id.id18 : id.id, 'employee_id', ctx.organisation_id)
      : undefined,
  )
  const before = await findKnown(
    ctx,
    blinds.filter((blind) => blind !== undefined),
  )
  const counted = new Map<string, string>()
  const rows: ReturnType<typeof rowOf>[] = []
  const certificates: ReturnType<typeof certificateOf>[] = []
  const recordOne = (entry: EmployeeEntry, at: number): Outcome => {
    const id = ids[at]!
    if (normalName(entry.name) === '') return { refused: 'name_missing', field: 'name' }
    if (id.kind === 'refused') return { refused: id.refused, field: 'id_number' }
    if (entry.hired_on && entry.left_on && entry.left_on < entry.hired_on)
      return { refused: 'bad_value', details: { field: '离职日期', value: entry.left_on }, field: 'left_on' }
    const blind = blinds[at]?.toString('hex')
    const employee_id = entry.employee_id ?? newId()
    const known: Known = {
      employee_id,
      blind: blind ?? '',
      hired_on: entry.hired_on ?? null,
      left_on: entry.left_on ?? null,
      employment_kind: entry.employment_kind,
    }
    const reason = notOnRoll(known, on)
    const repeats = blind
      ? (before.find((b) => b.blind === blind && countsTwice(b, known, on))?.employee_id ??
        (reason === 'staff_left' || reason === 'intern' ? undefined : counted.get(blind)))
      : undefined
    if (repeats) return { refused: 'duplicate', field: 'id_number', repeats_id: repeats }
    if (blind && reason !== 'staff_left' && reason !== 'intern') counted.set(blind, employee_id)
    rows.push(rowOf(ctx, entry, employee_id, id, blinds[at]))
    if (entry.certificate_name) certificates.push(certificateOf(ctx, entry, employee_id))
    return reason === 'staff_left' || reason === 'intern' ? { id: employee_id, not_counted: reason } : { id: employee_id }
  }
  const outcomes = entries.map(recordOne)
  await insertRows(ctx.db, 'staff.employees', rows)
  await insertRows(ctx.db, 'staff.certificates', certificates)
  if (rows.length > 0)
    ctx.wrote({ entity: 'staff.employees', entity_ids: rows.map((row) => row.employee_id), after: { employees: rows.length } })
  return outcomes
}

export const recordEmployee = async (ctx: Ctx, input: ParsedOf<typeof contract.recordEmployee>) => {
  if (input.employee_id) {
    const { rows } =
      await sql`select 1 from staff.employees where organisation_id = ${ctx.organisation_id} and employee_id = ${input.employee_id}`.execute(
        ctx.db,
      )
    // Sent again by a phone that lost the answer.
    if (rows.length > 0) return { employee_id: input.employee_id }
  }
  const [outcome] = await recordEmployees(ctx, [input])
  return { employee_id: accept(outcome) }
}

type EmployeeRow = OutputOf<typeof contract.listEmployees>['rows'][number]
type EmployeeColumns = Omit<EmployeeRow, 'not_counted'> & {
  id_sealed: Buffer | null
  phone_sealed: Buffer | null
  note: string | null
  evidence: string
  recorded_at: Date
  recorded_by_name: string | null
  total: number
}

interface EmployeeFilter {
  readonly employee_id?: string | undefined
  readonly q?: string | undefined
  readonly contract_code?: string | undefined
  readonly on_roll?: 'true' | 'false' | undefined
  readonly sort?: string | undefined
  readonly limit: number
  readonly offset: number
}

const orders: ReadonlyMap<string, string> = new Map([
  ['employee_no', 'e.employee_no'],
  ['name', 'e.name_key'],
  ['hired_on', 'e.hired_on'],
  ['left_on', 'e.left_on'],
  ['post', 'e.post'],
])

const orderOf = (sort: string | undefined) => {
  const column = orders.get(sort?.replace(/^-/, '') ?? '') ?? 'e.employee_no'
  return sql.raw(`${column} ${sort?.startsWith('-') ? 'desc' : 'asc'} nulls last, e.employee_id`)
}

const selectEmployees = async (ctx: Ctx, filter: EmployeeFilter): Promise<EmployeeColumns[]> => {
  const key = filter.q ? normalName(filter.q) : null
  const onRoll = sql`(e.employment_kind <> 'intern' and (e.left_on is null or e.left_on > ${ctx.today}::date) and (e.hired_on is null or e.hired_on <= ${ctx.today}::date))`
  const { rows } = await sql<EmployeeColumns>`
    select e.employee_id, e.employee_no, e.name, e.sex, e.education, e.post, e.contract_code, e.hired_on, e.left_on, e.employment_kind,
      e.id_sealed, e.phone_sealed, e.note, e.evidence, e.recorded_at, a.name as recorded_by_name,
      coalesce((select jsonb_agg(jsonb_build_object('name', c.name, 'number', c.number, 'issued_on', c.issued_on, 'level', c.level) order by c.issued_on)
        from staff.certificates c where c.organisation_id = e.organisation_id and c.employee_id = e.employee_id and c.void_id is null), '[]') as certificates,
      count(*) over ()::int as total
    from staff.employees e left join staff.accounts a on a.organisation_id = e.organisation_id and a.account_id = e.recorded_by
    where e.organisation_id = ${ctx.organisation_id} and e.void_id is null
      and (${filter.employee_id ?? null}::uuid is null or e.employee_id = ${filter.employee_id ?? null})
      and (${filter.contract_code ?? null}::text is null or e.contract_code = ${filter.contract_code ?? null})
      and (${filter.on_roll ?? null}::text is null or ${onRoll} = (${filter.on_roll ?? null} = 'true'))
      and (${key}::text is null or strpos(e.name_key, ${key}) > 0 or strpos(upper(e.employee_no), upper(${key})) > 0 or strpos(e.post, ${key}) > 0)
    order by ${orderOf(filter.sort)} limit ${filter.limit} offset ${filter.offset}`.execute(ctx.db)
  return rows
}

const shown = (ctx: Ctx, row: EmployeeColumns): EmployeeRow => {
  const {
    id_sealed: _id,
    phone_sealed: _phone,
    note: _note,
    evidence: _evidence,
    recorded_at: _at,
    recorded_by_name: _by,
    total: _total,
    ...rest
  } = row
  const reason = notOnRoll(row, ctx.today)
  return { ...rest, not_counted: reason === 'staff_left' || reason === 'intern' ? reason : null }
}

export const listEmployees = async (
  ctx: Ctx,
  { page, page_size, q, contract_code, on_roll, sort }: ParsedOf<typeof contract.listEmployees>,
) => {
  const rows = await selectEmployees(ctx, { q, contract_code, on_roll, sort, limit: page_size, offset: (page - 1) * page_size })
  return { rows: rows.map((row) => shown(ctx, row)), total: rows[0]?.total ?? 0 }
}

const openSealed = (
  ctx: Ctx,
  { employee_id, id_sealed, phone_sealed }: Pick<EmployeeColumns, 'employee_id' | 'id_sealed' | 'phone_sealed'>,
) => {
  const place = (column: string) => ({ column, organisation_id: ctx.organisation_id, row_id: employee_id })
  return {
    id_number: id_sealed ? ctx.keys.open(id_sealed, place(ID_COLUMN)) : null,
    phone: phone_sealed ? ctx.keys.open(phone_sealed, place(PHONE_COLUMN)) : null,
  }
}

/** `440403********102X`, `199****0197`: what is left tells two people apart and identifies none. */
const masked = (text: string | null, head: number, tail: number): string | null =>
  text === null
    ? null
    : text.length <= head + tail
      ? '*'.repeat(text.length)
      : text.slice(0, head) + '*'.repeat(text.length - head - tail) + text.slice(-tail)

export const getEmployee = async (ctx: Ctx, { employee_id }: ParsedOf<typeof contract.getEmployee>) => {
  const [row] = await selectEmployees(ctx, { employee_id, limit: 1, offset: 0 })
  if (!row) throw new Refusal('not_found')
  const { id_number, phone } = openSealed(ctx, row)
  const { note, evidence, recorded_by_name, recorded_at } = row
  return {
    ...shown(ctx, row),
    masked_id_number: masked(id_number, 6, 4),
    masked_phone: masked(phone, 3, 4),
    note,
    evidence,
    recorded_by_name,
    recorded_at: recorded_at.toISOString(),
  }
}

export const revealEmployee = async (ctx: Ctx, { employee_id, reason }: ParsedOf<typeof contract.revealEmployee>) => {
  const { rows } = await sql<{ employee_id: string; id_sealed: Buffer | null; phone_sealed: Buffer | null }>`
    select employee_id, id_sealed, phone_sealed from staff.employees
    where organisation_id = ${ctx.organisation_id} and employee_id = ${employee_id} and void_id is null`.execute(ctx.db)
  if (!rows[0]) throw new Refusal('not_found')
  ctx.wrote({ entity: 'staff.employees', entity_ids: [employee_id], after: { revealed: ['id_number', 'phone'], reason } })
  return openSealed(ctx, rows[0])
}
