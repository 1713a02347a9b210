// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { byText, click, deskAt, serve, show, type, until } from '../../../test/stage.tsx'
import { SignIn } from './sign-in.tsx'

const activity_id = '00000000-0000-4000-8000-0000000000aa'

const listPeople = async (...typed: string[]) => {
  const { place } = await show(<SignIn activity_id={activity_id} />)
  const field = place.querySelector<HTMLInputElement>('#came')
  for (const text of typed) {
    await type(field, text)
    await click(byText('.ant-input-search button', '加入名单'))
  }
  return { place, field }
}

test('several people are sent at once: numbers as numbers, names as names, each with an id of its own', async () => {
  const asked = serve(({ body }) => ({
    body: {
      recorded: 3,
      outcomes: (body!['people'] as { attendance_id: string }[]).map(({ attendance_id }) => ({
        attendance_id,
        who: 'person',
        refused: null,
        message: null,
      })),
    },
  }))
  await listPeople('hc0001', '陈桂英、李大海')
  await click(byText('button[type=submit]', '记下'))
  await until(() => byText('[role=status]', '已记 3 条'))
  const sent = asked.find(({ method }) => method === 'POST')!
  expect(sent.url.pathname).toBe(`/api/activities/${activity_id}/attendances`)
  const people = sent.body!['people'] as { attendance_id: string }[]
  expect(people.map(({ attendance_id: _, ...who }) => who)).toEqual([
    { member_no: 'hc0001' },
    { name: '陈桂英' },
    { name: '李大海' },
  ])
  expect(new Set(people.map(({ attendance_id }) => attendance_id)).size).toBe(3)
})

test('the same name twice stands on the list once, and a name can be taken off again', async () => {
  serve(() => ({ body: {} }))
  const { place } = await listPeople('陈桂英', '陈桂英', '李大海')
  expect(place.querySelectorAll('.ant-tag')).toHaveLength(2)
  await click(place.querySelector('[aria-label="从名单中去掉“李大海”"]'))
  await until(() => place.querySelectorAll('.ant-tag').length === 1)
})

test('says of each person why they were not recorded, and of whom nothing is known in the register', async () => {
  serve(() => ({
    body: {
      recorded: 1,
      outcomes: [
        { attendance_id: null, who: null, refused: 'unknown_member', message: '会员登记表中没有“HC9”' },
        { attendance_id: 'x', who: 'walk_in', refused: null, message: null },
      ],
    },
  }))
  await listPeople('HC9', '路人甲')
  await click(byText('button[type=submit]', '记下'))
  await until(() => byText('[role=status]', 'HC9：会员登记表中没有“HC9”'))
  expect(byText('[role=status]', '路人甲：登记表中没有，记为非会员')).toBeDefined()
})

test('keeps the list when the server cannot be reached', async () => {
  serve(() => new Error('no network'))
  const { place } = await listPeople('陈桂英')
  await click(byText('button[type=submit]', '记下'))
  await until(() => place.querySelector('[role=alert]'))
  expect(place.querySelectorAll('.ant-tag')).toHaveLength(1)
})

test('finds people of the register while typing, and sends who was chosen', async () => {
  const person_id = '00000000-0000-4000-8000-0000000000bb'
  const asked = serve(({ method }) =>
    method === 'GET'
      ? { body: { rows: [{ person_id, name: '陈桂英', masked_phone: null, station_names: ['海澄站'], birth_year: 1945 }] } }
      : { body: { recorded: 0, outcomes: [] } },
  )
  const { place } = await show(<SignIn activity_id={activity_id} />, { desk: deskAt(undefined, ['people.read']) })
  await type(place.querySelector('#came'), 'cgy')
  await click(await until(() => byText('[role=group] button', '陈桂英 · 1945 · 海澄站')))
  await click(byText('button[type=submit]', '记下'))
  const sent = await until(() => asked.find(({ method }) => method === 'POST'))
  expect(sent.body).toMatchObject({ people: [{ person_id }] })
})
