// @vitest-environment happy-dom
import { describe, expect, test } from 'vitest'
import { show } from '../../test/stage.tsx'
import { Figure } from './figure.tsx'

const meals = { key: 'service.meals.person_times', title: { zh: '助餐人次', en: 'Meals' }, value: 28110, unit: '人次' }
const satisfied = {
  key: 'satisfaction.all',
  title: { zh: '满意率', en: 'Satisfied' },
  value: 80,
  unit: '%',
  numerator: 24,
  denominator: 30,
}

describe('a figure', () => {
  test('opens with the very scope it was counted over', async () => {
    const { place } = await show(<Figure figure={meals} scope={{ from: '2022-01-01', to: '2022-12-31', station_id: 's' }} />)
    expect(place.querySelector('a')?.getAttribute('href')).toBe(
      '/figures/service.meals.person_times?from=2022-01-01&to=2022-12-31&station_id=s',
    )
    expect(place.textContent).toBe('28,110人次')
  })
  test('tells a screen reader what it is and that it opens', async () => {
    const { place } = await show(<Figure figure={meals} />)
    expect(place.querySelector('a')?.getAttribute('aria-label')).toBe('助餐人次 28,110人次，打开明细')
  })
  test('that is a ratio shows both its sides', async () => {
    const { place } = await show(<Figure figure={satisfied} />)
    expect(place.textContent).toBe('80%24 / 30')
  })
  test('that cannot be computed says why and is never 0', async () => {
    const { place } = await show(
      <Figure
        figure={{ ...satisfied, value: null, numerator: null, denominator: null, problem: '没有满意度评分' }}
        size="large"
      />,
    )
    expect(place.textContent).toContain('无法计算')
    expect(place.textContent).toContain('没有满意度评分')
    expect(place.textContent).not.toMatch(/\d/)
    expect(place.querySelector('a')).not.toBeNull()
  })
  test('with a problem is not shown as a number even if one came along', async () => {
    const { place } = await show(<Figure figure={{ ...meals, value: 0, problem: '没有启用' }} />)
    expect(place.textContent).not.toContain('0')
  })
  test('says in words why it cannot be computed, in the language of the screen', async () => {
    const { place } = await show(<Figure figure={{ ...satisfied, value: null, problem: 'denominator_zero' }} size="large" />)
    expect(place.textContent).toContain('没有有效记录')
    expect(place.innerHTML).not.toContain('denominator_zero')
  })
  test('of zero is 0, which is not the same as unknown', async () => {
    const { place } = await show(<Figure figure={{ ...meals, value: 0 }} />)
    expect(place.textContent).toBe('0人次')
  })
  test('still on its way shows no number and no link', async () => {
    const { place } = await show(<Figure figure={undefined} />)
    expect(place.querySelector('a')).toBeNull()
    expect(place.textContent).not.toMatch(/\d/)
  })
})
