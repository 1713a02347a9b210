// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { byText, click, deskAt, serve, show, stations, type, until } from '../../test/stage.tsx'
import { endpoint, id, whole, words, z } from '../shared/endpoint.ts'
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
  test('is read out with its field, which gets the cursor', async () => {
    serve(() => ({ body: {} }))
    await show(<Notes />)
    await fill('一二三四五六', 'A1', 'A1')
    const title = await until(() => document.querySelector('[aria-invalid=true]'))
    expect(title).toBe(input('标题'))
    const named = title.getAttribute('aria-describedby')!.split(' ')[0]!
    await until(() => document.getElementById(named)?.textContent?.includes('最多 5 个字，现在是 6 个'))
    expect(document.activeElement).toBe(title)
  })
  test('does not cut what is typed or pasted', async () => {
    const asked = serve(() => ({ body: {} }))
    const long = '一'.repeat(30)
    await show(
      <RecordForm
        endpoint={recordNote}
        submit="记下"
        initial={{ station_id: stations[0].station_id, title: '散步' }}
        fields={[{ field: 'code', label: '编号', max_length: 20 }]}
      />,
    )
    expect(input('编号')?.hasAttribute('maxlength')).toBe(false)
    await type(input('编号'), long)
    await click(byText('button', '记下'))
    await until(() => fieldSays('编号').includes('最多 20 个字，现在是 30 个'))
    expect((input('编号') as HTMLInputElement).value).toBe(long)
    expect(asked).toEqual([])
  })
  test('says it where the control stands, when that is outside the form', async () => {
    serve(() => ({ status: 422, body: { code: 'id_check_digit', message: '校验位不对', field: 'id_number' } }))
    const said: string[] = []
    await show(
      <RecordForm
        endpoint={recordNote}
        submit="记下"
        initial={{ station_id: stations[0].station_id, title: '散步', code: 'A1' }}
        outside={{ id_number: (message) => void said.push(message) }}
        fields={[{ field: 'title', label: '标题' }]}
      />,
    )
    await click(byText('button', '记下'))
    await until(() => said.length > 0)
    expect(said).toEqual(['校验位不对'])
    expect(document.querySelector('.form-refused')).toBeNull()
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

const recordSteps = endpoint({
  method: 'POST',
  path: '/api/steps',
  permission: 'signed_in',
  summary: '',
  input: z.object({ steps: whole(1000), paid_fen: z.optional(whole()) }),
  output: z.object({}),
})

const recordNumbered = endpoint({
  method: 'POST',
  path: '/api/numbered',
  permission: 'signed_in',
  summary: '',
  input: z.object({ title: words(5), steps: whole(1000) }),
  output: z.object({}),
})

describe('a number', () => {
  const open = async () => {
    const asked = serve(() => ({ body: {} }))
    await show(
      <RecordForm
        endpoint={recordSteps}
        submit="记下"
        fields={[
          { field: 'steps', label: '步数', kind: 'number', required: true },
          { field: 'paid_fen', label: '自付', kind: 'yuan' },
        ]}
      />,
    )
    await until(() => document.querySelector('.field-number'))
    return asked
  }
  test('that is none is called so, with how to write it, and not missing', async () => {
    const asked = await open()
    await type(input('步数'), '十二步')
    await type(input('自付'), '3.555')
    await click(byText('button', '记下'))
    await until(() => fieldSays('步数').includes('“十二步”不是数字。请只写数字'))
    expect(fieldSays('步数')).not.toContain('请填写')
    expect(fieldSays('自付')).toContain('“3.555”不是金额')
    expect(asked).toEqual([])
  })
  test('is looked at together with what was left out', async () => {
    await open()
    await type(input('自付'), '三块')
    await click(byText('button', '记下'))
    await until(() => fieldSays('自付').includes('“三块”不是金额') && fieldSays('步数').includes('请填写步数'))
  })
  test('is called none beside a text that is too long', async () => {
    await show(
      <RecordForm
        endpoint={recordNumbered}
        submit="记下"
        fields={[
          { field: 'title', label: '标题', required: true, max_length: 5 },
          { field: 'steps', label: '步数', kind: 'number', required: true },
        ]}
      />,
    )
    await until(() => document.querySelector('.field-number'))
    await type(input('标题'), '一二三四五六')
    await type(input('步数'), '三')
    await click(byText('button', '记下'))
    await until(() => fieldSays('步数').includes('“三”不是数字'))
    expect(fieldSays('标题')).toContain('最多 5 个字')
    expect(document.activeElement).toBe(input('标题'))
  })
  test('that must be whole says so', async () => {
    const asked = await open()
    await type(input('步数'), '12.5')
    await click(byText('button', '记下'))
    await until(() => fieldSays('步数').includes('“12.5”不是整数'))
    expect(asked).toEqual([])
  })
  test('below or above what may be is told in yuan, as it is typed, before the form looks at it as a whole', async () => {
    const asked = serve(() => ({ body: {} }))
    await show(
      <RecordForm
        endpoint={recordSteps}
        submit="记下"
        initial={{ steps: 1 }}
        check={() => ({ paid_fen: '加起来不对' })}
        fields={[{ field: 'paid_fen', label: '自付', kind: 'yuan' }]}
      />,
    )
    await until(() => document.querySelector('.field-number'))
    await type(input('自付'), '-5')
    await click(byText('button', '记下'))
    await until(() => fieldSays('自付').includes('不能小于 0'))
    await type(input('自付'), '20000000')
    await click(byText('button', '记下'))
    await until(() => fieldSays('自付').includes('不能大于 10000000'))
    await type(input('自付'), '5')
    await click(byText('button', '记下'))
    await until(() => fieldSays('自付').includes('加起来不对'))
    expect(asked).toEqual([])
  })
  test('left out is missing', async () => {
    await open()
    await click(byText('button', '记下'))
    await until(() => fieldSays('步数').includes('请填写步数'))
  })
  test('is read as people write it, wide digits and commas too; yuan are sent in whole fen', async () => {
    const asked = await open()
    await type(input('步数'), '１２')
    await type(input('自付'), '1,234.10')
    await click(byText('button', '记下'))
    await until(() => asked.length > 0)
    expect(asked[0]?.body).toEqual({ steps: 12, paid_fen: 123410 })
  })
})
