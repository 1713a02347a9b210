import { describe, expect, it } from 'vitest'
import { refusalReason, refusalText, refusalTexts, type RefusalCode } from './refusal-texts.ts'

/** About files, the whole import or a page: no row is held for them, so that they are never a reason of many rows. */
const notOfRows = /^(bad_input|account_locked|too_many_files|file_|uploads_|import_|unknown_figure|figure_|report_)/

describe('the reason of many rows', () => {
  it.each(['zh', 'en'] as const)('is whole in %s: nothing is left open that only one row could fill', (language) => {
    const open = (Object.keys(refusalTexts) as RefusalCode[]).filter(
      (code) => !notOfRows.test(code) && /[{}…]/.test(refusalReason(code, language)),
    )
    expect(open).toEqual([])
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
