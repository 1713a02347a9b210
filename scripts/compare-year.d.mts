/** Counts every comparison made, so that "no difference" cannot mean "nothing compared". */
export interface Comparison {
  compared: number
  readonly differences: string[]
}
export function newComparison(): Comparison
/** `expected`: expected.json; `actual`: what `hengai figures --json` printed. */
export function compareFigures(comparison: Comparison, expected: unknown, actual: unknown): void
/** `manifest`: manifest.json; `actual`: what `hengai import --json` printed. */
export function compareImport(comparison: Comparison, manifest: unknown, actual: unknown): void
