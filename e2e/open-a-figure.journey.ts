import type { Page } from 'playwright-core'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { pictureForReadme, settled } from './look.ts'

const openReport = async (page: Page): Promise<void> => {
  await page.goto('/reports/annual/2022')
  await page.locator('.report-paper h2').first().waitFor({ timeout: 60_000 })
  await settled(page)
}

const number = (text: string): number => Number(text.replaceAll(/[^\d.]/g, ''))

/** The value on a figure's page and the number of rows below it. */
const countRows = async (page: Page): Promise<{ value: number; rows: number }> => {
  await page.locator('.figure-big-value').waitFor({ timeout: 60_000 })
  await settled(page)
  const counted = await page.locator('.pages-count').first().innerText()
  return {
    value: number(await page.locator('.figure-big-value').innerText()),
    rows: number(/(\d[\d,]*)\s*条$/.exec(counted)?.[1] ?? ''),
  }
}

export const journey: Journey = {
  name: 'open a number of the annual report down to the row of the workbook',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    await openReport(page)
    await stage.lookInBothLanguages(visit, 'annual-report')
    await pictureForReadme(page, 'annual-report')

    // a number in a sentence, rounded there, exact here
    await page
      .getByRole('link', { name: /约400场/ })
      .first()
      .click()
    await page.waitForURL('**/figures/activities.sessions?**')
    const sessions = await countRows(page)
    expectSame(sessions.rows, sessions.value, 'rows behind the sessions')
    await stage.lookInBothLanguages(visit, 'figure-opened')
    await pictureForReadme(page, 'figure-opened')

    // a number in a table: one kind of service in one month
    await openReport(page)
    const cell = page
      .locator('.report-table', { has: page.locator('#table-by_month') })
      .locator('tbody tr')
      .nth(2)
      .locator('td')
      .nth(3)
    const shown = number(await cell.innerText())
    await cell.getByRole('link').click()
    await page.waitForURL('**/figures/service.meals.person_times?from=2022-03-01&to=2022-03-31')
    const meals = await countRows(page)
    expectSame(meals.value, shown, 'meals in March')
    expectSame(meals.rows, shown, 'rows behind the meals in March')

    // a row → the record → where it came from
    await page.locator('[data-row-link]').first().click()
    await page.waitForURL((url) => !url.pathname.startsWith('/figures'))
    await settled(page)
    await page
      .getByText(/05-日常服务记录\.xlsx/)
      .first()
      .waitFor()
    const record = await page.locator('main').innerText()
    expect(/第\s*\d+\s*行/.test(record), 'the record does not say which row of the workbook it came from')
    expect(/导入/.test(record), 'the record does not say on what evidence it stands')
    expect(/登记人\s*\S+/.test(record), 'the record does not say who put it there')
    await stage.lookInBothLanguages(visit, 'record')

    // an indicator that was missed
    await openReport(page)
    const missed = page.locator('.report-missed-row').first()
    expect((await missed.innerText()).includes('未达标'), 'a missed indicator is marked by colour alone')
    const reached = number(await missed.locator('td').nth(2).innerText())
    await missed.getByRole('link').click()
    await page.waitForURL('**/figures/**')
    expectSame((await countRows(page)).value, reached, 'what the missed indicator counted')
  },
}
