import type { Page } from 'playwright-core'
import { expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
type TheStage = Parameters<Journey['run']>[0]

const headers = { 'x-hengai': '1' }

const read = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T
const today = (): string => new Date().toLocaleDateString('sv-SE', { timeZone: 'Asia/Shanghai' })

/** A session of today, arranged and not yet held. */
const arrangeToday = async (page: Page, title: string): Promise<string> => {
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  // Nothing is held outside a contract.
  const year = today().slice(0, 4)
  const contract = {
    code: `XM-${year}`,
    name: `${year} 年项目`,
    amount_fen: 1,
    starts_on: `${year}-01-01`,
    ends_on: `${year}-12-31`,
  }
  await page.request.post('/api/contracts', { headers, data: { ...contract, station_ids: [station_id] } })
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

const attachPictures = async (stage: TheStage, visit: Visit, activity_id: string): Promise<void> => {
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

/** Held, then asked what came of it: more reached than asked is refused in words. */
const recordOutcome = async (stage: TheStage, visit: Visit, activity_id: string): Promise<void> => {
  const { page } = visit
  await page.request.post(`/api/activities/${activity_id}/hold`, { headers, data: {} })
  await page.goto(`/activities/${activity_id}`)
  await settled(page)
  await page.getByRole('button', { name: '记成效' }).click()
  await page.getByLabel('成效指标').fill('能说出 3 条以上防跌倒知识')
  await page.getByLabel('询问人数').fill('20')
  await page.getByLabel('达到人数').fill('25')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByText('达到的人数不能多于询问的 20 人').waitFor()
  await page.getByLabel('达到人数').fill('17')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByText('85%').first().waitFor()
  await stage.lookInBothLanguages(visit, 'activities-outcomes')
}

/** A group of three, tested before and after. */
const testGroup = async (stage: TheStage, visit: Visit): Promise<string> => {
  const { page } = visit
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  const series = { station_id, kind: '小组', title: `暖心小组${String(Date.now()).slice(-6)}` }
  const made = await page.request.post('/api/activities/series', { headers, data: series })
  const { series_id } = (await made.json()) as { series_id: string }
  const found = await read<{ rows: { person_id: string; name: string }[] }>(
    page,
    `/api/people?station_id=${station_id}&status=active&page_size=3`,
  )
  for (const { person_id } of found.rows)
    await page.request.post('/api/activities/enrolments', { headers, data: { series_id, person_id } })
  for (const [phase, scores] of [
    ['前测', ['50', '42.5', '38']],
    ['后测', ['41', '42.5', '40']],
  ] as const) {
    await page.goto(`/activities/series/${series_id}`)
    await settled(page)
    await page.getByRole('button', { name: '录入前后测' }).click()
    const dialog = page.getByRole('dialog')
    await dialog.getByLabel('量表').fill('孤独感量表')
    await dialog.getByRole('radio', { name: '分数低为好' }).check()
    await dialog.getByRole('radio', { name: phase }).check()
    for (const [i, score] of scores.entries()) await dialog.getByLabel(`${found.rows[i]!.name} 的分数`).fill(score)
    if (phase === '前测') await stage.look(visit, 'activities-test-scores', [390, 1280])
    await dialog.getByRole('button', { name: /保\s?存/ }).click()
    await page.getByText('已保存 3 人的分数').waitFor()
  }
  await page.getByText('−9', { exact: true }).first().waitFor()
  await stage.lookInBothLanguages(visit, 'activities-tests')
  return series_id
}

/** Written, then shown as the sheet that is printed. */
const writeSheets = async (stage: TheStage, visit: Visit, page_of: string, plan: string, summary: string): Promise<void> => {
  const { page } = visit
  await page.goto(`${page_of}/sheets`)
  await page.getByRole('heading', { name: plan }).waitFor()
  await page.getByRole('button', { name: /编\s?写/ }).click()
  await page.getByLabel('目的和目标').fill('让参加者能说出 3 条以上防跌倒知识，并在家中改一处。')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByRole('cell', { name: '让参加者能说出 3 条以上防跌倒知识，并在家中改一处。' }).waitFor()
  await page.getByRole('radio', { name: '总结' }).check()
  await page.getByRole('heading', { name: summary }).waitFor()
  await page.getByRole('button', { name: /编\s?写/ }).click()
  await page.getByLabel('目标达成情况').fill('达到。')
  await page.getByRole('button', { name: /保\s?存/ }).click()
  await page.getByRole('cell', { name: '达到。' }).waitFor()
  await stage.lookInBothLanguages(visit, `activities-sheet-${page_of.includes('series') ? 'group' : 'session'}`)
}

export const journey: Journey = {
  name: 'an activity is proved by pictures, outcomes, tests and sheets',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    visit.expectRefusals()
    const activity_id = await arrangeToday(visit.page, `防跌倒讲座${String(Date.now()).slice(-6)}`)
    await attachPictures(stage, visit, activity_id)
    await recordOutcome(stage, visit, activity_id)
    await writeSheets(stage, visit, `/activities/${activity_id}`, '活动计划书', '活动总结')
    const group = await testGroup(stage, visit)
    await writeSheets(stage, visit, `/activities/series/${group}`, '小组计划书', '小组总结报告')
  },
}
