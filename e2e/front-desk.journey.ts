import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
const password = 'Dengji-Qiandao-2022'

/** The administrator makes the account; the one-time password is shown once. */
const makeAccount = async (stage: Stage): Promise<string> => {
  const visit = await stage.visitAs(stage.director)
  const { page } = visit
  await page.goto('/organisation/accounts/new')
  await settled(page)
  await page.getByLabel('姓名').fill('陈前台')
  await page.getByLabel('用户名').fill('qiantai')
  await page.getByRole('combobox', { name: '角色' }).click()
  await page.locator('.ant-select-item-option', { hasText: '前台' }).first().click()
  await page.getByRole('combobox', { name: /站点/ }).last().click()
  await page.locator('.ant-select-item-option', { hasText: station }).first().click()
  await page.getByRole('button', { name: '新增账户' }).click()
  const shown = page.getByRole('dialog')
  await shown.waitFor()
  await stage.look(visit, 'account-made', [1280])
  const words = await shown.innerText()
  const found = /[a-z0-9]{4}(?:-[a-z0-9]{4}){2,}/.exec(words)?.[0]
  expect(found !== undefined, `no one-time password is shown: ${words}`)
  return found
}

const changePassword = async (stage: Stage, visit: Visit, one_time: string): Promise<void> => {
  const { page } = visit
  await stage.signIn(visit, { login: 'qiantai', password: one_time })
  await page.getByLabel(/一次性密码|现在的密码/).fill(one_time)
  await page.getByLabel('新密码', { exact: true }).fill(password)
  await page.getByLabel('再输入一次新密码').fill(password)
  await stage.look(visit, 'change-password', [390, 1280])
  await page.getByRole('button', { name: /修改密码|保存|改/ }).click()
  await page.getByLabel('新密码', { exact: true }).waitFor({ state: 'detached' })
  await stage.passSecondFactor(visit, 'qiantai')
  await page.getByRole('navigation').first().waitFor()
  await settled(page)
}

/** Somebody registered at other stations only. */
const strangerOf = async (stage: Stage): Promise<string> => {
  const { page } = await stage.visitAs(stage.director)
  const answer = await page.request.get('/api/people?page_size=200')
  const { rows } = (await answer.json()) as { rows: { person_id: string; station_names: string[] }[] }
  const stranger = rows.find((row) => !row.station_names.includes(station))
  expect(stranger !== undefined, 'everybody is registered at the station of the front desk')
  return stranger.person_id
}

export const journey: Journey = {
  name: 'the front desk of one station sees its own people and nothing that is not theirs',
  run: async (stage) => {
    const one_time = await makeAccount(stage)
    const stranger = await strangerOf(stage)
    const visit = await stage.visit()
    visit.expectRefusals()
    await changePassword(stage, visit, one_time)
    const { page } = visit
    await stage.lookInBothLanguages(visit, 'home-front-desk')

    const pages = await page.getByRole('navigation').first().getByRole('link').allInnerTexts()
    for (const word of ['年度工作报告', '指标数字', '数据导入', '账户', '隔离区'])
      expect(!pages.includes(word), `${word} stands in the navigation of the front desk`)

    for (const path of ['/reports/annual/2022', '/figures', '/imports', '/organisation/accounts']) {
      await page.goto(path)
      await page.getByText('这一页不在您的权限内').waitFor()
    }
    await stage.look(visit, 'not-allowed', [390, 1280])
    for (const path of [
      '/api/figures?from=2022-01-01&to=2022-12-31',
      '/api/reports/annual/2022',
      '/api/reports/annual/2022/report.docx',
      '/api/accounts',
    ]) {
      const answer = await page.request.get(path)
      expectSame(answer.status(), 403, path)
    }

    const people = (await (await page.request.get('/api/people?page_size=500')).json()) as {
      rows: { station_names: string[] }[]
      total: number
    }
    expect(people.total > 100, `the front desk finds ${people.total} people`)
    expect(
      people.rows.every((row) => row.station_names.includes(station)),
      'the front desk sees people of other stations',
    )
    expectSame((await page.request.get(`/api/people/${stranger}`)).status(), 404, 'a person of another station')
    expectSame((await page.request.get('/api/export?endpoint=listAccounts')).status(), 403, 'the list of accounts as a file')
    await page.goto(`/people/${stranger}`)
    await settled(page)
    expect((await page.locator('.timeline-row').count()) === 0, 'the services of a stranger are shown')
    await stage.look(visit, 'person-not-theirs', [1280])
  },
}
