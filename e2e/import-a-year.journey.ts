import { readFileSync, readdirSync } from 'node:fs'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { pictureForReadme, settled } from './look.ts'
import { root } from './server.ts'

const examples = path.join(root, 'examples', 'year-2022')

interface Totals {
  readonly rows_valid: number
  readonly rows_not_counted: Readonly<Record<string, number>>
  readonly rows_rejected: Readonly<Record<string, number>>
}

const totals = (JSON.parse(readFileSync(path.join(examples, 'manifest.json'), 'utf8')) as { totals: Totals }).totals
const sum = (counts: Readonly<Record<string, number>>) => Object.values(counts).reduce((all, one) => all + one, 0)

/** A run of the whole year takes its time on a slow machine. */
const run_ms = 240_000

const numberUnder = async (page: Page, label: string): Promise<number> => {
  const tile = page.locator('.tile', { hasText: label })
  return Number((await tile.locator('.tile-value').innerText()).replaceAll(',', ''))
}

const expectTotals = async (page: Page): Promise<void> => {
  expectSame(await numberUnder(page, '有效，会计入数字'), totals.rows_valid, 'rows that count')
  expectSame(await numberUnder(page, '保留但不计入'), sum(totals.rows_not_counted), 'rows kept without counting')
  expectSame(await numberUnder(page, '有问题，进隔离区'), sum(totals.rows_rejected), 'rows held back')
}

/** How many rows wait, as the quarantine says. */
const waiting = async (page: Page): Promise<number> => {
  await page.goto('/imports/rows')
  await settled(page)
  const words = await page.locator('.pages-count').innerText()
  return Number(/(\d[\d,]*)\s*条$/.exec(words)?.[1]?.replaceAll(',', '') ?? Number.NaN)
}

export const journey: Journey = {
  name: 'import the workbooks of a year, look at the trial first, mend one row that was held back',
  from_nothing: true,
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    await page.goto('/imports/new')
    await settled(page)
    const files = readdirSync(examples)
      .filter((file) => file.endsWith('.xlsx'))
      .map((file) => path.join(examples, file))
    await page.locator('input[type=file]').setInputFiles(files)
    await page.getByLabel('这些表格记的是哪一年').fill('2022')
    await page.getByText(`已选 ${files.length} 个文件`).waitFor()
    await stage.look(visit, 'import-1-files')
    await page.getByRole('button', { name: '上传并识别' }).click()
    await page.getByText(/认出 \d+ 张表/).waitFor({ timeout: run_ms })
    await stage.look(visit, 'import-2-sheets')

    await page.getByRole('button', { name: '试运行' }).click()
    await page.getByRole('heading', { name: /试运行完成/ }).waitFor({ timeout: run_ms })
    await expectTotals(page)
    await stage.look(visit, 'import-3-trial')
    await pictureForReadme(page, 'import-wizard')

    await page.getByRole('button', { name: /正式导入/ }).click()
    await page.getByRole('heading', { name: '导入完成' }).waitFor({ timeout: run_ms })
    await expectTotals(page)
    await stage.look(visit, 'import-4-done')

    const before = await waiting(page)
    expectSame(before, sum(totals.rows_rejected), 'rows in the quarantine')
    await stage.lookInBothLanguages(visit, 'quarantine')
    await page.goto('/imports/rows?code=name_missing')
    await settled(page)
    await page.locator('[data-row-link]').first().click()
    const name = page.locator('[aria-invalid=true]').first()
    await name.waitFor()
    await stage.look(visit, 'mend-a-row')
    await name.fill('陈补名')
    await page.getByRole('button', { name: '改正并记录' }).click()
    await page
      .getByText(/已改正|已记录/)
      .first()
      .waitFor()
    expectSame(await waiting(page), before - 1, 'rows in the quarantine after one was mended')

    const found = await page.request.get('/api/people/search?q=陈补名')
    const { rows } = (await found.json()) as { rows: unknown[] }
    expect(rows.length > 0, 'the mended row did not become a person')
  },
}
