import type { Page } from 'playwright-core'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
const headers = { 'x-hengai': '1' }

const read = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T

/** A button of antd parts two characters. */
const button = (page: Page, name: string) => page.getByRole('button', { name: new RegExp(`^${[...name].join('\\s?')}$`) }).first()

const choose = async (page: Page, label: string, option: string): Promise<void> => {
  await page.getByLabel(label, { exact: true }).click()
  await page.locator('.ant-select-dropdown:visible .ant-select-item-option', { hasText: option }).first().click()
}

const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })
const later = (day: string, days: number): string => new Date(Date.parse(day) + days * 86_400_000).toISOString().slice(0, 10)

/** The days off of 1 January of next year, from the page of days off. */
const enterDaysOff = async ({ page }: Visit, year: number): Promise<void> => {
  await page.goto('/organisation/holidays')
  await settled(page)
  await button(page, '录入节假日').click()
  await page.getByLabel('名称').fill('元旦')
  await page.getByLabel('从', { exact: true }).fill(`${year}-01-01`)
  await page.keyboard.press('Enter')
  await page.getByLabel('依据').fill('国务院办公厅通知')
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /保\s?存/ })
    .click()
  await page.getByText(`${year}-01-01`).first().waitFor()
}

/** A room of the station, and members of it, one of them without a telephone. */
const prepare = async ({ page }: Visit, mark: string) => {
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  const room_id = crypto.randomUUID()
  await page.request.put(`/api/activities/rooms/${room_id}`, {
    headers,
    data: { station_id, name: `活动室${mark}`, capacity: 30 },
  })
  const found = await read<{ rows: { person_id: string; name: string; masked_phone: string | null }[] }>(
    page,
    `/api/people?station_id=${station_id}&status=active&page_size=100`,
  )
  const names = new Set<string>()
  const people = found.rows.filter(({ name, masked_phone }) => {
    const is_new = masked_phone !== null && !names.has(name)
    names.add(name)
    return is_new
  })
  const made = await page.request.post('/api/people', { headers, data: { station_id, name: '何无话', member_no: `WD${mark}` } })
  expect(made.ok(), `no member without a telephone: ${await made.text()}`)
  return { station_id, people: people.slice(0, 3), without_phone: `WD${mark}` }
}

const fillDay = async (page: Page, label: string, day: string): Promise<void> => {
  await page.getByLabel(label).fill(day)
  await page.keyboard.press('Enter')
}

/** Arranges by the page; leaves it where a refusal or the next page shows. */
const arrange = async (
  { page }: Visit,
  given: { title: string; day: string; weekly?: number; capacity?: number; mark: string; at: string },
): Promise<void> => {
  await page.goto('/activities/plan')
  await settled(page)
  await fillDay(page, '第一次', given.day)
  if (given.weekly) {
    await page.getByRole('radio', { name: '每周' }).check()
    await page.getByLabel('共几次').fill(String(given.weekly))
  }
  await page.getByLabel('活动名称').fill(given.title)
  await choose(page, '站点', station)
  await choose(page, '活动类型', '银龄学堂课程')
  await page.getByLabel('开始时间').fill(given.at)
  await page.getByRole('radio', { name: new RegExp(`^活动室${given.mark}`) }).check()
  if (given.capacity) await page.getByLabel('名额').fill(String(given.capacity))
}

const enrolByPhone = async ({ page }: Visit, number: string, answer: RegExp): Promise<void> => {
  await page.getByRole('radio', { name: '电话' }).check()
  await page.getByLabel('谁来报名').fill(number)
  await page.getByRole('button', { name: /报\s?名/ }).click()
  await page.getByText(answer).waitFor()
}

export const journey: Journey = {
  name: 'a course is planned over a day off, people enrol, wait, are called, and come',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    visit.expectRefusals()
    const { page } = visit
    const mark = String(Date.now()).slice(-6)
    const next_year = Number(today().slice(0, 4)) + 1
    await enterDaysOff(visit, next_year)
    await stage.look(visit, 'activities-days-off', [390, 1280])
    const { people, without_phone, station_id } = await prepare(visit, mark)

    // A series of weeks whose second day is 1 January.
    const first = later(`${next_year}-01-01`, -7)
    const title = `银龄书法${mark}`
    await arrange(visit, { title, day: first, weekly: 3, mark, at: '09:00' })
    await page.getByText(/遇节假日跳过.*元旦/).waitFor()
    await stage.lookInBothLanguages(visit, 'activities-plan-form')
    await arrange(visit, { title, day: first, weekly: 3, mark, at: '09:00' })
    await button(page, '保存安排').click()
    await page.waitForURL(/\/activities\/calendar/)
    await page.goto(`/activities/calendar?day=${first}`)
    await page
      .getByRole('link', { name: new RegExp(title) })
      .first()
      .waitFor()
    await stage.lookInBothLanguages(visit, 'activities-calendar')
    for (const view of ['week', 'room', 'worker']) {
      await page.goto(`/activities/calendar?day=${first}&view=${view}`)
      await page
        .getByRole('link', { name: new RegExp(title) })
        .first()
        .waitFor()
      await stage.look(visit, `activities-calendar-${view}`, [390, 1280])
    }
    const listed = await read<{ rows: { occurred_on: string }[] }>(
      page,
      `/api/activities?q=${encodeURIComponent(title)}&sort=occurred_on`,
    )
    expectSame(
      listed.rows.map((row) => row.occurred_on).join(),
      [first, later(first, 14), later(first, 21)].join(),
      'the days of the series',
    )

    // The same room at the same time: told with what, and saved only when known.
    await arrange(visit, { title: `撞期${mark}`, day: first, mark, at: '10:00' })
    await button(page, '保存安排').click()
    await page.getByText(new RegExp(`时间冲突.*${title}`)).waitFor()
    await stage.look(visit, 'activities-clash', [390, 1280])
    await page.getByLabel('已知冲突，仍然保存').check()
    await button(page, '保存安排').click()
    await page.waitForURL(/\/activities\/[0-9a-f-]{36}$/)

    // One place, by telephone; the next wait, one of them without a telephone.
    await arrange(visit, { title: `一席${mark}`, day: later(today(), 9), capacity: 1, mark, at: '15:00' })
    await button(page, '保存安排').click()
    await page.waitForURL(/\/activities\/[0-9a-f-]{36}$/)
    const full = page.url()
    await page.getByRole('radio', { name: '电话' }).check()
    await page.getByLabel('谁来报名').fill(people[0]!.name)
    await page.getByRole('group', { name: '登记表中的人' }).getByRole('button').first().click()
    await page
      .getByText(/已报名$/)
      .first()
      .waitFor()
    await enrolByPhone(visit, without_phone, /候补第 1 位/)
    await stage.lookInBothLanguages(visit, 'activities-waiting')

    // Who withdraws makes room; the next stands on the call list, says yes, and has the place.
    await button(page, '退出').click()
    await page
      .locator('.ant-popconfirm:visible')
      .getByRole('button', { name: /确\s?定/ })
      .click()
    await page.getByText('待确认').first().waitFor()
    await page.goto('/activities/calls')
    await page.getByText('没有电话，当面告知或请家人转告').first().waitFor()
    await stage.lookInBothLanguages(visit, 'activities-calls')
    await page.getByRole('button', { name: '何无话 参加', exact: true }).first().click()
    await page.goto(full)
    await settled(page)
    await page.getByRole('cell', { name: '已报名' }).first().waitFor()

    // Cancelled: those enrolled are to be told.
    await button(page, '取消活动').click()
    await page.getByRole('dialog').getByLabel('原因').fill('台风停课')
    await page.getByRole('button', { name: '确定取消' }).click()
    await page.getByText(/1 人要通知/).waitFor()
    await page.goto('/activities/calls')
    await page.getByRole('button', { name: '何无话 已告知' }).first().click()
    await page.getByRole('button', { name: '何无话 已告知' }).waitFor({ state: 'detached' })

    // Today's session: the roll.
    const year = today().slice(0, 4)
    await page.request.post('/api/contracts', {
      headers,
      data: {
        code: `XM-${year}`,
        name: `${year} 年项目`,
        amount_fen: 1,
        starts_on: `${year}-01-01`,
        ends_on: `${year}-12-31`,
        station_ids: [station_id],
      },
    })
    const made = await page.request.post('/api/activities/plans', {
      headers,
      data: {
        station_id,
        title: `点名${mark}`,
        kind: '讲座',
        started_at: '08:00',
        minutes: 60,
        sessions: [{ activity_id: crypto.randomUUID(), occurred_on: today() }],
      },
    })
    const [activity_id] = ((await made.json()) as { activity_ids: string[] }).activity_ids
    for (const { person_id } of people)
      await page.request.post('/api/activities/enrolments', { headers, data: { activity_id, person_id } })
    await page.goto(`/activities/${activity_id}/roll`)
    await settled(page)
    await page.locator('.roll button').first().click()
    await page.locator('.roll button').nth(1).click()
    await stage.lookInBothLanguages(visit, 'activities-roll')
    await page.locator('.roll button').first().click()
    await page.locator('.roll button').nth(1).click()
    await button(page, '记下到场 2 人').click()
    await page.getByText('报名 3 人，已到 2 人').waitFor()
    const held = await read<{ state: string; person_times: number }>(page, `/api/activities/${activity_id}`)
    expectSame(`${held.state} ${held.person_times}`, 'held 2', 'the session of today')
    for (const path of ['/activities/series', '/activities/series/new', '/activities/setup']) {
      await page.goto(path)
      await stage.look(visit, path.slice(1).replaceAll('/', '-'), [390, 1280])
    }
  },
}
