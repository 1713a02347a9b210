import { describe, expect, it } from 'vitest'
import { stationKindOf, stationStateOf } from './rules.ts'

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
