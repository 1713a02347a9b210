// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { byText, click, deskAt, serve, show, stations, type, until } from '../../test/stage.tsx'
import { endpoint, id, words, z } from '../shared/endpoint.ts'
import { RecordForm } from './record-form.tsx'

const recordNote = endpoint({
  method: 'POST',
  path: '/api/notes',
  permission: 'signed_in',
  summary: '',
  input: z.object({ station_id: id(), title: words(5), code: words(40) }),
  output: z.object({ note_id: z.string() }),
})

const Notes = ({ done }: { done?: (output: { note_id: string }) => void }) => (
  <RecordForm
    endpoint={recordNote}
    submit="记下"
    initial={{ station_id: stations[0].station_id }}
    {...(done ? { done } : {})}
    fields={[
      { field: 'title', label: '标题', required: true },
      { field: 'code', label: '编号' },
      { field: 'again', label: '再输一次' },
    ]}
    unsent={['again']}
    check={(values) => (values['code'] === values['again'] ? undefined : { again: '两次不一样' })}
  />
)

const input = (label: string) => document.querySelector(`#${byText('label', label)?.getAttribute('for')}`)
const fieldSays = (label: string) => byText('label', label)?.closest('.ant-form-item')?.textContent ?? ''
const fill = async (title: string, code: string, again: string) => {
  await type(input('标题'), title)
  await type(input('编号'), code)
  await type(input('再输一次'), again)
  await click(byText('button', '记下'))
}

describe('a form made from a contract', () => {
  test('sends what was typed and what it began with, but not what only serves the form', async () => {
    const asked = serve(() => ({ body: { note_id: 'n' } }))
    const got: string[] = []
    await show(<Notes done={(output) => void got.push(output.note_id)} />)
    await fill('散步', 'A1', 'A1')
    await until(() => got.length > 0)
    expect(asked[0]?.body).toEqual({ station_id: stations[0].station_id, title: '散步', code: 'A1' })
    expect(got).toEqual(['n'])
  })
  test('does not ask the server what the contract already refuses, and says it under the field', async () => {
    const asked = serve(() => ({ body: {} }))
    await show(<Notes />)
    await fill('一二三四五六', 'A1', 'A1')
    await until(() => fieldSays('标题').includes('最多 5 个字'))
    expect(asked).toEqual([])
  })
  test('names a field that was left out', async () => {
    const asked = serve(() => ({ body: {} }))
    await show(<Notes />)
    await click(byText('button', '记下'))
    await until(() => fieldSays('标题').includes('请填写标题'))
    expect(asked).toEqual([])
  })
  test('shows a refusal of the server under the field it names', async () => {
    serve(() => ({ status: 422, body: { code: 'login_taken', message: '编号已被使用', field: 'code' } }))
    await show(<Notes />)
    await fill('散步', 'A1', 'A1')
    await until(() => fieldSays('编号').includes('编号已被使用'))
  })
  test('shows a refusal that names no field of its own above the form', async () => {
    serve(() => ({ status: 403, body: { code: 'not_allowed', message: '没有这项权限' } }))
    await show(<Notes />)
    await fill('散步', 'A1', 'A1')
    expect((await until(() => document.querySelector('.form-refused'))).textContent).toContain('没有这项权限')
  })
  test('stops at its own check', async () => {
    const asked = serve(() => ({ body: {} }))
    await show(<Notes />, { desk: deskAt() })
    await fill('散步', 'A1', 'A2')
    await until(() => fieldSays('再输一次').includes('两次不一样'))
    expect(asked).toEqual([])
  })
})
