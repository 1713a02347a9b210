import { expect, it } from 'vitest'
import { browserOf, maskedAddress, systemOf } from './device-words.ts'

it.each([
  ['Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36 Edg/120.0.2210.91', 'Edge 120', 'Windows'],
  ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/119.0.0.0 Safari/537.36', 'Chrome 119', 'Linux'],
  ['Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Mobile/15E148 Safari/604.1', 'Safari 17', 'iPhone'],
  ['Mozilla/5.0 (Linux; Android 13; V2218A) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/116.0 Mobile Safari/537.36 MicroMessenger/8.0.42', '微信 WeChat 8', 'Android'],
  ['Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:121.0) Gecko/20100101 Firefox/121.0', 'Firefox 121', 'Mac'],
  ['curl/8.4.0', undefined, undefined],
  ['', undefined, undefined],
])('%s', (agent, browser, system) => {
  expect([browserOf(agent), systemOf(agent)]).toEqual([browser, system])
}) // prettier-ignore

it.each([
  ['192.168.1.23', '192.168.1.*'],
  ['::ffff:10.0.0.7', '10.0.0.*'],
  ['2409:8a55:1234:5678::9', '2409:8a55:1234:*'],
  ['::1', '::1'],
  [null, null],
])('of the address %s is shown %s', (address, shown) => expect(maskedAddress(address)).toBe(shown))
