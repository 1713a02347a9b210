import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { KEEP, isDue, isHour, kept } from './rules.ts'

const zone = 'Asia/Shanghai'
const at = (text: string) => ({ made_at: new Date(text) })
const days = (count: number, until = '2026-11-23T03:30:00+08:00') =>
  Array.from({ length: count }, (_, before) => ({ made_at: new Date(Date.parse(until) - before * 86_400_000) }))
const named = (backups: readonly { made_at: Date }[]) =>
  backups.map(({ made_at }) => made_at.toLocaleDateString('sv-SE', { timeZone: zone }))

describe('what is kept', () => {
  test('of two years of daily backups: the last 7 days, 4 weeks, 12 months', () => {
    expect(named(kept(days(730), zone))).toEqual([
      '2026-11-23', '2026-11-22', '2026-11-21', '2026-11-20', '2026-11-19', '2026-11-18', '2026-11-17',
      '2026-11-15', '2026-11-08', '2026-10-31', '2026-09-30', '2026-08-31', '2026-07-31', '2026-06-30', '2026-05-31',
      '2026-04-30', '2026-03-31', '2026-02-28', '2026-01-31', '2025-12-31',
    ]) // prettier-ignore
  })

  test('of several on one day only the last counts for the day', () => {
    const morning = at('2026-11-23T03:30:00+08:00')
    const evening = at('2026-11-23T20:00:00+08:00')
    expect(kept([morning, evening], zone)).toEqual([evening])
  })

  test('days are those of the organisation', () => {
    const late = at('2026-11-22T23:50:00+08:00')
    const early = at('2026-11-23T00:10:00+08:00')
    expect(kept([late, early], zone)).toHaveLength(2)
    expect(kept([late, early], 'UTC')).toHaveLength(1)
  })

  const backups = fc
    .array(fc.integer({ min: Date.parse('2024-01-01'), max: Date.parse('2026-12-31') }), { maxLength: 120 })
    .map((times) => times.map((time) => ({ made_at: new Date(time) })))

  test('the newest always stays, never more than the rule says, and keeping again removes nothing', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const staying = kept(all, zone)
        const newest = Math.max(...all.map(({ made_at }) => made_at.getTime()))
        expect(staying.length).toBeLessThanOrEqual(KEEP.days + KEEP.weeks + KEEP.months)
        if (all.length > 0) expect(staying[0]!.made_at.getTime()).toBe(newest)
        expect(kept(staying, zone)).toEqual(staying)
      }),
    )
  })

  test('removing day by day leaves the same as removing once at the end', () => {
    fc.assert(
      fc.property(backups, (all) => {
        const inTime = all.toSorted((one, other) => one.made_at.getTime() - other.made_at.getTime())
        let daily: { made_at: Date }[] = []
        for (const backup of inTime) daily = kept([...daily, backup], zone)
        expect(daily.map(({ made_at }) => made_at.getTime())).toEqual(kept(all, zone).map(({ made_at }) => made_at.getTime()))
      }),
    )
  })
})

describe('when one is due', () => {
  const due = (now: string, last: string | undefined) => isDue(new Date(now), last ? new Date(last) : undefined, '03:30', zone)
  test.each([
    ['2026-11-23T03:29:00+08:00', '2026-11-22T03:30:00+08:00', false],
    ['2026-11-23T03:30:00+08:00', '2026-11-22T03:30:00+08:00', true],
    ['2026-11-23T03:31:00+08:00', '2026-11-23T03:30:00+08:00', false],
    ['2026-11-23T08:00:00+08:00', '2026-11-22T03:30:00+08:00', true],
    ['2026-11-23T02:00:00+08:00', '2026-11-20T03:30:00+08:00', true],
    ['2026-11-23T02:00:00+08:00', '2026-11-22T08:00:00+08:00', false],
    ['2026-11-23T12:00:00+08:00', '2026-11-23T02:00:00+08:00', true],
    ['2026-11-23T12:00:00+08:00', undefined, true],
  ])('at %s, the last one at %s: %s', (now, last, expected) => {
    expect(due(now, last)).toBe(expected)
  })

  test('an hour is two digits and two digits of a day', () => {
    expect(['03:30', '23:59', '00:00'].every(isHour)).toBe(true)
    expect(['3:30', '24:00', '12:60', 'off', ''].some(isHour)).toBe(false)
  })
})
