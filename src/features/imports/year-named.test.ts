import { expect, test } from 'vitest'
import { yearNamed } from './year-named.ts'

test.each([
  ['most titles decide', ['2022年度签到表', '2022年 助餐', '2021年度合同'], ['2020.xlsx'], 2022],
  ['wide digits and Chinese ones are read too', ['２０２３年度', '二〇二三年度', '二零二三 年'], [], 2023],
  ['without titles, most of the names do', ['签到表'], ['2021-会员.xlsx', '2021-活动.xlsx', '其他.xlsx'], 2021],
  ['half of the names is not most', [], ['2021-会员.xlsx', '其他.xlsx'], undefined],
  ['a day or a telephone number is no year', ['13820221234', '第2022号'], ['20220305.xlsx'], undefined],
  ['nothing says nothing', [], [], undefined],
])('%s', (_, titles, names, year) => {
  expect(yearNamed(titles, names)).toBe(year)
})
