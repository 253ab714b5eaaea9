import { describe, expect, it } from 'vitest'
import { pageOfRequest, pageOfUpgrade } from './calling-page.js'

const browser = 'Mozilla/5.0 (X11; Linux x86_64) Gecko/20100101 Firefox/140.0'
const named = (method: string, headers: Record<string, string>) =>
  pageOfRequest(new Request('https://coach.example/v1/health', { method, headers })).mustBeNamed

describe('a request', () => {
  it('tells its page and where it called to', () => {
    const request = new Request('https://coach.example/', { headers: { origin: 'https://ana.example', host: 'coach.example:8443' } })
    expect(pageOfRequest(request)).toEqual({ origin: 'https://ana.example', host: 'coach.example:8443', mustBeNamed: false })
    expect(pageOfRequest(new Request('https://coach.example/'))).toEqual({ origin: undefined, host: undefined, mustBeNamed: false })
  })

  it.each([
    ['GET', 'cross-site', 'cors', true],
    ['HEAD', 'cross-site', 'no-cors', true],
    ['GET', 'same-site', 'cors', true],
    ['GET', 'cross-site', 'navigate', false],
    ['HEAD', 'same-site', 'navigate', false],
    ['GET', 'same-origin', 'cors', false],
    ['GET', 'none', 'navigate', false],
    ['POST', 'same-origin', 'cors', true],
    ['DELETE', 'cross-site', 'navigate', true],
  ])('%s that a browser calls %s in the mode %s must be named: %s', (method, site, mode, must) => {
    expect(named(method, { 'user-agent': browser, 'sec-fetch-site': site, 'sec-fetch-mode': mode })).toBe(must)
  })

  it('of an old browser must be named where it changes something, one of a program never', () => {
    expect([named('GET', { 'user-agent': browser }), named('POST', { 'user-agent': browser })]).toEqual([false, true])
    expect([named('GET', { 'user-agent': 'curl/8' }), named('POST', { 'user-agent': 'curl/8' }), named('POST', {})]).toEqual([false, false, false])
    expect(named('POST', { 'user-agent': 'like Mozilla/5.0' })).toBe(false)
  })
})

describe('an upgrade', () => {
  it('of a browser must be named, one of a program need not', () => {
    expect(pageOfUpgrade({ origin: 'https://ana.example', host: 'coach.example', 'user-agent': browser })).toEqual({
      origin: 'https://ana.example',
      host: 'coach.example',
      mustBeNamed: true,
    })
    expect(pageOfUpgrade({ host: 'coach.example', 'sec-fetch-site': 'cross-site' }).mustBeNamed).toBe(true)
    expect(pageOfUpgrade({ host: 'coach.example', 'user-agent': 'curl/8' })).toEqual({ origin: undefined, host: 'coach.example', mustBeNamed: false })
  })
})
