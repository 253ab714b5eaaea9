import { describe, expect, it } from 'vitest'
import { parseAllowedDomain } from './allowed-domain.js'
import { cameFromBrowser, originAllowed, sameOrigin } from './origin-allowed.js'

const ask = (origin: string | undefined, allowedDomains: string[], more: { host?: string; development?: boolean } = {}) =>
  originAllowed({ origin, allowedDomains, host: more.host ?? 'coach.example', development: more.development ?? false })

describe('a creator with a list', () => {
  const list = ['ana.example', '*.shop.test', 'app.example.org:8443', 'http://intranet.test']

  it.each([
    'https://ana.example',
    'https://ANA.example',
    'https://ana.example:443',
    'https://a.shop.test',
    'https://b.a.shop.test',
    'https://my_shop.shop.test',
    'https://app.example.org:8443',
    'http://intranet.test',
    'https://coach.example',
  ])('lets %s in', (origin) => {
    expect(ask(origin, list)).toBe(true)
  })

  it.each([
    undefined,
    'null',
    '',
    'https://shop.test',
    'https://www.ana.example',
    'https://ana.example.',
    'https://ana.example:8443',
    'https://app.example.org',
    'http://ana.example',
    'https://intranet.test',
    'https://ana.example,https://evil.test',
    'https://xn--na-8ja.example',
    'http://localhost:3000',
    'http://127.0.0.1:3000',
    'https://anaＯ.example',
    'https://coach.example:444',
  ])('keeps %s out', (origin) => {
    expect(ask(origin, list)).toBe(false)
  })

  it('takes pages without TLS only in development', () => {
    expect(ask('http://ana.example', list, { development: true })).toBe(true)
    expect(ask('http://evil.test', list, { development: true })).toBe(false)
  })

  it('knows names beyond ASCII by their punycode', () => {
    expect(ask('https://xn--caf-dma.example', ['café.example'])).toBe(true)
  })
})

describe('an empty list', () => {
  it('is nobody in production, not even a page of the same host', () => {
    expect(ask('https://coach.example', [])).toBe(false)
  })

  it.each(['http://coach.example', 'http://localhost:5173', 'http://127.0.0.1:8080', 'http://[::1]:8080', 'http://app.localhost'])(
    'lets %s in during development',
    (origin) => {
      expect(ask(origin, [], { development: true })).toBe(true)
    },
  )

  it.each(['https://evil.test', 'http://localhost.evil.test', 'http://127.0.0.1.evil.test', 'null'])('keeps %s out in development', (origin) => {
    expect(ask(origin, [], { development: true })).toBe(false)
  })
})

describe('the entries of a list', () => {
  it.each([
    '*',
    '*.com',
    '*.*.test',
    'a.*.test',
    '*.10.0.0.1',
    'https://',
    'ftp://a.test',
    'a.test/path',
    'user@a.test',
    'a..test',
    '-.test',
    'a.test:99999',
    '',
    ' ',
  ])('refuses %j, which then allows nobody', (entry) => {
    expect(parseAllowedDomain(entry)).toBeUndefined()
    expect(ask('https://a.test', [entry])).toBe(false)
  })

  it('reads a star as subdomains and keeps the port', () => {
    expect(parseAllowedDomain(' *.Shop.test:8443 ')).toEqual({ protocol: undefined, hostname: 'shop.test', port: '8443', subdomains: true })
    expect(parseAllowedDomain('http://a.test:80/')).toEqual({ protocol: 'http:', hostname: 'a.test', port: '', subdomains: false })
  })
})

it('compares the page with the host it calls, port included', () => {
  expect(sameOrigin('http://coach.example:8080', 'Coach.example:8080')).toBe(true)
  expect(sameOrigin('http://coach.example:8080', 'coach.example')).toBe(false)
  expect(sameOrigin('https://coach.example', undefined)).toBe(false)
})

it('tells a browser from a program', () => {
  expect(cameFromBrowser({ 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64)' })).toBe(true)
  expect(cameFromBrowser({ 'user-agent': '', 'sec-fetch-site': 'cross-site' })).toBe(true)
  expect(cameFromBrowser({ 'user-agent': 'node' })).toBe(false)
  expect(cameFromBrowser({})).toBe(false)
})
