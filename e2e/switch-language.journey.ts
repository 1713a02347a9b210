import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'

const chinese = /[\u4e00-\u9fff]/

export const journey: Journey = {
  name: 'switch to English and back; the choice stays with the account',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    await page.getByRole('button', { name: /林主任/ }).click()
    await page.getByRole('button', { name: 'English' }).click()
    await page.getByRole('link', { name: 'Annual report', exact: true }).waitFor()
    expect((await page.locator('html').getAttribute('lang')) === 'en', 'the page does not say that it is English')
    const names = await page.getByRole('navigation').first().getByRole('link').allInnerTexts()
    const untold = names.filter((name) => chinese.test(name))
    expect(untold.length === 0, `still Chinese in the navigation: ${untold.join(', ')}`)

    for (const path of ['/', '/people', '/canteen', '/activities', '/figures', '/imports', '/reports']) {
      await page.goto(path)
      await settled(page)
      const heading = await page.getByRole('heading', { level: 1 }).first().innerText()
      expect(!chinese.test(heading.replace('林主任', '')), `the heading of ${path} is Chinese: ${heading}`)
      const columns = await page.locator('thead th').allInnerTexts()
      expect(!columns.some((column) => chinese.test(column)), `columns of ${path} are Chinese: ${columns.join(', ')}`)
    }

    const again = await stage.visitAs(stage.director)
    await again.page.getByRole('link', { name: 'Annual report', exact: true }).waitFor()
    await again.page.getByRole('button', { name: /林主任/ }).click()
    await again.page.getByRole('button', { name: '中文' }).click()
    await again.page.getByRole('link', { name: '年度工作报告', exact: true }).waitFor()
  },
}
