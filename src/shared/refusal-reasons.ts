import type { RefusalCode } from './refusal-texts.ts'

/**
 * A refusal as the reason of many rows together, or of another row: the same as its text, without the particulars of one. Codes whose text has
 * no particulars need no line here.
 */
export const refusalReasons: Partial<Readonly<Record<RefusalCode, { readonly zh: string; readonly en: string }>>> = {
  bad_date: { zh: '日期无法识别或不存在', en: 'The date cannot be read or does not exist' },
  out_of_year: { zh: '日期不在本年度内', en: 'The day is not in the year' },
  out_of_contract: { zh: '日期不在合同期内', en: 'The day is outside the contract' },
  unknown_contract: { zh: '没有这个编号的合同', en: 'There is no contract of that number' },
  unknown_station: { zh: '没有这个站点', en: 'There is no such station' },
  unknown_member: { zh: '会员登记表中没有这个人', en: 'Nobody of that number or name in the registers' },
  ambiguous_person: { zh: '有多位同名的人，没有填会员编号', en: 'Several people have that name, and no member number is given' },
  name_mismatch: { zh: '姓名与会员编号登记的不符', en: 'The member number is registered under another name' },
  member_quarantined: { zh: '该会员的登记行有误，还没有改正', en: 'The register row of the member is held' },
  after_exit: { zh: '在该会员离开之后', en: 'After the member had left' },
  bad_hours: { zh: '时长不在 0 至 12 小时之间', en: 'Hours not between 0 and 12' },
  amount_mismatch: { zh: '金额加起来不对', en: 'The amounts do not add up' },
  bad_headcount: { zh: '人数不在 1 至 500 之间', en: 'A head-count not between 1 and 500' },
  unknown_activity: { zh: '活动编号不在活动表中', en: 'There is no activity of that number' },
  activity_not_counted: { zh: '所属的活动不计入', en: 'The activity it belongs to does not count' },
  bad_dose: { zh: '针次无法识别', en: 'The dose cannot be read' },
  bad_value: { zh: '填了不可能的值', en: 'A value that is not possible' },
  bad_score: { zh: '评分不在 1 至 5 之间', en: 'A score not between 1 and 5' },
  bad_amount: { zh: '金币数不是正整数', en: 'The amount is not a positive whole number' },
  overdraft: { zh: '余额不足以兑换', en: 'The balance is less than what is spent' },
  account_open: { zh: '账户已有流水，期初不再计入', en: 'The account has entries already; an opening adds nothing' },
  implausible_value: { zh: '测量值超出合理范围', en: 'The measurement is outside the plausible range' },
  unknown_volunteer: { zh: '志愿者编号不在名册中', en: 'There is no volunteer of that number' },
  future_date: { zh: '日期还没到', en: 'The day is in the future' },
  coins_used: { zh: '金币已经用掉', en: 'The coins have been spent' },
  not_held: { zh: '取消或延期', en: 'Cancelled or postponed' },
}
