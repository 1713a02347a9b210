/** What is looked at on every page: accessibility (axe, WCAG 2.2 AA), nothing cut off sideways, and a picture for people to judge. */
import { mkdirSync, readFileSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { root } from './server.ts'

const shots = path.join(root, 'e2e', 'shots')
const axe_source = readFileSync(path.join(root, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8')
const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

export type Width = 390 | 1280 | 1920
const heights: Readonly<Record<Width, number>> = { 390: 844, 1280: 800, 1920: 1080 }

const busy = '.loading, .figure-waiting, [aria-busy="true"], .ant-spin-spinning, .ant-btn-loading'

/** Waits until the page has what it asked for and nothing moves. */
export const settled = async (page: Page, most_ms = 60_000): Promise<void> => {
  await page.waitForFunction((selector) => document.readyState === 'complete' && !document.querySelector(selector), busy, {
    timeout: most_ms,
    polling: 100,
  })
  await page.evaluate(() => document.fonts.ready.then(() => true))
  await page.waitForTimeout(150)
}

export const resize = async (page: Page, width: Width): Promise<void> => {
  await page.setViewportSize({ width, height: heights[width] })
}

interface Violation {
  readonly id: string
  readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[]
}

/** Axe runs in the page's own world but past its content policy, which rightly refuses scripts from elsewhere. */
const violationsOn = async (page: Page): Promise<string[]> => {
  await page.evaluate(axe_source)
  const found: Violation[] = await page.evaluate(
    async (wanted) =>
      (
        await (globalThis as unknown as { axe: { run: (...args: unknown[]) => Promise<{ violations: Violation[] }> } }).axe.run(
          document,
          {
            runOnly: wanted,
            // Axe leaves this one of WCAG 2.2 AA (2.5.8) out unless it is named.
            rules: { 'target-size': { enabled: true } },
            resultTypes: ['violations'],
          },
        )
      ).violations,
    tags,
  )
  return found.map(
    ({ id, nodes }) =>
      `${id} (${nodes.length}): ${nodes
        .slice(0, 2)
        .map((node) => `${node.target.join(' ')} ${(node.failureSummary ?? '').split('\n')[1]?.trim() ?? ''}`)
        .join(' | ')}`,
  )
}

const overflowOn = (page: Page): Promise<number> =>
  page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)

export const picture = async (page: Page, name: string): Promise<void> => {
  mkdirSync(shots, { recursive: true })
  await page.screenshot({ path: path.join(shots, `${name}.png`) })
}

/** Everything wrong with the page as it stands; empty when all is well. `name` is that of the picture. */
export const faultsOf = async (page: Page, name: string, options: { axe?: boolean } = {}): Promise<string[]> => {
  await settled(page)
  const width = page.viewportSize()?.width ?? 0
  await picture(page, `${name}-${width}`)
  const faults = options.axe === false ? [] : await violationsOn(page)
  const over = await overflowOn(page)
  if (over > 1) faults.push(`reaches ${over} px beyond the window`)
  return faults.map((fault) => `${name} at ${width} px: ${fault}`)
}

/** A picture for the README: 1280 wide. */
export const pictureForReadme = async (page: Page, name: string): Promise<void> => {
  await resize(page, 1280)
  await settled(page)
  await page.screenshot({ path: path.join(root, 'docs', 'shots', `${name}.png`) })
}
