import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { pictureForReadme, settled } from './look.ts'

export const journey: Journey = {
  name: 'find a person by the initials of the name, read what they received',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    await page.keyboard.press('Control+k')
    const typed = page.getByRole('dialog').getByRole('combobox')
    await typed.fill('cgy')
    const options = page.getByRole('option').filter({ hasText: /陈|程|蔡|岑/ })
    await options.first().waitFor()
    const label = await options.first().innerText()
    expect(!/1\d{10}/.test(label), 'a whole telephone number stands in the search')
    await stage.look(visit, 'find', [1280])
    await page.keyboard.press('Enter')
    await page.waitForURL(/\/people\/[0-9a-f-]{36}$/)
    await settled(page)
    const name = await page.getByRole('heading', { level: 1 }).innerText()
    expect(label.includes(name.trim()), `“${label}” led to “${name}”`)

    await page.locator('.timeline-row').first().waitFor()
    expect((await page.locator('main').innerText()).match(/\d{17}[\dXx]/) === null, 'a whole ID number stands on the profile')
    await stage.lookInBothLanguages(visit, 'person')
    await page.locator('.timeline-service').first().click()
    await page.waitForURL((url) => !url.pathname.startsWith('/people/'))
    await settled(page)
    await page.getByText('登记人').first().waitFor()

    await page.goto('/people')
    await settled(page)
    expect((await page.locator('[data-row-link]').count()) > 10, 'the list of people is short')
    await stage.lookInBothLanguages(visit, 'people')
    await pictureForReadme(page, 'people')
  },
}
