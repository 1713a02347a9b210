import type { Page } from 'playwright-core'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
const headers = { 'x-hengai': '1' }

const read = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T
const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

interface Sheet {
  readonly sheet_id: string
  readonly code: string
  readonly rows: readonly { readonly row_no: number; readonly code: string; readonly attendance_id: string | null }[]
  readonly headcount: number | null
}

/** A session of today with three people enrolled. */
const arrange = async (page: Page, title: string): Promise<string> => {
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  const year = today().slice(0, 4)
  const whole_year = { starts_on: `${year}-01-01`, ends_on: `${year}-12-31` }
  const contract = { code: `XM-${year}`, name: `${year} 年项目`, amount_fen: 1, ...whole_year }
  // The second time it is there already.
  await page.request.post('/api/contracts', {
    headers,
    data: { ...contract, station_ids: stations.map((each) => each.station_id) },
  })
  const sessions = [{ activity_id: crypto.randomUUID(), occurred_on: today() }]
  const plan = { station_id, title, kind: '健康讲座', started_at: '08:00', minutes: 60, sessions, despite_clashes: true }
  const made = await page.request.post('/api/activities/plans', { headers, data: plan })
  expect(made.ok(), `the session could not be arranged: ${await made.text()}`)
  const { activity_id } = sessions[0]!
  const { members } = await read<{ members: { person_id: string }[] }>(page, `/api/door/stations/${station_id}/members`)
  for (const { person_id } of members.slice(0, 3))
    await page.request.post('/api/activities/enrolments', { headers, data: { activity_id, person_id } })
  return activity_id
}

const printSheet = async (stage: Stage, visit: Visit, activity_id: string): Promise<Sheet> => {
  const { page } = visit
  await page.goto(`/activities/${activity_id}`)
  await settled(page)
  await page.getByRole('button', { name: '纸质签到表' }).click()
  await stage.lookInBothLanguages(visit, 'paper-sheet-new')
  await page.goto(`/sign-in-sheets/new?activity_id=${activity_id}`)
  await settled(page)
  await page.getByLabel('再加几位常来的人').fill('101')
  await page.getByRole('button', { name: '生成签到表' }).click()
  await page.getByText('最多 100').first().waitFor()
  await page.getByLabel('再加几位常来的人').fill('0')
  await page.getByLabel('空行').fill('4')
  await page.getByRole('button', { name: '生成签到表' }).click()
  await page.waitForURL('**/paper')
  await stage.lookInBothLanguages(visit, 'paper-sheet-paper')
  const sheet_id = page.url().split('/').at(-2)!
  const sheet = await read<Sheet>(page, `/api/door/sheets/${sheet_id}`)
  expectSame(await page.locator('.paper-qr svg').count(), sheet.rows.length, 'QR codes, one in each row')
  await page.emulateMedia({ media: 'print' })
  const height = await page
    .locator('.paper tbody tr')
    .first()
    .evaluate((row) => row.getBoundingClientRect().height)
  // 15 mm at 96 dots to the inch.
  expect(height >= 56, `a row is ${height} px high on paper`)
  expect(!(await page.locator('.page-header').isVisible()), 'the page’s own header is printed')
  await page.emulateMedia({ media: null })
  return sheet
}

/** No mouse: arrows and space; a row by the scanner; a blank row by typing. */
const enterByKeyboard = async (stage: Stage, visit: Visit, sheet: Sheet): Promise<void> => {
  const { page } = visit
  await page.goto('/sign-in-sheets')
  await settled(page)
  await page.getByPlaceholder('扫描或输入表上的编号').fill('0000000000')
  await page.keyboard.press('Enter')
  await page.getByText('没有这个编号的签到表').waitFor()
  await page.getByPlaceholder('扫描或输入表上的编号').fill(sheet.code)
  await page.keyboard.press('Enter')
  await page.waitForURL(`**/${sheet.sheet_id}`)
  await settled(page)
  const first = page.locator('[data-row="1"]')
  await first.focus()
  await page.keyboard.press('Space')
  await page.keyboard.press('ArrowDown')
  expect(await page.locator('[data-row="2"]').evaluate((row) => row === document.activeElement), 'the arrow did not move on')
  await page.keyboard.type(sheet.rows[2]!.code, { delay: 4 })
  await page.keyboard.press('Enter')
  await page.getByText('已勾第 3 行').waitFor()
  await page.locator('[data-row="4"]').fill('路过的张阿姨')
  // The scanner types into the box that has the focus: what it typed is taken out again.
  await page.locator('[data-row="4"]').focus()
  await page.keyboard.type(sheet.rows[2]!.code, { delay: 4 })
  await page.keyboard.press('Enter')
  expectSame(await page.locator('[data-row="4"]').inputValue(), '路过的张阿姨', 'the blank row after a scan')
  await page.getByLabel('未留名人数').fill('5')
  await stage.lookInBothLanguages(visit, 'paper-sheet-entry')
}

const submit = async (page: Page, sheet: Sheet): Promise<void> => {
  await page.goto(`/sign-in-sheets/${sheet.sheet_id}`)
  await settled(page)
  await page.locator('[data-row="1"]').check()
  await page.locator('[data-row="3"]').check()
  await page.locator('[data-row="4"]').fill('路过的张阿姨')
  await page.getByLabel('未留名人数').fill('5')
  await page.getByRole('button', { name: '录入 3 行' }).click()
  await page.getByText('已录入：3 行').waitFor()
  await page.getByText('不在名册里').waitFor()
}

export const journey: Journey = {
  name: 'a paper sheet is printed, signed and entered',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    visit.expectRefusals()
    const { page } = visit
    const activity_id = await arrange(page, `纸上签到${String(Date.now()).slice(-6)}`)
    const sheet = await printSheet(stage, visit, activity_id)
    await enterByKeyboard(stage, visit, sheet)
    await submit(page, sheet)
    const photograph = await page.screenshot({ type: 'jpeg' })
    await page.getByLabel('用相机拍一张').setInputFiles({ name: 'IMG_0002.jpg', mimeType: 'image/jpeg', buffer: photograph })
    await page.getByText('已附上 1 张').waitFor()
    const now = await read<Sheet>(page, `/api/door/sheets/${sheet.sheet_id}`)
    expectSame(now.rows.filter((row) => row.attendance_id !== null).length, 3, 'rows that stand')
    expectSame(now.headcount, 5, 'unnamed people')
    const { person_times } = await read<{ person_times: number }>(page, `/api/activities/${activity_id}`)
    expectSame(person_times, 8, 'person-times')
    await stage.look(visit, 'paper-sheet-entered', [390, 1280])
  },
}
