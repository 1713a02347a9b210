import { readdirSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { refusalReason, refusalText, refusalTexts, type RefusalCode } from './refusal-texts.ts'

const features = new URL('../features/', import.meta.url)

/** Codes that a row of a workbook can be refused with: what the slices and the import itself answer for rows. */
const ofRows = (): RefusalCode[] => {
  const found = new Set<string>()
  for (const file of readdirSync(features, { recursive: true, encoding: 'utf8' }))
    if (/(?<!test)\.ts$/.test(file))
      for (const [, code] of readFileSync(new URL(file.replaceAll('\\', '/'), features), 'utf8').matchAll(
        /\b(?:refused|not_counted|code): '([a-z_0-9]+)'/g,
      ))
        if (code! in refusalTexts) found.add(code!)
  return [...found] as RefusalCode[]
}

describe('the reason of many rows', () => {
  it.each(['zh', 'en'] as const)('is whole in %s: nothing is left open that only one row could fill', (language) => {
    const codes = ofRows()
    expect(codes.length).toBeGreaterThan(20)
    // such a code needs a line in refusal-reasons.ts
    expect(codes.filter((code) => /[{}…]/.test(refusalReason(code, language)))).toEqual([])
  })
  it('is found by a code in capitals too, and an unknown one is shown as it is', () => {
    expect(refusalReason('ACTIVITY_NOT_COUNTED', 'zh')).toBe('所属的活动不计入')
    expect(refusalReason('DUPLICATE', 'en')).toBe(refusalTexts.duplicate.en)
    expect(refusalReason('HASTE', 'en')).toBe('HASTE')
  })
})

describe('the reason of one row', () => {
  it('says the cause in words, not as a code', () => {
    const details = { activity: '22HC109', cause: 'OUT_OF_YEAR' }
    expect(refusalText('activity_not_counted', details, 'zh')).toBe('活动“22HC109”不计入（日期不在本年度内）')
    expect(refusalText('activity_not_counted', details, 'en')).toBe(
      'Activity “22HC109” does not count (The day is not in the year)',
    )
  })
  it('leaves what was not told visible', () => {
    expect(refusalText('unknown_station', {}, 'zh')).toContain('{station}')
  })
})
