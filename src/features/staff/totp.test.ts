import { describe, expect, it } from 'vitest'
import { addressOf, base32, codeOf, findStep, stepAt } from './totp.ts'

const secret = Buffer.from('12345678901234567890')

describe('codes', () => {
  // RFC 6238, appendix B, the column of SHA-1
  it.each([
    [59, '94287082'],
    [1_111_111_109, '07081804'],
    [1_111_111_111, '14050471'],
    [1_234_567_890, '89005924'],
    [2_000_000_000, '69279037'],
    [20_000_000_000, '65353130'],
  ])('at %i s are those of RFC 6238', (seconds, code) => {
    expect(codeOf(secret, stepAt(new Date(seconds * 1000)), 8)).toBe(code)
  })

  // RFC 4226, appendix D
  it('count up as those of RFC 4226', () => {
    const codes = Array.from({ length: 5 }, (_, step) => codeOf(secret, step))
    expect(codes).toEqual(['755224', '287082', '359152', '969429', '338314'])
  })
})

describe('findStep', () => {
  const now = new Date('2026-03-05T02:00:10Z')
  const here = stepAt(now)

  it.each([-1, 0, 1])('takes the code of a clock %i steps away', (away) => {
    expect(findStep(secret, codeOf(secret, here + away), now, 0)).toBe(here + away)
  })
  it.each([-2, 2])('refuses the code of a clock %i steps away', (away) => {
    expect(findStep(secret, codeOf(secret, here + away), now, 0)).toBeUndefined()
  })
  it('takes no code twice, nor an earlier one after it', () => {
    expect(findStep(secret, codeOf(secret, here), now, here)).toBeUndefined()
    expect(findStep(secret, codeOf(secret, here - 1), now, here)).toBeUndefined()
    expect(findStep(secret, codeOf(secret, here + 1), now, here)).toBe(here + 1)
  })
})

describe('what is scanned and typed', () => {
  // RFC 4648, section 10
  it.each([
    ['f', 'MY'],
    ['fo', 'MZXQ'],
    ['foo', 'MZXW6'],
    ['foobar', 'MZXW6YTBOI'],
  ])('base32 of %s is %s', (text, letters) => {
    expect(base32(Buffer.from(text))).toBe(letters)
  })

  it('names us and the login, whatever it holds', () => {
    const address = new URL(addressOf(secret, 'li/jin & 陈'))
    expect(decodeURIComponent(address.pathname)).toContain('恒爱:li/jin & 陈')
    expect([...address.searchParams]).toEqual([
      ['secret', 'GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ'],
      ['issuer', '恒爱'],
    ])
  })
})
