/** 助餐: what a meal costs and who pays. Amounts in fen. */

export interface Price {
  readonly charge_fen: number
  readonly subsidy_fen: number
  readonly paid_fen: number
}

/** 餐费 = 补贴 + 自付 (rule R23). */
export const addsUp = ({ charge_fen, subsidy_fen, paid_fen }: Price): boolean =>
  charge_fen >= 0 && subsidy_fen >= 0 && paid_fen >= 0 && charge_fen === subsidy_fen + paid_fen

const MEALS: Record<string, string> = {
  早餐: 'breakfast',
  早: 'breakfast',
  早饭: 'breakfast',
  早点: 'breakfast',
  午餐: 'lunch',
  中餐: 'lunch',
  午: 'lunch',
  中: 'lunch',
  午饭: 'lunch',
  中饭: 'lunch',
  午膳: 'lunch',
  晚餐: 'dinner',
  晚: 'dinner',
  晚饭: 'dinner',
  晚膳: 'dinner',
}

/** Which meal of the day a word means; another word stays itself, so that two different words are two meals. */
export const mealOf = (word: string): string => {
  const plain = word.normalize('NFKC').replace(/\s/g, '')
  return MEALS[plain] ?? plain
}

/** 用餐方式 as written: eating in unless the word says otherwise. */
export const wayOf = (word: string): 'dine_in' | 'take_away' | 'delivery' =>
  word.includes('送') ? 'delivery' : /打包|外带|自取/.test(word) ? 'take_away' : 'dine_in'
