import { expect } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'

const password = 'Yanglao-Zhucan-2022'

export const journey: Journey = {
  name: 'first run: set up the organisation with the code from the terminal, sign out, sign in',
  from_nothing: true,
  run: async (stage) => {
    const visit = await stage.visit()
    visit.expectRefusals()
    const { page } = visit
    await page.goto('/')
    await page.waitForURL('**/first-run')
    await stage.lookOutside(visit, 'first-run')

    const fill = async (code: string) => {
      await page.getByLabel('设置码').fill(code)
      await page.getByLabel('机构名称').fill('珠海市金湾区恒爱社会工作服务中心')
      await page.getByLabel('您的姓名').fill('林主任')
      await page.getByLabel('用户名').fill('zhuren')
      await page.getByLabel(/^密码/).fill(password)
      await page.getByLabel('再输入一次密码').fill(password)
      await page.getByRole('button', { name: '建立机构' }).click()
    }
    await fill('0000-0000-0000')
    await page
      .getByText(/设置码/)
      .first()
      .waitFor()
    await settled(page)
    expect(page.url().endsWith('/first-run'), 'a wrong set-up code was taken')

    expect(stage.server.setup_code !== undefined, 'the terminal showed no set-up code')
    await fill(stage.server.setup_code)
    await page.waitForURL((url) => url.pathname === '/')
    await page.locator('.enrol-secret').waitFor()
    await stage.look(visit, 'second-factor', [390, 1280])
    await stage.passSecondFactor(visit, 'zhuren')
    await settled(page)
    await page.getByText('林主任').first().waitFor()
    stage.director = { login: 'zhuren', password }
    await stage.lookInBothLanguages(visit, 'home-empty')

    await page.getByRole('button', { name: /林主任/ }).click()
    await page.getByRole('button', { name: '退出登录' }).click()
    await page.waitForURL('**/sign-in')
    await stage.lookOutside(visit, 'sign-in')
    await stage.signIn(visit, stage.director)
    await page.getByLabel('动态口令或恢复码').waitFor()
    await stage.look(visit, 'second-factor-code', [390, 1280])
    await stage.passSecondFactor(visit, stage.director.login)
    expect(new URL(page.url()).pathname === '/', 'signing in did not lead to the first page')
  },
}
