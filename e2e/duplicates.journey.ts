import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

const headers = { 'x-hengai': '1' }

/** Twice the same woman, written by two hands: the name heard, the birth date and village the same. */
const registerTwice = async (stage: Stage, { page }: Visit): Promise<void> => {
  const { rows } = (await (await page.request.get('/api/stations')).json()) as { rows: { station_id: string }[] }
  for (const [name, at] of [
    ['欧阳桂英', 0],
    ['歐陽贵英', 1],
  ] as const) {
    const entry = { station_id: rows[at]!.station_id, name, born_on: '1931-02-03', sex: 'female', community: '海澄村' }
    const answer = await page.request.post('/api/people', { data: entry, headers })
    expect(answer.ok(), `${name} could not be registered: ${answer.status()}`)
  }
  expect(stage.director !== undefined, 'nobody searches')
}

const search = async ({ page }: Visit): Promise<void> => {
  await page.getByRole('button', { name: '查找整个名册' }).click()
  await page.getByText(/上次查找于 .* 完成/).waitFor()
}

export const journey: Journey = {
  name: 'somebody who stands in the register twice is found, merged and parted again',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    await registerTwice(stage, visit)
    await page.goto('/people/duplicates')
    await settled(page)
    await search(visit)
    const pair = page.locator('.pair').filter({ hasText: '欧阳桂英' })
    await pair.getByText('读音相同 +25').waitFor()
    await pair.getByText('同一社区（村） +6').waitFor()
    await stage.lookInBothLanguages(visit, 'duplicates')
    await pair.getByRole('button', { name: '是同一人', exact: true }).click()
    await page.getByText('已合并为一位。').waitFor()
    await page.goto('/people/merges')
    await settled(page)
    const row = page.locator('tr', { hasText: '欧阳' }).first()
    await row.getByRole('button', { name: /撤\s*销/ }).click()
    await row.getByText('已撤销').waitFor()

    await page.goto('/people/duplicates')
    await settled(page)
    await pair.getByRole('button', { name: '不是同一人' }).click()
    await page.getByText('已记住不是同一人。').waitFor()
    await search(visit)
    expect((await pair.count()) === 0, 'a pair that was found not to be the same is asked about again')

    await page.getByRole('link', { name: '判断依据' }).click()
    await page.waitForURL(/weights$/)
    await settled(page)
    await stage.lookInBothLanguages(visit, 'duplicate-weights')
    await page.getByRole('button', { name: '改判断依据' }).click()
    await page.waitForURL(/weights\/new$/)
    await settled(page)
    await stage.look(visit, 'duplicate-weights-new', [390, 1280])
    await page.getByLabel('提示分').fill('五十')
    await page.getByRole('button', { name: '保存' }).click()
    await page.getByRole('alert').or(page.locator('.ant-form-item-explain-error')).first().waitFor()
  },
}
