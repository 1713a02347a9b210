// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { byText, click, deskAt, serve, show, type, until } from '../../test/stage.tsx'
import type { Asked } from '../../test/stage.tsx'
import { getMeal } from '../features/canteen/contract.ts'
import { RecordDrawer, TakeBackProvider } from '../ui/record-page.tsx'
import TakeBack from './take-back.tsx'

const meal = {
  meal_id: '00000000-0000-4000-8000-0000000000aa', person_name: '陈桂英', occurred_on: '2022-03-05', recorded_by_name: '王芳', recorded_at: '2022-03-05T04:00:00Z', void_id: null,
} // prettier-ignore

const voided = {
  ...meal,
  void_id: 'v1',
  voided_at: '2022-03-06T04:00:00Z',
  voided_by_name: '李站长',
  void_reason: '记错了人',
}

const open = (permissions: readonly string[], entity = 'canteen.meals') =>
  show(
    <TakeBackProvider value={(entry) => <TakeBack {...entry} />}>
      <RecordDrawer
        id={meal.meal_id}
        close={() => {}}
        spec={{
          endpoint: getMeal,
          id_field: 'meal_id',
          entity,
          title: (each) => each.person_name,
          fields: [{ field: 'occurred_on', title: '日期', kind: 'day' }],
        }}
      />
    </TakeBackProvider>,
    { desk: deskAt(undefined, permissions) },
  )

const who = ['records.void', 'canteen.record']

const button = () => byText('.record-actions button', '作废')

describe('the page of a record', () => {
  test('offers to take it back, names it, says what goes along and sends the reason', async () => {
    const answer = ({ method, url }: Asked) =>
      method === 'POST' ? { body: { void_id: 'v1' } } : { body: url.pathname.endsWith('/belonging') ? { count: 23 } : meal }
    const asked = serve(answer)
    await open(who)
    await click(await until(button))
    await until(() => byText('.ant-modal-title', '作废：陈桂英 · 2022-03-05 周六'))
    await until(() => byText('.ant-modal', '属于它的 23 条会一并作废'))
    await click(byText('.ant-modal button[type=submit]', '作废'))
    await until(() => byText('.ant-modal .ant-form-item-explain-error', '原因'))
    expect(asked.some(({ method }) => method === 'POST')).toBe(false)
    await type(document.querySelector('.ant-modal input'), '记错了人')
    await click(byText('.ant-modal button[type=submit]', '作废'))
    const sent = await until(() => asked.find(({ method }) => method === 'POST'))
    expect([sent.url.pathname, sent.body]).toEqual([
      `/api/records/entries/canteen.meals/${meal.meal_id}/void`,
      { reason: '记错了人' },
    ])
  })

  test.each([
    ['who may not void', ['canteen.record'], 'canteen.meals'],
    ['who may not record meals', ['records.void', 'points.record'], 'canteen.meals'],
    ['where entries are not taken back one by one', ['records.void', 'people.record'], 'people.registrations'],
  ])('does not offer it to %s', async (_why, permissions, entity) => {
    serve(() => ({ body: meal }))
    await open(permissions, entity)
    await until(() => byText('.ant-drawer-title', '陈桂英'))
    expect(button()).toBeUndefined()
  })

  test('of a voided one says so first: who, when and why; and offers nothing', async () => {
    serve(() => ({ body: voided }))
    await open(who)
    const note = await until(() => byText('.voided', '已作废'))
    expect(note.textContent).toBe('已作废 李站长 于 2022-03-06 12:00 作废：记错了人')
    expect(note.compareDocumentPosition(document.querySelector('dl.record')!)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
    expect(button()).toBeUndefined()
  })
})
