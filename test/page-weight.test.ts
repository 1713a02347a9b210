/** What a browser must fetch before the first page stands, as it is built now: an old tablet on a station's line waits for every byte. */
import { fileURLToPath } from 'node:url'
import { build, type Rolldown } from 'vite'
import { expect, test, vi } from 'vitest'
import { PAGE_KB, weigh } from '../bench/page.ts'

test(`the first page is at most ${PAGE_KB} kB`, async () => {
  // Tests run with another one, which would pack what only developers need.
  vi.stubEnv('NODE_ENV', 'production')
  const built = await build({ root: fileURLToPath(new URL('..', import.meta.url)), logLevel: 'error', build: { write: false } })
  const { output } = built as Rolldown.RolldownOutput
  const contents = new Map(output.map((file) => [file.fileName, file.type === 'chunk' ? file.code : file.source]))
  const { files, bytes } = weigh(contents.get('index.html') as string, (file) => contents.get(file)!)
  vi.unstubAllEnvs()
  expect(files).toBeGreaterThan(2)
  expect(bytes / 1000).toBeLessThanOrEqual(PAGE_KB)
}, 120_000)
