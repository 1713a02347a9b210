/**
 * What befalls a server that is not its own fault: the disk is full, the database is away. Told apart from faults by the codes of PostgreSQL
 * (SQLSTATE) and of the system, and by words where there is no code: the embedded database has no other, and the driver gives none.
 */
import type { RefusalCode } from '../shared/refusal-texts.ts'

const AWAY: ReadonlySet<string> = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENETDOWN',
  'ENOTFOUND',
  'EAI_AGAIN',
  // Shut down, ended after another process crashed, starting up, idle for too long in a transaction.
  '57P01',
  '57P02',
  '57P03',
  '25P03',
])

const TROUBLE: Readonly<Record<string, RefusalCode>> = {
  ENOSPC: 'storage_full',
  EDQUOT: 'storage_full',
  '53100': 'storage_full',
  EROFS: 'storage_read_only',
  // A server that only follows another one, or was set so by hand.
  '25006': 'storage_read_only',
  EIO: 'storage_broken',
  // Two changes wait for each other, or one was made on what another changed meanwhile; a lock or a statement that took too long.
  '40P01': 'changed_meanwhile',
  '40001': 'changed_meanwhile',
  '55P03': 'changed_meanwhile',
  '57014': 'database_away',
  '53300': 'database_away',
}

/** The words of the C library in the errors of the embedded database come first: their codes are wrong there. */
const WORDS: readonly (readonly [RegExp, RefusalCode])[] = [
  [/No space left on device|Disk quota exceeded/, 'storage_full'],
  [/Read-only file system/, 'storage_read_only'],
  [/Input\/output error|^the embedded database ended/, 'storage_broken'],
  [/^Query read timeout$|^timeout exceeded when trying to connect$|connection timeout$/, 'database_away'],
]

/** What the driver says of a connection that broke; none of it means that the statement was or was not run. */
const BROKEN =
  /^Connection terminated( unexpectedly)?$|^Client (has encountered a connection error|was closed) and is not queryable$/

const codeOf = (problem: unknown): string => String((problem as { code?: unknown } | null)?.code ?? '')
const wordsOf = (problem: unknown): string => (problem instanceof Error ? problem.message : '')

/** The connection is gone, or there was none to be had. Whether the statement was run is not known. */
export const isConnectionLost = (problem: unknown): boolean => {
  const code = codeOf(problem)
  return AWAY.has(code) || /^08...$/.test(code) || BROKEN.test(wordsOf(problem))
}

/** The refusal for what is neither the caller's fault nor the program's; undefined for everything else. */
export const troubleOf = (problem: unknown): RefusalCode | undefined => {
  const said = wordsOf(problem)
  const known = WORDS.find(([words]) => words.test(said))?.[1] ?? TROUBLE[codeOf(problem)]
  return known ?? (isConnectionLost(problem) ? 'database_away' : undefined)
}
