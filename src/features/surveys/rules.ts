/** 满意度: what a score is. */

export type Score = 1 | 2 | 3 | 4 | 5

/** The words for the scores (rule R36), best first in the order of the form. */
export const SCORE_WORDS = { 非常满意: 5, 满意: 4, 一般: 3, 不满意: 2, 非常不满意: 1 } as const

const isScoreWord = (text: string): text is keyof typeof SCORE_WORDS => Object.hasOwn(SCORE_WORDS, text)

/** A score as written: 1–5, also full-width, `5分` or `5.0`, or one of the five words; `undefined` for anything else. */
export const scoreOf = (written: string): Score | undefined => {
  const text = written.normalize('NFKC').replace(/[\s'’]/g, '')
  if (isScoreWord(text)) return SCORE_WORDS[text]
  const digit = /^([1-5])(?:\.0+)?分?$/.exec(text)?.[1]
  return digit === undefined ? undefined : (Number(digit) as Score)
}

/** Satisfied = 4 or 5 overall (rule R36). */
export const SATISFIED_FROM = 4
