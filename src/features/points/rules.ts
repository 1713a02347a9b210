/** 积分金币: what an entry adds to a balance, in which order entries are looked at, and which of them stand. Coins are whole (枚). */
import { normalText } from '../../shared/normal.ts'

export const KINDS = ['opening', 'earned', 'spent', 'adjusted'] as const
export type Kind = (typeof KINDS)[number]

/** 对方账户: where coins come from and go to. The first four are sources of funds (资金来源); `unstated` when nobody said which. */
export const COUNTERS = [
  'government',
  'donation',
  'own',
  'unstated',
  'opening',
  'shop',
  'physical',
  'expired',
  'unrecovered',
] as const
export type Counter = (typeof COUNTERS)[number]

/** The other side of an entry: as said, or as its kind says. */
export const counterOf = (kind: Kind, said: Counter | undefined): Counter =>
  said ?? (kind === 'opening' ? 'opening' : kind === 'spent' ? 'shop' : 'unstated')

const WORDS: readonly (readonly [RegExp, Kind])[] = [
  [/冲正|冲销|更正|调整|补录|撤销|红冲/, 'adjusted'],
  [/兑换|消费|使用|支出|扣减|扣除|抵扣|花费|减少/, 'spent'],
  [/获得|获取|赚取|收入|发放|奖励|增加|赠送|存入|新增/, 'earned'],
  [/期初|上期|结转/, 'opening'],
]

/** 类型 as written; `undefined` for a word that says nothing. */
export const kindOf = (word: string): Kind | undefined => {
  const text = normalText(word)
  return WORDS.find(([pattern]) => pattern.test(text))?.[1]
}

/** More coins in one entry are a slip of the pen; the column holds far more. */
export const MOST_COINS = 1_000_000

/** What the amount, as written, adds to the balance; `undefined` when it is no amount of this kind (rule R38). */
export const changeOf = (kind: Kind, amount: number): number | undefined => {
  if (!Number.isInteger(amount) || Math.abs(amount) > MOST_COINS) return undefined
  switch (kind) {
    case 'opening':
      return amount >= 0 ? amount : undefined
    case 'earned':
      return amount > 0 ? amount : undefined
    case 'spent':
      return amount > 0 ? -amount : undefined
    case 'adjusted':
      return amount === 0 ? undefined : amount
  }
}

export interface Ordered {
  readonly kind: Kind
  readonly serial: string
  readonly occurred_on: string
}

const bySerial = new Intl.Collator('en', { numeric: true })

/**
 * Openings first, then by 流水号 with its digits read as numbers (rule R38); entries without one come last, by day. Equal ones stay as
 * they were given.
 */
export const compareEntries = (a: Ordered, b: Ordered): number => {
  const opening = Number(b.kind === 'opening') - Number(a.kind === 'opening')
  if (opening !== 0) return opening
  const unnumbered = Number(a.serial === '') - Number(b.serial === '')
  if (unnumbered !== 0) return unnumbered
  if (a.serial !== '') return bySerial.compare(a.serial, b.serial)
  return a.occurred_on < b.occurred_on ? -1 : a.occurred_on > b.occurred_on ? 1 : 0
}

/** An entry about to be posted to its account. */
export interface Posting {
  readonly id: string
  readonly member_no: string
  readonly kind: Kind
  readonly change: number
  /** What counts once; `undefined` = nothing to compare with. */
  readonly once: string | undefined
  /** A correction that has already been made on paper is taken as it is; one made here may not leave the account in debt. */
  readonly may_owe: boolean
}

export type Verdict =
  | { readonly stands: true }
  | { readonly repeats_id: string }
  | { readonly short: number }
  | { readonly open_with: number }

/** What is on record before the postings. */
export interface Ledger {
  readonly balances: ReadonlyMap<string, number>
  /** What counts once → the id of the entry that stands for it. */
  readonly standing: ReadonlyMap<string, string>
  /** Accounts with entries from before the openings: their balance is carried on, an opening adds nothing. */
  readonly carried_on: ReadonlySet<string>
}

/** Looks at the postings one after the other; a refused one is skipped and leaves the balance as it was (rule R38). */
export const post = (ledger: Ledger, postings: readonly Posting[]): Verdict[] => {
  const balances = new Map(ledger.balances)
  const standing = new Map(ledger.standing)
  return postings.map(({ id, member_no, kind, change, once, may_owe }): Verdict => {
    const repeats_id = once === undefined ? undefined : standing.get(once)
    if (repeats_id !== undefined) return { repeats_id }
    const balance = balances.get(member_no) ?? 0
    if (kind === 'opening' && ledger.carried_on.has(member_no)) return { open_with: balance }
    if (change < 0 && balance + change < 0 && !may_owe) return { short: balance }
    balances.set(member_no, balance + change)
    if (once !== undefined) standing.set(once, id)
    return { stands: true }
  })
}
