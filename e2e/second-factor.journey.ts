import { Authenticator } from './authenticator.ts'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

const password = 'Haicheng-Lizhi-2022'
const login = 'shegong'

/** The director makes a social worker's account; where somebody could confirm the role, it would wait. */
const makeAccount = async (stage: Stage): Promise<string> => {
  const { page } = await stage.visitAs(stage.director)
  const answer = await page.request.post('/api/accounts', {
    data: { login, name: '黄社工', role: 'social_worker' },
    headers: { 'x-hengai': '1' },
  })
  expect(answer.ok(), `the account was not made: ${await answer.text()}`)
  return ((await answer.json()) as { one_time_password: string }).one_time_password
}

const type = async ({ page }: Visit, one: string): Promise<void> => {
  await page.goto('/sign-in')
  await page.getByLabel('用户名').fill(login)
  await page.getByLabel(/^密码/).fill(one)
  await page.getByRole('button', { name: /登\s*录/ }).click()
  await page.waitForURL((url) => url.pathname !== '/sign-in')
}

const choosePassword = async ({ page }: Visit, one_time: string): Promise<void> => {
  await page.getByLabel('一次性密码').fill(one_time)
  await page.getByLabel('新密码', { exact: true }).fill(password)
  await page.getByLabel('再输入一次新密码').fill(password)
  await page.getByRole('button', { name: '修改密码' }).click()
}

/** Sets it up as the page says, and copies the recovery codes down. */
const enrol = async (stage: Stage, visit: Visit): Promise<string[]> => {
  const { page } = visit
  await page.locator('.enrol-secret').waitFor()
  await settled(page)
  const app = new Authenticator()
  app.keep(login, await page.locator('.enrol-secret').innerText())
  await page.getByLabel('动态口令').fill('000000')
  await page.getByRole('button', { name: '启用' }).click()
  await page
    .getByText(/动态口令不对/)
    .first()
    .waitFor()
  await page.getByLabel('动态口令').fill(await app.code(login))
  await page.getByRole('button', { name: '启用' }).click()
  await page.locator('.recovery-codes').waitFor()
  await stage.look(visit, 'recovery-codes', [390, 1280])
  const codes = await page.locator('.recovery-codes li').allInnerTexts()
  expectSame(codes.length, 10, 'recovery codes')
  // Somebody who goes to look for the printer and comes back still has them.
  await page.evaluate(() => dispatchEvent(new Event('focus')))
  await settled(page)
  expectSame(await page.locator('.recovery-codes li').count(), 10, 'recovery codes after looking away')
  await page.getByRole('button', { name: '我已保存好' }).click()
  await page.getByRole('navigation').first().waitFor()
  return codes
}

const signInWith = async (stage: Stage, recovery_code: string): Promise<Visit> => {
  const visit = await stage.visit()
  visit.expectRefusals()
  await type(visit, password)
  const { page } = visit
  const field = page.getByLabel('动态口令或恢复码')
  await field.fill('abcde-fghjk')
  await page.getByRole('button', { name: '继续' }).click()
  await page
    .getByText(/动态口令不对/)
    .first()
    .waitFor()
  await field.fill(recovery_code)
  await page.getByRole('button', { name: '继续' }).click()
  await page.getByRole('navigation').first().waitFor()
  return visit
}

export const journey: Journey = {
  name: 'second factor: set up with a phone, a recovery code without it, signing another device out',
  run: async (stage) => {
    const one_time = await makeAccount(stage)
    const phone = await stage.visit()
    phone.expectRefusals()
    await type(phone, one_time)
    await choosePassword(phone, one_time)
    const [first] = await enrol(stage, phone)

    const desk = await signInWith(stage, first!)
    const { page } = desk
    await page.goto('/me/security')
    await page.getByText('还剩 9 个恢复码').waitFor()
    await stage.lookInBothLanguages(desk, 'sign-in-security')
    expectSame(await page.locator('li.device').count(), 2, 'devices')
    await page.getByRole('button', { name: /^退出 / }).click()
    await page.locator('li.device').nth(1).waitFor({ state: 'detached' })
    const answer = await phone.page.request.get('/api/session')
    expectSame(answer.status(), 401, 'the session that was signed out')
    expectSame((await page.request.get('/api/session')).status(), 200, 'the session that stays')
  },
}
