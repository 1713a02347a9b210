/** The line between the server and PostgreSQL, in the hands of a test: it carries, is cut, stands still with everything open, or is refused. */
import net from 'node:net'

export interface Line {
  readonly port: number
  /** Every connection breaks off now; new ones are carried. */
  cut(): void
  /** Not a byte passes from now on, and nothing is closed, until `carry`. */
  stall(): void
  /** Breaks off every connection and lets none in until `carry`. */
  refuse(): void
  carry(): void
  close(): Promise<void>
}

export const openLine = async (to_port: number): Promise<Line> => {
  const pairs = new Set<readonly [net.Socket, net.Socket]>()
  let state: 'carries' | 'stalls' | 'refuses' = 'carries'
  const drop = () => {
    for (const pair of pairs) for (const socket of pair) socket.resetAndDestroy()
    pairs.clear()
  }
  const server = net.createServer((near) => {
    if (state === 'refuses') return void near.resetAndDestroy()
    const far = net.connect(to_port, '127.0.0.1')
    const pair = [near, far] as const
    pairs.add(pair)
    for (const [from, to] of [pair, [far, near] as const]) {
      from.on('data', (bytes) => void to.write(bytes))
      from.on('error', () => undefined)
      from.on('close', () => {
        to.destroy()
        pairs.delete(pair)
      })
      if (state === 'stalls') from.pause()
    }
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    port: (server.address() as net.AddressInfo).port,
    cut: drop,
    stall: () => {
      state = 'stalls'
      for (const pair of pairs) for (const socket of pair) socket.pause()
    },
    refuse: () => {
      state = 'refuses'
      drop()
    },
    carry: () => {
      state = 'carries'
      for (const pair of pairs) for (const socket of pair) socket.resume()
    },
    close: async () => {
      drop()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
