import { describe, expect, it } from 'vitest'
import { normaliseEmail, sameAccount } from './email.js'
import { safeReturnPath } from './return-path.js'
import { slugProblem } from './slug.js'

describe('an e-mail address', () => {
  it.each([
    ['Ana.Lopez+coach@Example.com', 'ana.lopez+coach@example.com'],
    ["o'brien@sub.example.co.uk", "o'brien@sub.example.co.uk"],
    ['a@xn--caf-dma.example', 'a@xn--caf-dma.example'],
    [`${'a'.repeat(64)}@example.com`, `${'a'.repeat(64)}@example.com`],
  ])('%s is kept as %s', (text, email) => expect(normaliseEmail(text)).toBe(email))

  it.each([
    '',
    'ana',
    '@example.com',
    'ana@',
    'ana@localhost',
    'ana@example..com',
    'ana@.example.com',
    'ana@example.com.',
    'ana@-example.com',
    'ana@127.0.0.1',
    'ana@[127.0.0.1]',
    '.ana@example.com',
    'ana.@example.com',
    'a..na@example.com',
    'ana@evil.test@example.com',
    'ana%evil.test@example.com',
    'evil.test!ana@example.com',
    '"ana"@example.com',
    'ana(x)@example.com',
    'Ana <ana@example.com>',
    'ana@example.com,b@example.com',
    ' ana@example.com',
    'ana@example.com\n',
    'ana@exam\u0000ple.com',
    'añа@example.com',
    'ana@café.example',
    '\u212Aen@example.com',
    `${'a'.repeat(65)}@example.com`,
    `ana@${'a'.repeat(64)}.com`,
    `ana@${'a.'.repeat(130)}com`,
  ])('%j is refused', (text) => expect(normaliseEmail(text)).toBeUndefined())

  it('is one account in any case, and no account when it is none', () => {
    expect(sameAccount('ANA@example.com', 'ana@EXAMPLE.com')).toBe(true)
    expect(sameAccount('ana@example.com', 'ana+1@example.com')).toBe(false)
    expect(sameAccount('not an address', 'not an address')).toBe(false)
  })
})

describe('a slug', () => {
  it.each(['ana-lopez', 'a', '7', 'gym4you', 'a'.repeat(64), 'administracion', 'apiculture'])('%s is free', (slug) => expect(slugProblem(slug)).toBeUndefined())
  it.each(['', '-ana', 'ana-', 'Ana', 'ána', 'ana lopez', 'ana_lopez', '..', 'a/b', '\u0430na', 'ana\u200d', 'a'.repeat(65)])('%j is not one', (slug) =>
    expect(slugProblem(slug)).toBe('format'),
  )
  it.each(['admin', 'api', 'v1', 'v12', 'www', 'null', 'constructor', 'well-known', 'supp0rt', 'adm1n', 'r00t', 'he1p', 'l0gin', '4dmin', '5taff', 'vvvvvv'])(
    '%s is reserved',
    (slug) => expect(slugProblem(slug)).toBe('reserved'),
  )
})

describe('the way back after signing in', () => {
  const listed = ['https://app.example', 'http://localhost:3000/', 'not an origin']
  const back = (input: string) => safeReturnPath(input, listed)
  it.each([
    ['/', '/'],
    ['/hub?tab=1&next=//evil.test#top', '/hub?tab=1&next=//evil.test#top'],
    ['/a/../b', '/b'],
    ['/caf%C3%A9', '/caf%C3%A9'],
    ['https://app.example/deep?x=1', 'https://app.example/deep?x=1'],
    ['HTTPS://APP.example', 'https://app.example/'],
    ['http://localhost:3000/x', 'http://localhost:3000/x'],
  ])('%s leads to %s', (input, target) => expect(back(input)).toBe(target))

  it.each([
    '',
    'hub',
    '//evil.test',
    '///evil.test',
    '/\\evil.test',
    '\\\\evil.test',
    '/\t/evil.test',
    '/.//evil.test',
    '/..//evil.test',
    '/a/..//evil.test',
    '/%2f/evil.test',
    '/%252fevil.test',
    '/%5cevil.test',
    '/%09/evil.test',
    '/a%0d%0aset-cookie:x',
    ' /hub',
    '/hub\u3002',
    'https://evil.test/',
    'https://app.example.evil.test/',
    'https://app.example@evil.test/',
    'https://user@app.example/',
    'http://app.example/',
    'https://app.example:8443/',
    'https:app.example',
    'javascript:alert(1)',
    'data:text/html,x',
    `/${'a'.repeat(2000)}`,
  ])('%j leads nowhere', (input) => expect(back(input)).toBeUndefined())
})
