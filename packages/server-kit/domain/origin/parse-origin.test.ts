import { describe, expect, it } from 'vitest'
import { isHostName, isLocalHost, parseOrigin } from './parse-origin.js'

describe('an Origin header', () => {
  it.each([
    ['https://ana.example', 'https://ana.example'],
    ['HTTPS://Ana.Example', 'https://ana.example'],
    ['https://ana.example:443', 'https://ana.example'],
    ['http://ana.example:80', 'http://ana.example'],
    ['http://ana.example:443', 'http://ana.example:443'],
    ['https://ana.example:8443', 'https://ana.example:8443'],
    ['https://[2001:db8::1]:8443', 'https://[2001:db8::1]:8443'],
    [`https://${'a'.repeat(63)}.example`, `https://${'a'.repeat(63)}.example`],
  ])('%s is the page %s', (header, origin) => expect(parseOrigin(header)?.origin).toBe(origin))

  it.each([
    [undefined],
    [''],
    ['null'],
    ['ana.example'],
    ['ftp://ana.example'],
    ['xhttps://ana.example'],
    ['https://'],
    ['https://ana.example/'],
    ['https://ana.example/path'],
    ['https://ana.example?'],
    ['https://user@ana.example'],
    ['https://ana.example:'],
    ['https://ana.example:80443'],
    ['https://ana.example:0443'],
    ['https://ana.example https://evil.test'],
    ['https://ana.example\n'],
    ['https://ana%2eexample'],
    ['https://an\u00e0.example'],
    ['https://127.1'],
    ['https://0x7f000001'],
    ['https://ana..example'],
    ['https://-ana.example'],
    [`https://${'a.'.repeat(150)}example`],
  ])('%j is nobody', (header) => expect(parseOrigin(header)).toBeUndefined())

  it('is at most 300 characters long', () => {
    const longest = `https://${'a'.repeat(50)}.${`${'b'.repeat(60)}.`.repeat(3)}example`
    const padded = (length: number) => longest.replace('.example', `.${'c'.repeat(length - longest.length - 1)}.example`)
    expect(parseOrigin(padded(300))?.hostname).toHaveLength(292)
    expect(parseOrigin(padded(301))).toBeUndefined()
  })
})

it('knows host names from what only looks like one', () => {
  expect(['ana.example', 'localhost', '[::1]', 'my_shop.test', '_.test', '10.0.0.1', 'a-b.c'].filter((name) => !isHostName(name))).toEqual([])
  expect(['', '.', 'ana..example', 'ana.', '.ana', '-a.test', 'a-.test', 'a b.test', 'a*.test', 'A.test'].filter(isHostName)).toEqual([])
})

it('knows the pages of this machine', () => {
  expect(['localhost', 'app.localhost', '[::1]', '127.0.0.1', '127.255.10.200'].filter((name) => !isLocalHost(name))).toEqual([])
  expect(['localhost.test', 'mylocalhost', '128.0.0.1', '127.0.0', '127.0.0.1.test', 'x127.0.0.1', '[::2]', '0.0.0.0'].filter(isLocalHost)).toEqual([])
})
