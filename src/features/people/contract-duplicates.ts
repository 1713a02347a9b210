/** 查找重复: searching the whole register for persons who stand in it twice, and what each reason counts. */
import { day, endpoint, id, listOutput, nullable, optional, whole, words, z } from '../../shared/endpoint.ts'
import { REASONS, type Reason } from './rules.ts'

const points = () => z.coerce.number().check(z.int(), z.gte(-100), z.lte(100))

const pointsByReason = Object.fromEntries(REASONS.map((reason) => [reason, points()])) as Record<
  Reason,
  ReturnType<typeof points>
>

const numberByReason = Object.fromEntries(REASONS.map((reason) => [reason, z.number()])) as Record<
  Reason,
  ReturnType<typeof z.number>
>

const scan = z.object({
  scan_id: z.string(),
  state: z.enum(['running', 'done', 'cancelled']),
  /** Parts searched, of so many. */
  done: z.number(),
  parts: z.number(),
  /** Persons there were when it began. */
  persons: z.number(),
  /** New doubtful pairs. */
  found: z.number(),
  started_at: z.string(),
  ended_at: nullable(z.string()),
})

export const startDuplicateScan = endpoint({
  method: 'POST',
  path: '/api/people/duplicate-scans',
  permission: 'people.merge',
  summary: '开始在整个名册中查找重复；随后一份一份地查，随时可以取消，已找到的保留',
  input: z.object({ scan_id: optional(id()) }),
  output: scan,
})

export const continueDuplicateScan = endpoint({
  method: 'POST',
  path: '/api/people/duplicate-scans/:scan_id/continue',
  permission: 'people.merge',
  summary: '查下一份；已查过的份重发一次不会再查',
  input: z.object({ scan_id: id(), done: whole() }),
  output: scan,
})

export const cancelDuplicateScan = endpoint({
  method: 'POST',
  path: '/api/people/duplicate-scans/:scan_id/cancel',
  permission: 'people.merge',
  summary: '停止查找；已找到的保留',
  input: z.object({ scan_id: id() }),
  output: scan,
})

export const getLastDuplicateScan = endpoint({
  method: 'GET',
  path: '/api/people/duplicate-scans/last',
  permission: 'people.merge',
  summary: '自己最近一次查找：进行到哪里，找到多少',
  input: z.object({}),
  output: z.object({ scan: nullable(scan) }),
})

export const listDuplicateWeights = endpoint({
  method: 'GET',
  path: '/api/people/duplicate-weights',
  permission: 'people.merge',
  summary: '判断依据：每条理由加减多少分，多少分起提示；旧的一并列出',
  input: z.object({}),
  output: listOutput({
    weights_id: z.string(),
    valid_from: z.string(),
    shown_from: z.number(),
    ...numberByReason,
    source: z.string(),
    in_force: z.boolean(),
    recorded_by_name: z.string(),
  }),
})

export const recordDuplicateWeights = endpoint({
  method: 'POST',
  path: '/api/people/duplicate-weights',
  permission: 'people.merge',
  summary: '定判断依据，从今天或以后某天起',
  input: z.object({
    weights_id: optional(id()),
    shown_from: z.coerce.number().check(z.int(), z.gte(1), z.lte(100)),
    valid_from: day(),
    source: words(300),
    ...pointsByReason,
  }),
  output: z.object({ weights_id: z.string() }),
})
