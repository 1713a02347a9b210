/** The first page: what a browser must fetch before it stands, and how long that takes on a slow machine. */
import { execFileSync } from 'node:child_process'
import fs from 'node:fs'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { chromium } from 'playwright-core'
import { newLine, type Line } from './measure.ts'

const root = fileURLToPath(new URL('..', import.meta.url))
const dist = `${root}dist`

/** 300 kB, and 2 s on a machine six times slower than this one: an old tablet on a station's line. */
export const PAGE_KB = 300
const SLOWER = 6
const BROWSER = '/usr/bin/chromium'

/** The files of the page as they are shipped now. */
export const buildPage = (): void => void execFileSync('npm', ['run', '-s', 'build'], { cwd: root, stdio: 'inherit' })

/** Scripts and styles that `html` names, preloads included: how many files they are with it, and their bytes after gzip. */
export const weigh = (html: string, read: (file: string) => string | Uint8Array): { files: number; bytes: number } => {
  const named = new Set([...html.matchAll(/(?:src|href)="\/(assets\/[^"]+\.(?:js|css))"/g)].map((found) => found[1]!))
  const sizes = [html, ...[...named].map(read)].map((content) => gzipSync(content).length)
  return { files: sizes.length, bytes: sizes.reduce((sum, size) => sum + size, 0) }
}

/** The page as it was built last. */
export const benchWeight = (): Line => {
  const { files, bytes } = weigh(fs.readFileSync(`${dist}/index.html`, 'utf8'), (file) => fs.readFileSync(`${dist}/${file}`))
  // The same on every machine, so the aim is the limit.
  const line = newLine(`首页大小 · first page, ${files} files, gzip`, { unit: 'kB', aim: PAGE_KB, limit: PAGE_KB })
  line.ours.push(bytes / 1000)
  return line
}

/** From the address typed to a page with a form in it, nothing remembered by the browser; undefined where there is no browser. */
export const benchFirstPage = async (port: number, rounds: number): Promise<Line | undefined> => {
  if (!fs.existsSync(BROWSER)) return undefined
  const line = newLine(`首页可用 · first page stands, CPU ${SLOWER}× slower`, { aim: 2_000, limit: 60_000 })
  const browser = await chromium.launch({ executablePath: BROWSER, args: ['--no-sandbox'] })
  try {
    for (let round = 0; round < rounds; round++) {
      const context = await browser.newContext()
      const page = await context.newPage()
      const tools = await context.newCDPSession(page)
      await tools.send('Emulation.setCPUThrottlingRate', { rate: SLOWER })
      const started = performance.now()
      await page.goto(`http://127.0.0.1:${port}/`, { waitUntil: 'commit' })
      await page.locator('form input').first().waitFor({ state: 'visible' })
      line.ours.push(performance.now() - started)
      await context.close()
    }
  } finally {
    await browser.close()
  }
  return line
}
