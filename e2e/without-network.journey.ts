import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'

export const journey: Journey = {
  name: 'the network goes away and comes back: what was shown stays, the page says so',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page, context } = visit
    await page.goto('/people')
    await settled(page)
    const rows = await page.locator('[data-row-link]').count()
    await context.setOffline(true)
    await page.getByText('网络断开了').waitFor()
    expect((await page.locator('[data-row-link]').count()) === rows, 'the list went away with the network')
    await stage.look(visit, 'offline', [390, 1280])
    await context.setOffline(false)
    await page.getByText('网络断开了').waitFor({ state: 'hidden' })
    await page.reload()
    await settled(page)
    expect((await page.locator('[data-row-link]').count()) === rows, 'the list did not come back')
  },
}
