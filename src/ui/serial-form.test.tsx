// @vitest-environment happy-dom
import { expect, test } from 'vitest'
import { byText, click, serve, show, type, until } from '../../test/stage.tsx'
import { endpoint, id, optional, words, z } from '../shared/endpoint.ts'
import { SerialForm } from './serial-form.tsx'

const recordEntry = endpoint({
  method: 'POST',
  path: '/api/entries',
  permission: 'signed_in',
  summary: '',
  input: z.object({ entry_id: optional(id()), name: words(40), place: words(40) }),
  output: z.object({ entry_id: z.string() }),
})

const field = (name: string) => document.querySelector<HTMLInputElement>(`input#${name}`)
const send = () => click(byText('button[type=submit]', '记下'))

test('one after the other: what stays is kept, each has an id of its own, and what the last look finds is said under its field', async () => {
  const asked = serve(() => ({ body: { entry_id: 'e' } }))
  await show(
    <SerialForm
      endpoint={recordEntry}
      id_field="entry_id"
      submit="记下"
      keep={['place']}
      initial={{}}
      said={({ name }) => ({ text: `已记 ${name}` })}
      cancel={() => {}}
      check={({ name }) => (name === '空' ? { name: '没有这个人' } : undefined)}
      fields={[
        { field: 'name', label: '姓名' },
        { field: 'place', label: '地点' },
      ]}
    />,
  )
  await type(field('name'), '空')
  await type(field('place'), '饭堂')
  await send()
  await until(() => byText('.ant-form-item-explain-error', '没有这个人'))
  expect(asked).toEqual([])

  await type(field('name'), '陈桂英')
  await send()
  await until(() => byText('[role=status]', '已记 陈桂英'))
  expect([field('name')!.value, field('place')!.value]).toEqual(['', '饭堂'])
  await type(field('name'), '李建国')
  await send()
  await until(() => byText('[role=status]', '已记 李建国'))
  expect(asked.map(({ body }) => [body!.name, body!.place])).toEqual([
    ['陈桂英', '饭堂'],
    ['李建国', '饭堂'],
  ])
  expect(new Set(asked.map(({ body }) => body!.entry_id)).size).toBe(2)
})
