import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { faultsOf, resize, settled } from './look.ts'

const nameOf = (path: string): string => `page${path.replaceAll('/', '-')}`

export const journey: Journey = {
  name: 'every page of the navigation, and one record of each list, on PC and phone',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    const links = await page.getByRole('navigation').first().getByRole('link').all()
    const paths = (await Promise.all(links.map((link) => link.getAttribute('href')))).filter(
      (path): path is string => path !== null && path.startsWith('/'),
    )
    expect(paths.length > 30, `the navigation has ${paths.length} pages only`)
    for (const path of new Set(paths)) {
      await resize(page, 1280)
      await page.goto(path)
      stage.faults.push(...(await faultsOf(page, nameOf(path))))
      await resize(page, 390)
      stage.faults.push(...(await faultsOf(page, nameOf(path), { axe: false })))
      await resize(page, 1280)
      const row = page.locator('main [data-row-link]').first()
      if ((await row.count()) === 0) continue
      await row.click()
      await settled(page)
      stage.faults.push(...(await faultsOf(page, `${nameOf(path)}-record`)))
    }
  },
}
