import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { overlap, plannedDays, spanText } from './timetable.ts'

const national_day = Array.from({ length: 7 }, (_, i) => ({ day: `2026-10-0${i + 1}`, kind: 'off', name: '国庆节' }))

describe('days that come again', () => {
  it('a weekly series leaves the days off out and still has as many sessions as were asked', () => {
    const planned = plannedDays('2026-09-24', 'weekly', 4, national_day)
    expect(planned.days).toEqual(['2026-09-24', '2026-10-08', '2026-10-15', '2026-10-22'])
    expect(planned.skipped.map(({ day }) => day)).toEqual(['2026-10-01'])
  })
  it('a single session is held on the day that was chosen, also a day off', () => {
    expect(plannedDays('2026-10-01', 'once', 1, national_day).days).toEqual(['2026-10-01'])
  })
  it('a day worked instead is a day like any other', () => {
    const worked = [{ day: '2026-10-10', kind: 'work', name: '国庆节' }]
    expect(plannedDays('2026-10-03', 'weekly', 2, worked).days).toEqual(['2026-10-03', '2026-10-10'])
  })
  it('every month has no 31st', () => {
    expect(plannedDays('2026-08-31', 'monthly', 3, national_day).days).toEqual(['2026-08-31', '2026-10-31', '2026-12-31'])
  })
  it('a series that runs into a year without known days off says so', () => {
    expect(plannedDays('2026-12-24', 'weekly', 3, national_day).year_unknown).toBe(2027)
    expect(plannedDays('2026-11-05', 'weekly', 3, national_day).year_unknown).toBeUndefined()
  })
})

describe('times that overlap', () => {
  const at = (started_at: string | null, minutes: number | null, occurred_on = '2026-10-08') => ({
    occurred_on,
    started_at,
    minutes,
  })
  it.each([
    [at('09:00', 90), at('10:00', 60), true],
    [at('09:00', 90), at('10:30', 60), false],
    [at('09:00', 90), at('08:00', 60), false],
    [at('09:00', 90), at('09:30', 10), true],
    [at('09:00', 90), at('09:00', 90, '2026-10-09'), false],
    [at('09:00', 90), at(null, 90), false],
    [at('09:00:00', null), at('09:00', 90), true],
  ])('%o and %o: %s', (a, b, expected) => {
    expect(overlap(a, b)).toBe(expected)
  })
  it('is the same seen from either side', () => {
    const span = fc.record({
      occurred_on: fc.constantFrom('2026-10-08', '2026-10-09'),
      started_at: fc.option(fc.constantFrom('08:00', '09:15', '10:30', '23:30')),
      minutes: fc.option(fc.integer({ min: 1, max: 720 })),
    })
    fc.assert(fc.property(span, span, (a, b) => overlap(a, b) === overlap(b, a)))
  })
  it('is written as a clock shows it', () => {
    expect(spanText(at('09:00:00', 90))).toBe('09:00–10:30')
    expect(spanText(at('23:30', 60))).toBe('23:30–00:30')
    expect(spanText(at(null, 60))).toBe('')
  })
})
