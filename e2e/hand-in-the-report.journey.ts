import { execFileSync } from 'node:child_process'
import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { openWorkbook } from '../src/platform/workbook.ts'
import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import { root } from './server.ts'

const download = async (page: Page, name: RegExp, folder: string): Promise<string> => {
  const [file] = await Promise.all([
    page.waitForEvent('download', { timeout: 60_000 }),
    page.getByRole('link', { name }).first().click(),
  ])
  const at = path.join(folder, file.suggestedFilename())
  await file.saveAs(at)
  return at
}

/** Share of the page that is not white, from a greyscale picture (PGM: `P5 width height 255` and one byte a pixel). */
const inkOf = (pgm: Buffer): number => {
  const head = /^P5\s+(\d+)\s+(\d+)\s+255\s/.exec(pgm.subarray(0, 40).toString('latin1'))
  expect(head !== null, 'pdftoppm made no greyscale picture')
  const pixels = pgm.subarray(head[0].length)
  let dark = 0
  for (const pixel of pixels) if (pixel < 128) dark++
  return dark / pixels.length
}

/** Opens the Word file as Word would (LibreOffice), and returns its text and how much ink stands on each of the first pages. */
const printed = (docx: string, folder: string): { text: string; ink: number[] } => {
  const profile = `-env:UserInstallation=file://${path.join(folder, 'profile')}`
  const office = ['--headless', profile, '--convert-to', 'pdf', '--outdir', folder, docx]
  execFileSync('soffice', office, { stdio: 'ignore', timeout: 120_000 })
  const pdf = docx.replace(/\.docx$/, '.pdf')
  execFileSync('pdftoppm', ['-r', '50', '-gray', '-l', '6', pdf, path.join(folder, 'page')])
  execFileSync('pdftoppm', ['-r', '60', '-png', '-l', '3', pdf, path.join(folder, 'word')])
  for (const file of readdirSync(folder).filter((name) => /^word-.*png$/.test(name)))
    copyFileSync(path.join(folder, file), path.join(root, 'e2e', 'shots', `report-${file}`))
  const pages = readdirSync(folder).filter((name) => name.endsWith('.pgm'))
  return {
    text: execFileSync('pdftotext', ['-layout', pdf, '-'], { encoding: 'utf8', maxBuffer: 50_000_000 }),
    ink: pages.toSorted().map((name) => inkOf(readFileSync(path.join(folder, name)))),
  }
}

export const journey: Journey = {
  name: 'hand in the report: the Word file opens and is not blank, the Excel files hold the numbers',
  run: async (stage) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hengai-report-'))
    mkdirSync(path.join(root, 'e2e', 'shots'), { recursive: true })
    try {
      const visit = await stage.visitAs(stage.director)
      const { page } = visit
      await page.goto('/reports')
      await settled(page)
      await stage.lookInBothLanguages(visit, 'reports')
      await page.getByRole('link', { name: '2022 年度工作报告', exact: true }).click()
      await page.waitForURL('**/reports/annual/2022')
      await page.locator('.report-paper h2').first().waitFor({ timeout: 60_000 })

      const docx = await download(page, /下载 Word/, folder)
      expect(path.basename(docx).includes('2022年度工作报告'), `the Word file is called ${path.basename(docx)}`)
      const { text, ink } = printed(docx, folder)
      for (const words of ['2022年度工作报告', '70000', '抗疫防疫服务工作', '协议指标'])
        expect(text.replaceAll(/\s/g, '').includes(words), `the printed report does not say ${words}`)
      expect(ink.length >= 6, `the printed report has ${ink.length} pages`)
      expect(
        ink.every((share) => share > 0.002),
        `a page of the printed report is blank: ${ink.map((share) => share.toFixed(4)).join(' ')}`,
      )

      const xlsx = await download(page, /下载 Excel/, folder)
      const book = await openWorkbook(readFileSync(xlsx), path.basename(xlsx))
      expect(book.sheets.length > 5, `the Excel file has ${book.sheets.length} sheets`)

      await page.goto('/canteen?from=2022-03-01&to=2022-03-31')
      await settled(page)
      const total = Number(/(\d[\d,]*)\s*条$/.exec(await page.locator('.pages-count').innerText())?.[1]?.replaceAll(',', ''))
      const list = await download(page, /导出 Excel/, folder)
      const rows = (await openWorkbook(readFileSync(list), 'list.xlsx')).sheets[0]!.row_count
      // the title and the headings
      expect(rows === total + 2, `${total} meals on screen, ${rows - 2} in the Excel file`)
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
