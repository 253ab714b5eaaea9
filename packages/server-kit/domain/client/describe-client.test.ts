import { expect, test } from 'vitest'
import { describeClient } from './describe-client.js'
import { nameProgram } from './name-program.js'

const chromeOnAndroid = 'Mozilla/5.0 (Linux; Android 14; Pixel 8 Pro) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.6478.122 Mobile Safari/537.36'
const safariOnPhone = 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Mobile/15E148 Safari/604.1'
const safariOnMac = 'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.5 Safari/605.1.15'
const edge = 'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0.0.0 Safari/537.36 Edg/126.0.2592.68'
const firefox = 'Mozilla/5.0 (X11; Linux x86_64; rv:127.0) Gecko/20100101 Firefox/127.0'

test.each([
  [chromeOnAndroid, 'Chrome 126, Android'],
  [safariOnPhone, 'Safari 17, iOS'],
  [safariOnMac, 'Safari 17, macOS'],
  [edge, 'Edge 126, Windows'],
  [firefox, 'Firefox 127, Linux'],
  ['Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) CriOS/126.0.6478.54 Mobile/15E148', 'Chrome 126, iOS'],
  ['AnaApp/412 CFNetwork/1498.700.2 Darwin/23.6.0', 'AnaApp 412'],
  ['okhttp/4.12.0', 'okhttp 4'],
  ['curl/8.5.0', 'curl 8'],
  ['node', 'node'],
  ['device-7f3a9c21-4b', 'device'],
  ['user@example.com', 'user'],
  ['Mozilla/5.0', undefined],
  ['{"token":"secret"}', undefined],
  ['', undefined],
])('%s is named %s', (userAgent, name) => {
  expect(nameProgram(userAgent)).toBe(name)
})

test.each([
  [
    { page: 'https://ana.example', device: edge, address: '203.0.113.77' },
    { platform: 'web', userAgent: 'Edge 126, Windows', address: '203.0.113.0/24' },
  ],
  [
    { page: 'https://ana.example', device: chromeOnAndroid, address: '2001:db8:1:2::/64' },
    { platform: 'mobile', userAgent: 'Chrome 126, Android', address: '2001:db8:1::/48' },
  ],
  [{ device: 'okhttp/4.12.0' }, { platform: 'mobile', userAgent: 'okhttp 4' }],
  [
    { device: 'curl/8.5.0', address: '10.1.2.3' },
    { platform: 'api', userAgent: 'curl 8', address: '10.1.2.0/24' },
  ],
  [{ address: 'nonsense' }, { platform: 'api' }],
])('%j is told as %j', (source, client) => {
  expect(describeClient(source)).toEqual(client)
})
