// @vitest-environment happy-dom
import { act, useState } from 'react'
import { beforeEach, describe, expect, test, vi } from 'vitest'
import { byText, click, show } from '../../test/stage.tsx'
import { fitting, QueryForm, type Filter } from './query-form.tsx'
import type { Params } from './url.tsx'

const choice = (field: string, label: string): Filter => ({ kind: 'choice', field, label, choices: { a: '甲', b: '乙' } })

const filters: readonly Filter[] = [
  { kind: 'text' },
  choice('status', '状态'),
  choice('sex', '性别'),
  choice('category', '类别'),
  { kind: 'days', label: '建档日期' },
  { kind: 'yes_no', field: 'alone', label: '独居' },
]

describe('what fits in one row', () => {
  test('is everything when there is room, or when the width is not known', () => {
    expect(fitting(filters, 2000, false)).toBe(filters.length)
    expect(fitting(filters, 0, false)).toBe(filters.length)
  })
  test('is as many as stand beside the button for the others; clearing takes room too', () => {
    // 188 + 8 + 132 + 8 + 132 + 8 + 112
    expect(fitting(filters, 588, false)).toBe(3)
    expect(fitting(filters, 587, false)).toBe(2)
    expect(fitting(filters, 588, true)).toBe(2)
  })
  test('is at least the first one', () => {
    expect(fitting(filters, 100, true)).toBe(1)
  })
})

let asked: object[] = []

const Form = ({ first }: { first: Params }) => {
  const [params, setParams] = useState(first)
  const set = (patch: Readonly<Record<string, string | undefined>>) => {
    asked.push(patch)
    setParams((now) =>
      Object.fromEntries(
        Object.entries({ ...now, ...patch }).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
      ),
    )
  }
  const filtered = Object.keys(params).length > 0
  return <QueryForm filters={filters} params={params} set={set} clear={() => setParams({})} filtered={filtered} />
}

const open = (first: Params = {}) => show(<Form first={first} />)

const more = () => byText('button', '更多筛选')
const panel = () => document.querySelector('.filters-more')
const chips = () => [...document.querySelectorAll('.filter-chips li')].map((chip) => chip.textContent)
const press = (key: string, on: Element | null | undefined) =>
  act(async () => void on?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true })))

beforeEach(() => {
  asked = []
  vi.stubGlobal(
    'ResizeObserver',
    class {
      readonly #seen: (entries: { contentRect: { width: number } }[]) => void
      constructor(seen: (entries: { contentRect: { width: number } }[]) => void) {
        this.#seen = seen
      }
      observe() {
        this.#seen([{ contentRect: { width: 720 } }])
      }
      unobserve() {}
      disconnect() {}
    },
  )
})

describe('filters that do not fit', () => {
  test('stand behind one button, each under its name', async () => {
    await open()
    expect(more()?.getAttribute('aria-expanded')).toBe('false')
    expect(panel()).toBeNull()
    await click(more())
    expect(more()?.getAttribute('aria-expanded')).toBe('true')
    expect(panel()?.id).toBe(more()?.getAttribute('aria-controls'))
    expect(panel()?.textContent).toContain('建档日期')
    expect(panel()?.textContent).toContain('独居')
    expect(panel()?.textContent).not.toContain('状态')
  })
  test('show as chips while they are in use, and a chip takes its filter away', async () => {
    await open({ alone: 'true', from: '2022-03-05', status: 'a' })
    expect(chips()).toEqual([expect.stringContaining('建档日期：2022-03-05'), expect.stringContaining('独居：是')])
    await click(document.querySelector('.filter-chips button'))
    expect(asked).toEqual([{ from: undefined, to: undefined }])
    expect(chips()).toEqual([expect.stringContaining('独居：是')])
  })
  test('close on Escape, and the focus goes back to the button', async () => {
    await open()
    await click(more())
    await press('Escape', panel()?.querySelector('input'))
    expect(panel()).toBeNull()
    expect(document.activeElement).toBe(more())
  })
})
