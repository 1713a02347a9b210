import { expect, test } from 'vitest'
import { levelOf, linkKey, wasHeld, whyNotCounted, winnerKindOf } from './rules.ts'

test.each([
  ['国家级', 'national'],
  ['中央媒体', 'national'],
  ['省级', 'provincial'],
  ['广东省', 'provincial'],
  ['市级', 'city'],
  [' 市 级 ', 'city'],
  ['区级', 'district'],
  ['镇街', 'district'],
  ['机构公众号', 'own_account'],
  ['自媒体', 'own_account'],
  ['行业', '行业'],
  ['', ''],
])('the level “%s” is %s', (word, level) => {
  expect(levelOf(word)).toBe(level)
})

test.each([
  ['city', false, undefined],
  ['city', true, 'reprint'],
  ['own_account', false, 'self_published'],
  ['own_account', true, 'reprint'],
])('a report of level %s, reprint %s, is %s', (level, is_reprint, why) => {
  expect(whyNotCounted(level, is_reprint)).toBe(why)
})

test('one address pasted in two ways is one link', () => {
  expect(linkKey(' https://news.example.com/a/ ')).toBe(linkKey('https://news.example.com/a#top'))
  expect(linkKey('https://news.example.com/a?id=1')).not.toBe(linkKey('https://news.example.com/a?id=2'))
})

test.each([
  ['已接待', true],
  ['完成', true],
  ['取消', false],
  ['未接待', false],
  ['延期', false],
  ['', false],
])('a reception noted “%s” was held: %s', (word, held) => {
  expect(wasHeld(word)).toBe(held)
})

test.each([
  ['员工', 'staff'],
  ['志愿者', 'volunteer'],
  ['机构', 'organisation'],
  ['学员', 'trainee'],
  ['家属', '家属'],
])('the winner “%s” is %s', (word, kind) => {
  expect(winnerKindOf(word)).toBe(kind)
})
