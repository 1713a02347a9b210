import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import type { Page } from 'playwright-core'
import { bad_files, good_csv, writeFiles } from './bad-files.ts'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

/** Reading a file has its time limit; a busy machine gets a little more. */
const read_ms = 45_000

const lists = ['records', 'people', 'imports', 'imports/rows', 'visits/home-services', 'canteen/meals']

/** How much there is of everything that bad input could change. */
const countAll = async (page: Page): Promise<string> => {
  const counts = []
  for (const list of lists) {
    const answer = await page.request.get(`/api/${list}?page_size=1`)
    expect(answer.ok(), `${list} cannot be counted: ${answer.status()}`)
    counts.push(`${list} ${((await answer.json()) as { total: number }).total}`)
  }
  return counts.join(', ')
}

const chooseFiles = async (page: Page, folder: string, names: readonly string[]): Promise<void> => {
  await page.goto('/imports/new')
  await settled(page)
  await page.locator('input[type=file]').setInputFiles(names.map((name) => path.join(folder, name)))
  await page.getByRole('button', { name: '上传并识别' }).click()
}

const refuseFiles = async (stage: Stage, visit: Visit, folder: string): Promise<void> => {
  const { page } = visit
  await chooseFiles(
    page,
    folder,
    bad_files.map(({ file }) => file),
  )
  await page.getByText(`有 ${bad_files.length} 个文件没有读进来`).waitFor({ timeout: read_ms })
  await page.getByText('什么都没有改动').waitFor()
  for (const { file, says } of bad_files) {
    const words = await page.locator('.chosen li', { hasText: file }).locator('.problem').innerText()
    expect(words.includes(`“${file}”`) && says.test(words), `of ${file} it is said: ${words}`)
  }
  await stage.look(visit, 'bad-files', [390, 1280])
}

/** The good file goes on; the bad ones beside it are named. */
const takeTheGoodOne = async (stage: Stage, visit: Visit, folder: string): Promise<void> => {
  const { page } = visit
  const bad = bad_files.slice(0, 3)
  await chooseFiles(page, folder, [...bad.map(({ file }) => file), good_csv])
  await page.getByText(/认出 1 张表/).waitFor({ timeout: read_ms })
  for (const { file } of bad) await page.getByText(`“${file}”`).waitFor()
  await page.getByText('看列').first().click()
  await page.getByText('陈桂英').first().waitFor()
  await stage.look(visit, 'bad-files-and-a-good-one', [390, 1280])
  await page.getByRole('button', { name: '试运行' }).click()
  await page.getByRole('heading', { name: /试运行完成/ }).waitFor({ timeout: read_ms })
}

const openForm = async (page: Page, at: string): Promise<void> => {
  await page.goto(at)
  await settled(page)
  await page.locator('main form').waitFor()
}

const form = (page: Page) => page.locator('main form')
const send = (page: Page) => form(page).locator('button[type=submit]').click()

const fill = async (page: Page, values: Readonly<Record<string, string>>): Promise<void> => {
  for (const [label, value] of Object.entries(values)) await form(page).getByLabel(label, { exact: true }).fill(value)
}

const chooseStation = async (page: Page, name = ''): Promise<void> => {
  await form(page).getByLabel('站点', { exact: true }).click()
  await page.locator('.ant-select-item-option:visible', { hasText: name }).first().click()
}

/** Somebody of one station, so that nothing but the bad value is wrong. */
const somebody = async (page: Page): Promise<{ station: string; member_no: string }> => {
  const { rows } = (await (await page.request.get('/api/people?status=active&page_size=50')).json()) as {
    rows: { station_names: string[]; member_nos: string[] }[]
  }
  const found = rows.find((row) => row.station_names.length === 1 && row.member_nos.length === 1)
  expect(found !== undefined, 'nobody is registered at one station only')
  return { station: found.station_names[0]!, member_no: found.member_nos[0]! }
}

const chooseDay = async (page: Page, day: string): Promise<void> => {
  const field = form(page).getByLabel('日期', { exact: true })
  await field.click()
  await field.fill(day)
  await field.press('Enter')
}

/** What is wrong stands under the field, is read out with it, and what was typed is still there. */
const expectAtField = async (page: Page, label: string, words: RegExp, typed?: string): Promise<void> => {
  const field = page.locator('main').getByLabel(label, { exact: true })
  const wrong = page.locator('main [aria-invalid=true]').and(field)
  await wrong.waitFor()
  const said = (await wrong.getAttribute('aria-describedby'))?.split(' ') ?? []
  const texts = await Promise.all(said.map((id) => page.locator(`[id="${id}"]`).innerText()))
  expect(words.test(texts.join(' ')), `at ${label} it is said: ${texts.join(' ')}`)
  if (typed !== undefined) expectSame(await field.inputValue(), typed, `what was typed as ${label}`)
}

const registerBadly = async (stage: Stage, visit: Visit): Promise<void> => {
  const { page } = visit
  await openForm(page, '/people/new')
  await send(page)
  await expectAtField(page, '姓名', /请填写姓名/)
  await expectAtField(page, '站点', /请填写站点/)
  await stage.look(visit, 'bad-form-empty', [390, 1280])
  await chooseStation(page)
  const long = '很'.repeat(60)
  await fill(page, { 姓名: long })
  await send(page)
  await expectAtField(page, '姓名', /最多 40 个字，现在是 60 个/, long)
  await stage.look(visit, 'bad-form-too-long', [1280], [])
  await page.locator('main').getByLabel('身份证号').fill('440402194803050021')
  await fill(page, { 姓名: '何测试' })
  await send(page)
  await expectAtField(page, '身份证号', /校验位不对.*核对原件/, '440402194803050021')
  await stage.look(visit, 'bad-form-id-card', [390, 1280])
}

const serveBadly = async (stage: Stage, visit: Visit): Promise<void> => {
  const { page } = visit
  const { station, member_no } = await somebody(page)
  await openForm(page, '/home-services/new')
  await chooseStation(page, station)
  await chooseDay(page, '2022-08-05')
  await fill(page, { 会员编号: member_no, 服务项目: '助洁', 开始时间: '09:30', '时长（小时）': '-2' })
  await send(page)
  await expectAtField(page, '时长（小时）', /“-2”应大于 0 且不超过 12 小时/, '-2')
  await stage.look(visit, 'bad-form-hours', [390, 1280])
  await fill(page, { '时长（小时）': '两个钟' })
  await send(page)
  await expectAtField(page, '时长（小时）', /“两个钟”不是数字/, '两个钟')
  await fill(page, { '时长（小时）': '2' })
  const next_year = `${new Date().getFullYear() + 1}-01-01`
  await chooseDay(page, next_year)
  await send(page)
  await expectAtField(page, '日期', new RegExp(`${next_year} 还没到`), next_year)
  await stage.look(visit, 'bad-form-future', [1280], [])
}

const eatBadly = async (stage: Stage, visit: Visit): Promise<void> => {
  const { page } = visit
  await openForm(page, '/canteen/new')
  await chooseStation(page)
  await fill(page, { 姓名: '陈桂英', 餐费: '-5', 补贴: '-5', 自付: '0' })
  await send(page)
  await expectAtField(page, '餐费', /不能小于 0/, '-5')
  await stage.look(visit, 'bad-form-meal', [390, 1280])
}

export const journey: Journey = {
  name: 'bad input: files that cannot be read and values that cannot be say what to do, and change nothing',
  run: async (stage) => {
    const folder = mkdtempSync(path.join(tmpdir(), 'hengai-bad-'))
    try {
      writeFiles(folder)
      const visit = await stage.visitAs(stage.director)
      const before = await countAll(visit.page)
      await refuseFiles(stage, visit, folder)
      await takeTheGoodOne(stage, visit, folder)
      await registerBadly(stage, visit)
      await serveBadly(stage, visit)
      await eatBadly(stage, visit)
      expectSame(await countAll(visit.page), before, 'what there is after all of it')
    } finally {
      rmSync(folder, { recursive: true, force: true })
    }
  },
}
