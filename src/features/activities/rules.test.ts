import { expect, test } from 'vitest'
import {
  headcountOf,
  isAnonymous,
  isHeadcount,
  isLength,
  isWorker,
  kindCodeOf,
  minutesOf,
  modeOf,
  periodOf,
  stateOf,
} from './rules.ts'

test.each([
  ['小组', 'group'],
  ['小組活动', 'group'],
  ['课程', 'course'],
  ['银龄学堂', 'course'],
  ['健康讲座', 'health_lecture'],
  ['防诈骗讲座', 'fraud_lecture'],
  ['法律讲座', 'lecture'],
  ['长者议事会', 'council'],
  ['节日活动', 'other'],
  ['', 'other'],
])('the kind %s counts as %s', (kind, code) => expect(kindCodeOf(kind)).toBe(code))

test.each([
  ['已开展', 'held'],
  [' 已 开展', 'held'],
  ['已完成', 'held'],
  ['取消', 'cancelled'],
  ['已取消', 'cancelled'],
  ['未开展', 'cancelled'],
  ['延期', 'postponed'],
  ['改期', 'postponed'],
  ['待开展', 'planned'],
  ['', 'planned'],
])('the state %s means %s', (word, state) => expect(stateOf(word)).toBe(state))

test.each([
  ['站点活动室', '', '', 'on_site'],
  ['村居广场', '', '', 'outreach'],
  ['腾讯会议', '', '', 'online'],
  ['', '线上直播', '', 'online'],
  ['', '', '线上猜灯谜', 'online'],
  ['', '', '游公园分享会', 'on_site'],
  ['', '', '', 'on_site'],
])('a session at %s (%s, %s) is %s', (place, note, title, mode) => expect(modeOf(place, note, title)).toBe(mode))

test.each([
  ['1.5', 1.5, 90],
  ['1.33', 1.33, 79.8],
  ['2小时', 2, 120],
  ['90分钟', undefined, 90],
  ['1小时30分', undefined, 90],
  ['２', undefined, 120],
  ['', undefined, undefined],
  ['两小时', undefined, Number.NaN],
  ['0', 0, 0],
  ['24', 24, 1440],
])('the length %s is %s → %s minutes', (text, hours, minutes) => expect(minutesOf(text, hours)).toBe(minutes))

test.each([
  [0, false],
  [0.5, true],
  [720, true],
  [720.01, false],
  [-60, false],
  [Number.NaN, false],
])('%s minutes can be a session: %s', (minutes, can) => expect(isLength(minutes)).toBe(can))

test.each([
  ['群众32人', '', 32],
  ['群众', '34人', 34],
  ['街坊', '', 1],
  ['居民（约１５人）', '20', 15],
  ['群众0人', '12', 0],
])('the row %s (%s) stands for %s people', (name, note, people) => {
  expect(isAnonymous(name)).toBe(true)
  expect(headcountOf(name, note)).toBe(people)
})

test('somebody with a name is somebody', () => expect(isAnonymous('陈桂英')).toBe(false))
test('unnamed people in traditional characters are unnamed too', () => expect(isAnonymous('群眾12人')).toBe(true))

test.each([
  [1, true],
  [500, true],
  [501, false],
  [0, false],
  [1.5, false],
])('a head-count of %s is possible: %s', (people, can) => expect(isHeadcount(people)).toBe(can))

test.each([
  ['工作人员', true],
  ['志愿者', true],
  [' 志 愿 者', true],
  ['非会员', false],
  ['志愿者家属', false],
  ['', false],
])('the note %s means staff: %s', (note, is) => expect(isWorker(note)).toBe(is))

test.each([
  ['上午', 'morning'],
  ['下午', 'afternoon'],
  ['晚上', 'evening'],
  ['全天', '全天'],
])('%s is %s', (word, period) => expect(periodOf(word)).toBe(period))
