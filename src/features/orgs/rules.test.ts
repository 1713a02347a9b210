import { describe, expect, it } from 'vitest'
import { isCreditCode, stationKindOf, stationStateOf } from './rules.ts'

describe('stationKindOf', () => {
  it.each([
    ['海澄村居家养老服务站', 'home_care_station'],
    ['三灶社区居家养老服务站', 'home_care_station'],
    ['海澄村康园中心', 'disability_centre'],
    ['斗门区残疾人工疗站', 'disability_centre'],
    ['平沙镇养老综合服务中心', 'elder_care_centre'],
    ['红旗镇居家养老服务中心', 'elder_care_centre'],
    ['南屏镇颐康中心', 'elder_care_centre'],
    ['鱼林村长者活动点', 'home_care_station'],
  ])('%s is a %s, whenever it was opened', (name, kind) => {
    expect(stationKindOf(name, '2013-03-01')).toBe(kind)
    expect(stationKindOf(name, '2022-06-01')).toBe(kind)
  })
})

describe('stationStateOf', () => {
  it.each([
    ['运营中', 'open'],
    ['正常运营', 'open'],
    ['', 'open'],
    ['已撤销', 'closed'],
    ['停用', 'closed'],
    ['已关闭', 'closed'],
    ['筹建中', 'closed'],
    ['装修整改', 'closed'],
    ['暂未开放', 'closed'],
    ['在用', 'open'],
  ])('“%s” is %s', (text, state) => {
    expect(stationStateOf(text)).toBe(state)
  })
})

describe('统一社会信用代码', () => {
  it.each(['91350100M000100Y43', '52440400MJM000001D'])('%s is one', (code) => {
    expect(isCreditCode(code)).toBe(true)
  })
  it('no character of it can be mistaken unnoticed, and it has 18', () => {
    const right = '91350100M000100Y43'
    for (let at = 0; at < right.length; at++)
      for (const other of '0123456789ABCDEFGHJKLMNPQRTUWXY')
        if (other !== right[at]) expect(isCreditCode(right.slice(0, at) + other + right.slice(at + 1))).toBe(false)
    expect(isCreditCode(right.slice(1))).toBe(false)
    expect(isCreditCode(right.toLowerCase())).toBe(false)
    expect(isCreditCode('O1350100M000100Y43')).toBe(false)
  })
})
