/** Finding entries of the trail and telling one in words. */
import { sql, type RawBuilder } from 'kysely'
import type { Ctx } from '../../platform/context.ts'
import { beyondStations } from '../../platform/request.ts'
import { Refusal } from '../../shared/refusal.ts'
import type { OutputOf, ParsedOf } from '../../shared/endpoint.ts'
import { accountNames } from '../staff/account-names.ts'
import type * as contract from './contract.ts'
import { differencesOf, kindOf, oneLine, sayAction, sayEntity, type Kind } from './rules.ts'
import { readSealOf } from './seal-of.ts'

/** What only the application knows of a person. */
export interface About {
  /** Where the rows of a person lie: table → the column of its row's id (src/app/person-lifecycle.ts). */
  readonly tables: Readonly<Record<string, string>>
  /** The person an id means today; refuses who does not serve them. */
  readonly getPerson: (ctx: Ctx, input: { person_id: string }) => Promise<{ person_id: string }>
}

/** The trail has no stations: whoever may read it at some stations only would read of all of them. */
export const checkWhole = (ctx: Ctx): void => {
  if (ctx.stations !== 'all') throw new Refusal('not_allowed', {}, 'station_id')
}

/** The same as `kindOf` of rules.ts, in SQL. `audit_entries_disclosed` holds the first two. */
const kindIs: Record<Kind, RawBuilder<boolean>> = {
  export: sql`(e.entity = 'app.export' or e.action like 'reveal%') and e.entity = 'app.export'`,
  reveal: sql`(e.entity = 'app.export' or e.action like 'reveal%') and e.action like 'reveal%' and e.entity <> 'app.export'`,
  sign_in: sql`e.action in ('signIn', 'signOut', 'changePassword')`,
  accounts: sql`e.entity like 'staff.%' and e.action not in ('signIn', 'signOut', 'changePassword') and e.action not like 'reveal%'`,
  void: sql`e.action like 'void%'`,
  merge: sql`e.entity in ('people.merges', 'people.duplicates')`,
  import: sql`(e.entity like 'imports.%' or e.action in ('import', 'runImport')) and e.action not like 'void%'`,
  write: sql`not (e.entity = 'app.export' or e.action like 'reveal%' or e.action in ('signIn', 'signOut', 'changePassword', 'import', 'runImport')
    or e.entity like 'staff.%' or e.action like 'void%' or e.entity in ('people.merges', 'people.duplicates') or e.entity like 'imports.%')`,
}

/** Ids of everything that was ever written about a person, that person's own and those merged into them among it. */
export const idsAbout = (ctx: Ctx, tables: About['tables'], person_id: string): Promise<string[]> =>
  beyondStations(ctx, async () => {
    const merged = await sql<{ id: string }>`
      with recursive one (id) as (select ${person_id}::uuid
        union select p.person_id from people.persons p join one on p.merged_into = one.id where p.organisation_id = ${ctx.organisation_id})
      select id from one`.execute(ctx.db)
    const persons = merged.rows.map((row) => row.id)
    const parts = Object.entries(tables)
      .filter(([, column]) => column !== 'member_no')
      .map(
        ([table, column]) => sql`select ${sql.ref(column)} as id from ${sql.table(table)}
          where organisation_id = ${ctx.organisation_id} and person_id = any(${persons}::uuid[])`,
      )
    const { rows } = await sql<{ id: string }>`${sql.join(parts, sql` union all `)}`.execute(ctx.db)
    return [...persons, ...rows.map((row) => row.id)]
  })

const isId = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i

/** An id in full is found by its index; the beginning of one only among the entries of the other filters. */
const textIs = (q: string): RawBuilder<boolean> => {
  if (isId.test(q)) return sql`(e.entity_ids @> array[${q}::uuid] or e.audit_id = ${q}::uuid or e.request_id = ${q})`
  const start = `${q.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return sql`(e.request_id like ${start} or e.audit_id::text like ${start}
    or exists (select 1 from unnest(e.entity_ids) as one(id) where one.id::text like ${start}))`
}

interface Row {
  readonly audit_id: string
  readonly at: Date
  readonly account_id: string | null
  readonly request_id: string
  readonly action: string
  readonly entity: string
  readonly rows: number
  readonly entity_ids: string[]
  readonly before: Record<string, unknown> | null
  readonly after: Record<string, unknown> | null
}

const FIELDS = sql`e.audit_id, e.at, e.account_id, e.request_id, e.action, e.entity, cardinality(e.entity_ids) as rows, e.before, e.after`

/** Entries matching all of these, the latest first, with the number there are. */
const findEntries = async (
  ctx: Ctx,
  conditions: readonly RawBuilder<unknown>[],
  { limit, offset }: { limit: number; offset: number },
): Promise<{ rows: Row[]; total: number }> => {
  const which = sql.join([sql`e.organisation_id = ${ctx.organisation_id}`, ...conditions], sql` and `)
  const { rows } = await sql<Row>`select ${FIELDS} from audit.entries e where ${which}
    order by e.at desc, e.audit_id desc limit ${limit} offset ${offset}`.execute(ctx.db)
  const counted = await sql<{ total: number }>`select count(*) as total from audit.entries e where ${which}`.execute(ctx.db)
  return { rows, total: counted.rows[0]!.total }
}

const tell = (ctx: Ctx, row: Row, accounts: ReadonlyMap<string, string>) => {
  const differences = differencesOf(row.before, row.after, row.entity, ctx.language)
  return {
    audit_id: row.audit_id,
    at: row.at.toISOString(),
    account_name: row.account_id === null ? null : (accounts.get(row.account_id) ?? null),
    kind: kindOf(row.action, row.entity),
    act: sayAction(row.action, ctx.language),
    subject: sayEntity(row.entity, ctx.language),
    detail: oneLine(differences),
    rows: row.rows,
    differences,
  }
}

const accountsOf = (ctx: Ctx, rows: readonly Row[]) =>
  accountNames(
    ctx,
    rows.flatMap((row) => row.account_id ?? []),
  )

const startOf = (day: string, ctx: Ctx) => sql`${day}::date::timestamp at time zone ${ctx.time_zone}`

type Asked = ParsedOf<typeof contract.listAuditEntries>

const conditionsOf = async (ctx: Ctx, asked: Asked, about: About): Promise<RawBuilder<unknown>[]> => {
  const { q, from, to, kind, account_id, action, entity, person_id } = asked
  const ids = person_id ? await idsAbout(ctx, about.tables, person_id) : []
  const start = (text: string) => `${text.replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
  return [
    ...(from ? [sql`e.at >= ${startOf(from, ctx)}`] : []),
    ...(to ? [sql`e.at < (${to}::date + 1)::timestamp at time zone ${ctx.time_zone}`] : []),
    ...(kind ? [kindIs[kind]] : []),
    ...(account_id ? [sql`e.account_id = ${account_id}`] : []),
    ...(action ? [sql`e.action like ${start(action)}`] : []),
    ...(entity ? [sql`(e.entity = ${entity} or e.entity like ${start(`${entity}.`)})`] : []),
    ...(person_id ? [sql`e.entity_ids && ${ids}::uuid[]`] : []),
    ...(q?.trim() ? [textIs(q.trim())] : []),
  ]
}

export const listAuditEntries = async (
  ctx: Ctx,
  asked: Asked,
  about: About,
): Promise<OutputOf<typeof contract.listAuditEntries>> => {
  checkWhole(ctx)
  const { page, page_size } = asked
  const found = await findEntries(ctx, await conditionsOf(ctx, asked, about), {
    limit: page_size,
    offset: (page - 1) * page_size,
  })
  const accounts = await accountsOf(ctx, found.rows)
  return {
    rows: found.rows.map((row) => {
      const { differences: _differences, ...told } = tell(ctx, row, accounts)
      return told
    }),
    total: found.total,
  }
}

export const getAuditEntry = async (
  ctx: Ctx,
  { audit_id }: ParsedOf<typeof contract.getAuditEntry>,
): Promise<OutputOf<typeof contract.getAuditEntry>> => {
  checkWhole(ctx)
  const { rows } = await sql<Row>`select ${FIELDS}, e.entity_ids[1:50] as entity_ids from audit.entries e
    where e.organisation_id = ${ctx.organisation_id} and e.audit_id = ${audit_id}`.execute(ctx.db)
  const row = rows[0]
  if (!row) throw new Refusal('not_found')
  const { action, entity, request_id, entity_ids } = row
  const seal = await readSealOf(ctx.db, ctx.organisation_id, audit_id)
  return {
    ...tell(ctx, row, await accountsOf(ctx, rows)),
    action,
    entity,
    request_id,
    entity_ids,
    seal: seal
      ? {
          number: seal.number,
          place: seal.place,
          entries: seal.entries,
          sealed_at: seal.sealed_at.toISOString(),
          hash: seal.seal_hash.toString('hex'),
          late_reason: seal.late_reason,
        }
      : null,
  }
}
