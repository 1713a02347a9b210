import type { Page } from 'playwright-core'
import { expect, expectSame } from './journey.ts'
import type { Journey } from './journey.ts'
import { settled } from './look.ts'
import type { Stage, Visit } from './stage.ts'

const station = '三灶社区居家养老服务站'
const headers = { 'x-hengai': '1' }

interface Member {
  readonly person_id: string
  readonly name: string
  readonly initials: string
  readonly phone_tail: string | null
  readonly codes: readonly string[]
  readonly see_desk: boolean
}

const read = async <T>(page: Page, path: string): Promise<T> => (await (await page.request.get(path)).json()) as T

/** A contract for this year and a session of today at the station; its members as the door knows them. */
const prepare = async (stage: Stage, visit: Visit, title: string) => {
  const { page } = visit
  const { stations } = await read<{ stations: { station_id: string; name: string }[] }>(page, '/api/session')
  const { station_id } = stations.find(({ name }) => name === station)!
  const { today } = await read<{ today: string }>(page, `/api/door/stations/${station_id}`)
  const year = today.slice(0, 4)
  const contract = {
    code: `XM-${year}`,
    name: `${year} 年项目`,
    amount_fen: 1,
    starts_on: `${year}-01-01`,
    ends_on: `${year}-12-31`,
  }
  // The second time it is there already.
  await page.request.post('/api/contracts', {
    headers,
    data: { ...contract, station_ids: stations.map((each) => each.station_id) },
  })
  const session = { station_id, title, kind: '其他', occurred_on: today, minutes: 60, started_at: '09:00' }
  const made = await page.request.post('/api/activities', { headers, data: session })
  expect(made.ok(), `the session could not be registered: ${await made.text()}`)
  const { activity_id } = (await made.json()) as { activity_id: string }
  const { members } = await read<{ members: Member[] }>(page, `/api/door/stations/${station_id}/members`)
  expect(members.length > 100, `the door knows ${members.length} members`)
  expect(
    members.every(({ name }) => name.includes('*')),
    'a whole name is in the window',
  )
  return { activity_id, station_id, members: members.filter((member) => !member.see_desk) }
}

const openKiosk = async ({ page }: Visit, station_id: string, title: string): Promise<void> => {
  await page.goto('/door')
  await settled(page)
  await page.evaluate((chosen) => localStorage.setItem('hengai.door.station', chosen), station_id)
  await page.goto('/door/kiosk')
  await page.getByRole('button', { name: title }).click()
  await page.getByRole('button', { name: '开始签到' }).click()
  await page.getByRole('heading', { name: '请刷卡' }).waitFor()
}

/** As a scanner does: signs a few milliseconds apart, then Enter; no field has the focus. */
const scan = async (page: Page, code: string): Promise<string> => {
  if (await page.locator('.kiosk-result').isVisible()) await page.locator('.kiosk-result').click()
  await page.keyboard.type(code, { delay: 4 })
  await page.keyboard.press('Enter')
  const result = page.locator('.kiosk-result')
  await result.waitFor()
  return result.innerText()
}

const press = async (page: Page, keys: Iterable<string>): Promise<void> => {
  for (const key of keys) await page.getByRole('button', { name: key, exact: true }).click()
}

const cameTo = async (page: Page, activity_id: string): Promise<number> =>
  (await read<{ person_times: number }>(page, `/api/activities/${activity_id}`)).person_times

const until = async (page: Page, activity_id: string, wanted: number): Promise<void> => {
  const end = Date.now() + 20_000
  let came = -1
  while (Date.now() < end) {
    came = await cameTo(page, activity_id)
    if (came === wanted) return
    await page.waitForTimeout(250)
  }
  expectSame(came, wanted, 'person-times of the session')
}

/** The service worker has the page when the list of its files is there. */
const pageKept = (page: Page) =>
  page.waitForFunction(async () => (await (await caches.open('hengai-door-1')).keys()).length > 5, undefined, { timeout: 20_000 })

export const atTheDoor: Journey = {
  name: 'elders sign in alone at the door: card, telephone, initials, name; the second time is told',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page } = visit
    const { activity_id, station_id, members } = await prepare(stage, visit, '门口早操')
    await openKiosk(visit, station_id, '门口早操')
    await stage.look(visit, 'door-home')
    const [card, phone, name] = [members[0]!, members.find(({ phone_tail }) => phone_tail !== null)!, members.at(-1)!]

    expect((await scan(page, card.codes[0]!)).includes(card.name), 'the card does not open its bearer')
    await page.getByText('签到成功').waitFor()
    await stage.look(visit, 'door-result', [1280])
    expect(/\d\d:\d\d 已经签到/.test(await scan(page, card.codes[0]!)), 'the second time is not told')
    await page.locator('.kiosk-result').click()

    await page.getByRole('button', { name: '手机后四位' }).click()
    await stage.look(visit, 'door-phone', [390, 1280])
    await press(page, phone.phone_tail!)
    await page.locator('.kiosk-names button').first().click()
    await page.locator('.kiosk-result').click()

    await page.getByRole('button', { name: '姓名首字母' }).click()
    await press(page, name.initials.slice(0, 2).toUpperCase())
    await stage.look(visit, 'door-initials', [390, 1280])
    await page.locator('.kiosk-names button').last().click()
    await page.locator('.kiosk-result').click()

    await page.getByRole('button', { name: '找我的名字' }).click()
    await stage.look(visit, 'door-names', [390, 1280])
    await page.getByRole('button', { name: '返回' }).click()
    const came = await cameTo(page, activity_id)
    expect(came === 2 || came === 3, `${came} attendances of three ways to sign in`)

    visit.expectRefusals()
    await scan(page, 'XX9999')
    await page.getByText('没有找到这张卡').waitFor()
    await page.locator('.kiosk-result').click()
    await page.getByRole('button', { name: '1 条没签上' }).click()
    await stage.look(visit, 'door-queue', [390, 1280])
    page.once('dialog', (question) => void question.accept())
    await page.getByRole('button', { name: '不再发送' }).click()
    await page.getByText('都已发送').waitFor()
  },
}

export const withoutNetwork: Journey = {
  name: 'the door without network: it goes on, also opened anew, keeps what it knows sealed, and sends it afterwards',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page, context } = visit
    const { activity_id, station_id, members } = await prepare(stage, visit, '断网早操')
    await openKiosk(visit, station_id, '断网早操')
    await pageKept(page)
    await context.setOffline(true)
    await page.getByText('网络断开，照常签到').waitFor()
    expect((await scan(page, members[1]!.codes[0]!)).includes('已记下'), 'it is not told that the arrival is kept')
    await stage.look(visit, 'door-offline', [390, 1280])
    await page.reload()
    await page.getByRole('heading', { name: '请刷卡' }).waitFor()
    expect((await scan(page, members[2]!.codes[0]!)).includes(members[2]!.name), 'nobody is known after opening anew')
    expect((await scan(page, members[1]!.codes[0]!)).includes('已经签到'), 'the second arrival is not known')
    await page.locator('.kiosk-result').click()
    await page.getByRole('button', { name: /待发送 2 条/ }).waitFor()
    const open = await page.evaluate(async () => {
      const database = await new Promise<IDBDatabase>((done) => {
        const request = indexedDB.open('hengai-door')
        request.onsuccess = () => done(request.result)
      })
      const rows: unknown[] = []
      for (const store of ['kept', 'queue'])
        rows.push(
          ...(await new Promise<unknown[]>((done) => {
            const request = database.transaction(store).objectStore(store).getAll()
            request.onsuccess = () => done(request.result)
          })),
        )
      const key = rows.find((each) => each instanceof CryptoKey)!
      const taken = await crypto.subtle.exportKey('raw', key).then(
        () => 'taken',
        () => 'not taken',
      )
      const texts = rows.map((row) =>
        JSON.stringify(row, (_, value: unknown) => (value instanceof ArrayBuffer ? new TextDecoder().decode(value) : value)),
      )
      return { taken, texts: texts.join('') }
    })
    expectSame(open.taken, 'not taken', 'the key')
    expect(
      members.every(({ name, person_id }) => !open.texts.includes(name) && !open.texts.includes(person_id)),
      'somebody stands open in the browser’s store',
    )
    await context.setOffline(false)
    await until(page, activity_id, 2)
    await page.getByText('网络正常').waitFor()
  },
}

export const twoTablets: Journey = {
  name: 'two tablets at the door without network at once, then with it: one attendance each',
  run: async (stage) => {
    const [one, other] = [await stage.visitAs(stage.director), await stage.visitAs(stage.director)]
    const { activity_id, station_id, members } = await prepare(stage, one, '两台平板')
    for (const visit of [one, other]) {
      await openKiosk(visit, station_id, '两台平板')
      await visit.context.setOffline(true)
      await visit.page.getByText('网络断开，照常签到').waitFor()
    }
    for (const member of members.slice(3, 6)) await scan(one.page, member.codes[0]!)
    for (const member of members.slice(4, 8)) await scan(other.page, member.codes[0]!)
    await Promise.all([one, other].map(({ context }) => context.setOffline(false)))
    await until(one.page, activity_id, 5)
    for (const { page } of [one, other]) await page.locator('.kiosk-waiting').waitFor({ state: 'detached' })
    expectSame(await cameTo(one.page, activity_id), 5, 'person-times after both have sent')
  },
}

export const leaving: Journey = {
  name: 'leaving the door with something unsent says so, wipes what it knew, and sends it after the next sign-in',
  run: async (stage) => {
    const visit = await stage.visitAs(stage.director)
    const { page, context } = visit
    visit.expectRefusals()
    const { activity_id, station_id, members } = await prepare(stage, visit, '退出以后')
    await openKiosk(visit, station_id, '退出以后')
    await pageKept(page)
    await context.setOffline(true)
    await page.getByText('网络断开，照常签到').waitFor()
    await scan(page, members[9]!.codes[0]!)
    await page.locator('.kiosk-result').click()
    let question = ''
    page.once('dialog', (dialog) => {
      question = dialog.message()
      void dialog.accept()
    })
    await page.getByRole('button', { name: '退出签到台' }).click()
    await page.waitForURL(/sign-in/, { waitUntil: 'commit' }).catch(() => undefined)
    expect(question.includes('1 条签到没有发送'), `it is not told that something is unsent: ${question}`)
    await context.setOffline(false)
    await page.goto('/door/kiosk')
    await page.getByRole('button', { name: '开始签到' }).click()
    await until(page, activity_id, 1)
  },
}
