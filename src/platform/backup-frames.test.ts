import { randomBytes } from 'node:crypto'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { BackupDamaged, openFrames, sealFrames } from './backup-frames.ts'

const key = Buffer.alloc(32, 5)
const header = Buffer.from('the header')

async function* chunked(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const gathered = async (chunks: AsyncIterable<Buffer>): Promise<Buffer> => {
  const all: Buffer[] = []
  for await (const chunk of chunks) all.push(chunk)
  return Buffer.concat(all)
}

const seal = (plain: Buffer, size = 100_000) => gathered(sealFrames(key, header, chunked(plain, size)))
const open = (sealed: Buffer, with_key = key, with_header = header) =>
  gathered(openFrames(with_key, with_header, chunked(sealed, 70_000)))

/** One plain frame and its tag. */
const FRAME = 256 * 1024
const SEALED = FRAME + 16

describe('frames', () => {
  test('what was sealed opens again, whatever its length and the pieces it came in', async () => {
    for (const length of [0, 1, FRAME - 1, FRAME, FRAME + 1, 3 * FRAME, 3 * FRAME + 7]) {
      const plain = randomBytes(length)
      expect((await open(await seal(plain, 33_333))).equals(plain), `${length} bytes`).toBe(true)
    }
  })

  test('a file cut off anywhere does not open to its end, not even between two frames', async () => {
    const sealed = await seal(randomBytes(3 * FRAME + 5))
    for (const length of [0, 1, 15, 16, SEALED - 1, SEALED, SEALED + 1, 2 * SEALED, 3 * SEALED, sealed.length - 1])
      await expect(open(sealed.subarray(0, length)), `cut at ${length}`).rejects.toThrow(BackupDamaged)
  })

  test('a flipped bit anywhere is found', async () => {
    const sealed = await seal(randomBytes(2 * FRAME + 5))
    await fc.assert(
      fc.asyncProperty(fc.nat(sealed.length - 1), fc.nat(7), async (at, bit) => {
        const changed = Buffer.from(sealed)
        changed[at]! ^= 1 << bit
        await expect(open(changed)).rejects.toThrow(BackupDamaged)
      }),
      { numRuns: 40 },
    )
  })

  test('frames left out, repeated or changed in order are found', async () => {
    const sealed = await seal(randomBytes(3 * FRAME + 5))
    const frame = (number: number) => sealed.subarray(number * SEALED, (number + 1) * SEALED)
    const order = (...numbers: number[]) => Buffer.concat(numbers.map(frame))
    for (const numbers of [[1, 0, 2, 3], [0, 2, 3], [0, 0, 1, 2, 3], [0, 1, 2, 3, 3], [3]])
      await expect(open(order(...numbers)), `${numbers}`).rejects.toThrow(BackupDamaged)
  })

  test('another key or another header opens nothing', async () => {
    const sealed = await seal(Buffer.from('words'))
    await expect(open(sealed, Buffer.alloc(32, 6))).rejects.toThrow(BackupDamaged)
    await expect(open(sealed, key, Buffer.from('another header'))).rejects.toThrow(BackupDamaged)
  })

  test('nothing of the plain text stands in the sealed bytes', async () => {
    const sealed = await seal(Buffer.from('440402194001011234'.repeat(20_000)))
    expect(sealed.includes('44040219')).toBe(false)
  })
})
