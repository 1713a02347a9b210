/** Why a figure cannot be computed, in few words: the closed set of `problem` codes of the figures slice. */
export const figureProblems: Readonly<Record<string, { readonly zh: string; readonly en: string }>> = {
  denominator_zero: { zh: '没有有效记录，分母为0', en: 'no valid records; the denominator is 0' },
  no_such_station: { zh: '没有这样的站点', en: 'there is no such station' },
  no_such_contract: { zh: '没有这样的项目', en: 'there is no such contract' },
  not_by_station: { zh: '不分站点，请看全机构', en: 'not counted by station; look at all stations' },
  not_by_contract: { zh: '不分项目，请看全部项目', en: 'not counted by contract; look at all contracts' },
  unknown_metric: { zh: '没有这个统计口径', en: 'there is no such metric' },
  not_permitted: { zh: '无权查看这类记录', en: 'you may not see such records' },
  source_failed: { zh: '计算出错，请联系管理员', en: 'the computation failed; tell your administrator' },
}

/** `problem`: a code of the set, or words, which are said as they are. */
export const figureProblem = (problem: string, language: 'zh' | 'en'): string => figureProblems[problem]?.[language] ?? problem
