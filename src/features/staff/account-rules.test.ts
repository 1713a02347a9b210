import { describe, expect, it } from 'vitest'
import { requiredFrom } from './account-rules.ts'

const rule = (valid_from: string, second_factor: boolean, grace_days = 14) => ({
  rule_id: valid_from,
  valid_from,
  second_factor,
  grace_days,
  remembered_passwords: 5,
})
const director = (created_on: string) => ({ created_on, permissions: ['people.read', 'people.reveal'] })

describe('from which day on a second factor is required', () => {
  it('at once of an account made under the rule, after the grace of one made before', () => {
    const begun = [rule('2026-03-01', true)]
    expect(requiredFrom(begun, director('2026-03-01'))).toBe('2026-03-01')
    expect(requiredFrom(begun, director('2026-04-09'))).toBe('2026-04-09')
    expect(requiredFrom(begun, director('2026-02-28'))).toBe('2026-03-15')
  })

  it('a rule written anew gives no new grace, one after a pause does', () => {
    expect(requiredFrom([rule('2026-03-01', true), rule('2026-05-01', true, 7)], director('2026-01-01'))).toBe('2026-03-08')
    const paused = [rule('2026-03-01', true), rule('2026-04-01', false), rule('2026-05-01', true)]
    expect(requiredFrom(paused, director('2026-01-01'))).toBe('2026-05-15')
  })

  it('of nobody while the rule says no, nor of who neither administers nor reveals', () => {
    expect(requiredFrom([rule('2026-03-01', false)], director('2026-04-01'))).toBeUndefined()
    expect(requiredFrom([], director('2026-04-01'))).toBeUndefined()
    const desk = { created_on: '2026-04-01', permissions: ['people.read', 'records.record'] }
    expect(requiredFrom([rule('2026-03-01', true)], desk)).toBeUndefined()
  })
})
