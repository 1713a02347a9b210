/** What the migrations made, read back from PostgreSQL's own catalog. Sorted by name, so that two runs print the same. */
import { sql } from 'kysely'
import type { Db } from '../src/platform/database.ts'

export interface Column {
  readonly name: string
  readonly type: string
  readonly not_null: boolean
  /** Default or generation expression as SQL. */
  readonly expression: string | null
  readonly generated: boolean
  readonly identity: boolean
  readonly comment: string | null
  /** `update` in `grant update (name)`; comma separated. */
  readonly privileges: string | null
}

export interface Table {
  readonly name: string
  readonly comment: string | null
  readonly partition_key: string | null
  readonly walled: boolean
  readonly forced: boolean
  readonly columns: readonly Column[]
  /** Primary key first, then unique, foreign keys, exclusions, checks. */
  readonly constraints: readonly { readonly name: string; readonly definition: string }[]
  readonly indexes: readonly { readonly name: string; readonly definition: string }[]
  readonly policies: readonly {
    readonly name: string
    readonly command: string
    readonly permissive: boolean
    readonly roles: string
    readonly using: string | null
    readonly with_check: string | null
  }[]
  readonly triggers: readonly string[]
  readonly privileges: string | null
}

export interface Catalog {
  readonly extensions: readonly string[]
  readonly schemas: readonly { readonly name: string; readonly comment: string | null; readonly privileges: string | null }[]
  readonly tables: readonly Table[]
  readonly views: readonly {
    readonly name: string
    readonly comment: string | null
    readonly definition: string
    readonly privileges: string | null
  }[]
  /** `may_execute`: everyone, hengai_app, or the owner only. */
  readonly functions: readonly { readonly name: string; readonly definition: string; readonly may_execute: string }[]
}

/** Privileges of the application role in the order they are listed here, from an acl column. */
const privilegesOf = (acl: string) => sql<string | null>`(
  select string_agg(lower(privilege_type), ', ' order by array_position(
    array['SELECT','INSERT','UPDATE','DELETE','TRUNCATE','REFERENCES','USAGE','EXECUTE'], privilege_type))
  from aclexplode(${sql.raw(acl)}) where grantee = 'hengai_app'::regrole)`

const ours = sql`n.nspname not like 'pg\\_%' and n.nspname not in ('information_schema', 'public')`

const readTables = async (db: Db): Promise<Table[]> =>
  (
    await sql<Table>`
    select n.nspname || '.' || c.relname as name,
      obj_description(c.oid, 'pg_class') as comment,
      case when c.relkind = 'p' then pg_get_partkeydef(c.oid) end as partition_key,
      c.relrowsecurity as walled, c.relforcerowsecurity as forced,
      ${privilegesOf('c.relacl')} as privileges,
      (select coalesce(json_agg(json_build_object(
          'name', a.attname, 'type', format_type(a.atttypid, a.atttypmod), 'not_null', a.attnotnull,
          'expression', pg_get_expr(d.adbin, d.adrelid), 'generated', a.attgenerated <> '', 'identity', a.attidentity <> '',
          'comment', col_description(c.oid, a.attnum), 'privileges', ${privilegesOf('a.attacl')}) order by a.attnum), '[]')
        from pg_attribute a left join pg_attrdef d on d.adrelid = a.attrelid and d.adnum = a.attnum
        where a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped) as columns,
      (select coalesce(json_agg(json_build_object('name', conname, 'definition', pg_get_constraintdef(oid, true))
          order by array_position(array['p','u','f','x','c'], contype::text), conname), '[]')
        from pg_constraint where conrelid = c.oid and contype in ('p','u','f','x','c')) as constraints,
      (select coalesce(json_agg(json_build_object('name', i.relname, 'definition', pg_get_indexdef(i.oid)) order by i.relname), '[]')
        from pg_index x join pg_class i on i.oid = x.indexrelid
        where x.indrelid = c.oid and not exists (select from pg_constraint k where k.conindid = i.oid and k.conrelid = c.oid)) as indexes,
      (select coalesce(json_agg(json_build_object('name', policyname, 'command', lower(cmd), 'permissive', permissive = 'PERMISSIVE', 'roles', array_to_string(roles, ', '),
          'using', qual, 'with_check', with_check) order by policyname), '[]')
        from pg_policies p where p.schemaname = n.nspname and p.tablename = c.relname) as policies,
      (select coalesce(json_agg(tgname order by tgname), '[]') from pg_trigger where tgrelid = c.oid and not tgisinternal) as triggers
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('r', 'p') and not c.relispartition
    order by n.nspname collate "C", c.relname collate "C"`.execute(db)
  ).rows

/** Reads everything outside PostgreSQL's own schemas. */
export const readCatalog = async (db: Db): Promise<Catalog> => {
  const extensions = await sql<{ name: string }>`
    select extname as name from pg_extension where extname <> 'plpgsql' order by extname collate "C"`.execute(db)
  const schemas = await sql<Catalog['schemas'][number]>`
    select n.nspname as name, obj_description(n.oid, 'pg_namespace') as comment, ${privilegesOf('n.nspacl')} as privileges
    from pg_namespace n where ${ours} order by n.nspname collate "C"`.execute(db)
  const views = await sql<Catalog['views'][number]>`
    select n.nspname || '.' || c.relname as name, obj_description(c.oid, 'pg_class') as comment,
      pg_get_viewdef(c.oid, true) as definition, ${privilegesOf('c.relacl')} as privileges
    from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where ${ours} and c.relkind in ('v', 'm') order by n.nspname collate "C", c.relname collate "C"`.execute(db)
  const functions = await sql<Catalog['functions'][number]>`
    select n.nspname || '.' || p.proname as name, pg_get_functiondef(p.oid) as definition,
      case when p.proacl is null or exists (select from aclexplode(p.proacl) where grantee = 0 and privilege_type = 'EXECUTE') then 'everyone'
        when has_function_privilege('hengai_app', p.oid, 'execute') then 'hengai_app' else 'the owner only' end as may_execute
    from pg_proc p join pg_namespace n on n.oid = p.pronamespace
    where ${ours} and p.prokind in ('f', 'p') and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')
    order by n.nspname collate "C", p.proname collate "C", pg_get_function_identity_arguments(p.oid) collate "C"`.execute(db)
  return {
    extensions: extensions.rows.map((row) => row.name),
    schemas: schemas.rows,
    tables: await readTables(db),
    views: views.rows,
    functions: functions.rows,
  }
}
