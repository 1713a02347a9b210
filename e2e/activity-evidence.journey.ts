import type { Page } from 'playwright-core'
import { expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
const headers = { 'x-hengai': '1' }

const read = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T
const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** A session of today, arranged and not yet held. */
const arrangeToday = async (page: Page, title: string): Promise<string> => {
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  const made = await page.request.post('/api/activities/plans', {
    headers,
    data: {
      station_id,
      title,
      kind: '健康讲座',
      started_at: '08:00',
      minutes: 60,
      sessions: [{ activity_id: crypto.randomUUID(), occurred_on: today() }],
    },
  })
  return ((await made.json()) as { activity_ids: string[] }).activity_ids[0]!
}

const attachPictures = async (stage: Parameters<Journey['run']>[0], visit: Visit, activity_id: string): Promise<void> => {
  const { page } = visit
  const photograph = await page.screenshot({ type: 'jpeg' })
  await page.goto(`/activities/${activity_id}`)
  await settled(page)
  await page.getByLabel('说明').fill('讲座现场')
  await page.getByLabel('用相机拍一张').setInputFiles({ name: 'IMG_0001.jpg', mimeType: 'image/jpeg', buffer: photograph })
  await page.getByText('已附上 1 张').waitFor()
  const scan = { name: '签到表.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.4\n%%EOF\n') }
  await page.getByLabel('照片或扫描件（JPEG').setInputFiles(scan)
  await page.getByRole('button', { name: /查看照片 2/ }).waitFor()
  // A text that calls itself a picture is refused where it is chosen.
  const fake = { name: '报名表.jpg', mimeType: 'image/jpeg', buffer: Buffer.from('姓名,电话') }
  await page.getByLabel('照片或扫描件（JPEG').setInputFiles(fake)
  await page.getByText('“报名表.jpg”打不开').waitFor()
  await stage.lookInBothLanguages(visit, 'activities-pictures')
  await page.goto(`/activities/${activity_id}`)
  await settled(page)
  await page.getByRole('button', { name: /查看照片 1/ }).click()
  await page.getByRole('img', { name: '讲座现场' }).waitFor()
  await stage.look(visit, 'activities-picture', [390, 1280])
  await page.getByRole('button', { name: '下一张' }).click()
  await page.getByRole('button', { name: /删\s?去/ }).click()
  await page.getByLabel('为什么删去').fill('附错了')
  await page.getByRole('button', { name: '确定删去' }).click()
  await page.getByRole('button', { name: /查看照片 2/ }).waitFor({ state: 'detached' })
  const { total } = await read<{ total: number }>(page, `/api/records/entries/activities.activities/${activity_id}/pictures`)
  expectSame(total, 1, 'pictures left')
}

export const journey: Journey = {
  name: 'an activity is proved by pictures',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    visit.expectRefusals()
    const activity_id = await arrangeToday(visit.page, `防跌倒讲座${String(Date.now()).slice(-6)}`)
    await attachPictures(stage, visit, activity_id)
  },
}
