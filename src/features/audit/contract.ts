/**
 * 操作留痕: who did what, when, on which entry, before and after; the seals over it; and who let a person's data be seen or taken out.
 * The trail has no stations: it is read by who holds `audit.read` for the whole organisation.
 */
import { endpoint, id, listInput, listOutput, nullable, optional, words, z } from '../../shared/endpoint.ts'
import { KINDS } from './rules.ts'

const kind = () => z.enum(KINDS)

const entry = {
  audit_id: id(),
  at: z.string(),
  account_name: nullable(z.string()),
  kind: kind(),
  /** Action and entity in the reader's words. */
  act: z.string(),
  subject: z.string(),
  /** Before and after in one line, personal fields masked. */
  detail: z.string(),
  rows: z.number(),
}

export const listAuditEntries = endpoint({
  method: 'GET',
  path: '/api/audit/entries',
  permission: 'audit.read',
  summary: '操作留痕：按时间、账户、种类、操作、对象、服务对象和编号查找；个人信息已脱敏',
  input: listInput({
    kind: optional(kind()),
    account_id: optional(id()),
    /** Name of the endpoint or command, whole or its beginning. */
    action: optional(words(60)),
    /** A table (`canteen.meals`) or a slice (`canteen`). */
    entity: optional(words(60)),
    person_id: optional(id()),
  }),
  output: listOutput(entry),
})

export const getAuditEntry = endpoint({
  method: 'GET',
  path: '/api/audit/entries/:audit_id',
  permission: 'audit.read',
  summary: '一条留痕：前后变化和它的封存',
  input: z.object({ audit_id: id() }),
  output: z.object({
    ...entry,
    action: z.string(),
    entity: z.string(),
    request_id: z.string(),
    /** At most 50 of `rows`. */
    entity_ids: z.array(z.string()),
    differences: z.array(
      z.object({ field: z.string(), label: z.string(), before: nullable(z.string()), after: nullable(z.string()) }),
    ),
    seal: nullable(
      z.object({
        number: z.number(),
        place: z.number(),
        entries: z.number(),
        sealed_at: z.string(),
        hash: z.string(),
        late_reason: nullable(z.string()),
      }),
    ),
  }),
})

export const verifyAuditEntry = endpoint({
  method: 'GET',
  path: '/api/audit/entries/:audit_id/verification',
  permission: 'audit.read',
  summary: '现在核对这一条：内容、所在封存、与上一封存的衔接',
  input: z.object({ audit_id: id() }),
  output: z.object({
    /** null: not sealed yet, nothing to compare with. */
    holds: nullable(z.boolean()),
    problems: z.array(z.string()),
    verified_at: z.string(),
  }),
})

export const getAuditState = endpoint({
  method: 'GET',
  path: '/api/audit/state',
  permission: 'audit.read',
  summary: '留痕的现状：最近的封存、待封存、留存期限、已到期清除',
  input: z.object({}),
  output: z.object({
    newest: nullable(z.object({ number: z.number(), hash: z.string(), sealed_at: z.string() })),
    waiting: z.number(),
    rule: nullable(
      z.object({ valid_from: z.string(), keep_months: z.number(), keep_health_months: z.number(), source: z.string() }),
    ),
    retired: z.object({ seals: z.number(), entries: z.number() }),
    accounts: z.array(z.object({ account_id: id(), name: z.string() })),
  }),
})

export const listDisclosures = endpoint({
  method: 'GET',
  path: '/api/people/:person_id/disclosures',
  permission: 'people.read',
  summary: '谁在何时为何查看过这位服务对象的完整信息，谁导出的文件里有这位服务对象，最近的在前',
  input: z.object({ person_id: id() }),
  output: z.object({
    reveals: z.number(),
    exports: z.number(),
    /** The latest 100. */
    rows: z.array(
      z.object({
        audit_id: id(),
        at: z.string(),
        account_name: z.string(),
        kind: z.enum(['reveal', 'export']),
        /** What was seen, or which list was taken out. */
        what: z.string(),
        reason: nullable(z.string()),
        rows: nullable(z.number()),
      }),
    ),
  }),
})
