// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { byText, click, deskAt, serve, show, stations, until } from '../../test/stage.tsx'
import type { Asked } from '../../test/stage.tsx'
import { endpoint, id, listInput, listOutput, optional, recordedFields, z } from '../shared/endpoint.ts'
import { ListPage } from './list-page.tsx'

const meal = {
  meal_id: z.string(),
  person_name: z.string(),
  occurred_on: z.string(),
  price_fen: z.number(),
  note: z.nullable(z.string()),
}
const listMeals = endpoint({
  method: 'GET',
  path: '/api/meals',
  permission: 'signed_in',
  summary: '',
  input: listInput({ way: optional(z.string()) }),
  output: listOutput(meal),
})
const getMeal = endpoint({
  method: 'GET',
  path: '/api/meals/:meal_id',
  permission: 'signed_in',
  summary: '',
  input: z.object({ meal_id: id() }),
  output: z.object({ ...meal, ...recordedFields }),
})

const rows = [
  { meal_id: 'm1', person_name: '陈桂英', occurred_on: '2022-03-05', price_fen: 1500, note: null },
  { meal_id: 'm2', person_name: '李建国', occurred_on: '2022-03-06', price_fen: 123_450, note: '送餐' },
]

const Meals = () => (
  <ListPage
    name="listMeals"
    endpoint={listMeals}
    row_key="meal_id"
    title="用餐"
    columns={[
      { field: 'person_name', title: '姓名', kind: 'name', sorts: true },
      { field: 'occurred_on', title: '日期', kind: 'day', sorts: true },
      { field: 'price_fen', title: '餐费', kind: 'yuan' },
      { field: 'note', title: '备注' },
    ]}
    filters={[{ kind: 'text' }]}
    empty={{ title: '还没有用餐', action: <button type="button">记一餐</button> }}
    record={{
      endpoint: getMeal,
      id_field: 'meal_id',
      title: (each) => each.person_name,
      fields: [{ field: 'occurred_on', title: '日期', kind: 'day' }],
    }}
  />
)

const answer = (asked: Asked) =>
  asked.url.pathname === '/api/meals'
    ? { body: { rows, total: 51 } }
    : {
        body: {
          ...rows[0],
          recorded_by_name: '王芳',
          recorded_at: '2022-03-05T09:00:00Z',
          void_id: null,
          evidence: 'imported',
          workbook: '用餐.xlsx',
          sheet: '三月',
          row_number: 12,
        },
      }

describe('a list', () => {
  test('shows bars first, then its rows: days with weekday, money in yuan, absent values not as 0', async () => {
    let release = () => {}
    const looked = new Promise<void>((resolve) => (release = resolve))
    serve((asked) => looked.then(() => answer(asked)))
    const { place } = await show(<Meals />)
    expect(place.querySelector('[role=status].loading')).not.toBeNull()
    release()
    const table = await until(() => place.querySelector('table'))
    expect(table.textContent).toContain('2022-03-05 周六')
    expect(table.textContent).toContain('1,234.50')
    expect(table.querySelectorAll('tbody tr')[0]?.lastElementChild?.textContent).toBe('')
    expect(place.textContent).toContain('第 1–25 条，共 51 条')
  })
  test('asks for the page, order, filters and station in its address', async () => {
    const asked = serve(answer)
    await show(<Meals />, { at: `/meals?page=2&sort=-occurred_on&way=delivery&open=m9`, desk: deskAt(stations[1]) })
    await until(() => asked.length > 0)
    const sent = Object.fromEntries(asked.find((each) => each.url.pathname === '/api/meals')!.url.searchParams)
    expect(sent).toEqual({
      page: '2',
      page_size: '25',
      sort: '-occurred_on',
      way: 'delivery',
      station_id: stations[1].station_id,
    })
  })
  test('named by a station in its address keeps that one, whatever the desk', async () => {
    const asked = serve(answer)
    await show(<Meals />, { at: `/meals?station_id=${stations[0].station_id}`, desk: deskAt(stations[1]) })
    await until(() => asked.length > 0)
    expect(asked[0]?.url.searchParams.get('station_id')).toBe(stations[0].station_id)
  })
  test('sorts by a click on its head, begins with the latest day, and returns to page 1', async () => {
    serve(answer)
    const { address } = await show(<Meals />, { at: '/meals?page=2' })
    await click(await until(() => byText('th button', '日期')))
    expect(address()).toBe('/meals?sort=-occurred_on')
    await click(await until(() => byText('th button', '日期')))
    expect(address()).toBe('/meals?sort=occurred_on')
    expect(byText('th', '日期')?.getAttribute('aria-sort')).toBe('ascending')
  })
  test('that holds nothing at all offers the action that fills it', async () => {
    serve(() => ({ body: { rows: [], total: 0 } }))
    await show(<Meals />)
    await until(() => byText('button', '记一餐'))
    expect(document.body.textContent).toContain('还没有用餐')
  })
  test('whose filters match nothing says so and clears them', async () => {
    serve(() => ({ body: { rows: [], total: 0 } }))
    const { address } = await show(<Meals />, { at: '/meals?q=zzz' })
    await until(() => byText('.state', '没有符合条件的记录'))
    await click(byText('button', '清除'))
    expect(address()).toBe('/meals')
  })
  test('that cannot be read says why in the words of the server', async () => {
    serve(() => ({ status: 403, body: { code: 'not_allowed', message: '您的角色没有这项权限' } }))
    await show(<Meals />)
    expect((await until(() => document.querySelector('[role=alert]'))).textContent).toContain('您的角色没有这项权限')
  })
  test('after our fault is read again by a click', async () => {
    let broken = true
    serve((asked) => (broken ? { status: 500, body: { code: 'fault', message: 'x', request_id: 'abcdefgh' } } : answer(asked)))
    await show(<Meals />)
    const again = await until(() => byText('button', '再试一次'))
    broken = false
    await click(again)
    await until(() => document.querySelector('table'))
  })
  test('asked beyond its last page goes back to the last one', async () => {
    serve(answer)
    const { address } = await show(<Meals />, { at: '/meals?page=9' })
    await until(() => address() === '/meals?page=3')
  })
  test('gives Excel the same filters, without page', async () => {
    serve(answer)
    await show(<Meals />, { at: '/meals?q=chen&page=2' })
    const link = await until(() => document.querySelector<HTMLAnchorElement>('a[download]'))
    expect(link.getAttribute('href')).toMatch(/^\/api\/export\?q=chen&endpoint=listMeals&sheet=[^&]+&columns=person_name%2C/)
  })
  test('opens a row beside itself, with who wrote it and from which row of which workbook', async () => {
    serve(answer)
    const { address } = await show(<Meals />, { at: '/meals?q=chen' })
    await click(await until(() => byText('a', '陈桂英')))
    expect(address()).toBe('/meals?q=chen&open=m1')
    const drawer = await until(() => document.querySelector('.ant-drawer .provenance'))
    expect(drawer.textContent).toContain('王芳')
    expect(drawer.textContent).toContain('2022-03-05 17:00')
    expect(drawer.textContent).toContain('用餐.xlsx · 三月 · 第 12 行')
  })
})
