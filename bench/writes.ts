/** Writing over HTTP beside its floor, with 1 and 16 clients: what the parts of W1 have in common. */
import { LoadClient, type Load } from './load.ts'
import { inTurns, newLine, type Line } from './measure.ts'
import { openServed, type Year } from './served.ts'

export interface Writes {
  readonly what: string
  /** Times slower than the floor that no machine may show. */
  readonly limit: number
  readonly cookie: string
  /** The next requests, none of which was sent before. */
  readonly take: (count: number) => Pick<Load, 'path' | 'paths' | 'bodies'>
  /** A bare route that takes the same bodies. */
  readonly openFloor: () => Promise<{ readonly port: number; readonly path: string; readonly close: () => Promise<void> }>
}

export const benchWrites = async ({ opened, short }: Year, { what, limit, cookie, take, openFloor }: Writes): Promise<Line[]> => {
  const [ours, floor, client] = [await openServed(opened), await openFloor(), new LoadClient()]
  const [milliseconds, rounds] = short ? [700, 3] : [1500, 7]
  const lines: Line[] = []
  try {
    for (const clients of [1, 16]) {
      const line = newLine(`${what}, ${clients} client(s)`, { rate: true, aim_times: 2, limit })
      lines.push(line)
      const shoot = async (to: Pick<Load, 'port' | 'path' | 'paths' | 'bodies'>, rates: number[], waits: number[]) => {
        const loaded = await client.run({ method: 'POST', cookie, clients, milliseconds, ...to })
        rates.push(loaded.rate)
        waits.push(...loaded.waits)
      }
      const toOurs = () => ({ port: ours.port, ...take(12_000) })
      const toFloor = () => ({ port: floor.port, path: floor.path, bodies: take(12_000).bodies! })
      await shoot(toOurs(), [], [])
      await shoot(toFloor(), [], [])
      await inTurns(
        rounds,
        () => shoot(toOurs(), line.ours, line.waits),
        () => shoot(toFloor(), line.floor, line.floor_waits),
      )
    }
  } finally {
    await Promise.all([ours.close(), floor.close(), client.close()])
  }
  return lines
}
