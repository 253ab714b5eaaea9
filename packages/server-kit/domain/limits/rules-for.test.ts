import { describe, expect, it } from 'vitest'
import { memoryRateLimiter } from '../../adapters/rate-limiter/memory/index.js'
import { defaultLimits } from './default-limits.js'
import { monthlyQuotas, usageMonth } from './monthly-quota.js'
import { type LimitedCall, rulesFor } from './rules-for.js'
import { rulesProblem } from './rules-problem.js'

const visitor: LimitedCall = { routeClass: 'read', ip: '203.0.113.9', sessionId: 's1', creatorId: 'c1', tier: 'free' }
/** Rules as `key limit/seconds`, which is what an operator would ask for. */
const told = (call: LimitedCall) => rulesFor(call).map(({ key, limit, windowMs }) => `${key} ${limit}/${windowMs / 1000}`)
const shared = ['address:203.0.113.9 100/60', 'user:session:s1 100/60', 'creator:c1 1000/3600']

describe('the rules of a call', () => {
  it.each<[LimitedCall['routeClass'], string[]]>([
    ['read', []],
    ['other', ['other:creator:c1 30/60']],
    ['upload', ['upload:creator:c1 10/60']],
    ['embed', ['embed:creator:c1 50/60']],
    ['connect', ['connect:203.0.113.9:session:s1 6/60']],
    ['login', ['login:address:203.0.113.9 5/60']],
    ['registration', ['registration:address:203.0.113.9 5/60']],
    ['password-reset', ['password-reset:address:203.0.113.9 5/60']],
    [
      'chat',
      ['chat:session:s1 10/60', 'messages:session:s1 100/60', 'messages:session:s1 1000/3600', 'messages:session:s1 10000/86400', 'chat:creator:c1 100/60'],
    ],
    ['direct-message', ['direct-message:session:s1 60/60', 'messages:session:s1 100/60', 'messages:session:s1 1000/3600', 'messages:session:s1 10000/86400']],
  ])('%s', (routeClass, own) => expect(told({ ...visitor, routeClass })).toEqual([...shared, ...own]))

  it('name an account in whatever address it is tried', () => {
    expect(told({ routeClass: 'login', ip: '203.0.113.9', accountId: 'ana@example.com' })).toEqual([
      'address:203.0.113.9 100/60',
      'login:address:203.0.113.9 5/60',
      'login:account:ana@example.com 10/900',
    ])
    expect(rulesFor({ routeClass: 'login', accountId: 'ana@example.com' }).find(({ key }) => key.startsWith('login:account'))?.backOff).toBeUndefined()
  })

  it('count a member as a member, and take the widget’s own limit for visitors only', () => {
    const limitOf = (call: LimitedCall) => rulesFor({ ...call, routeClass: 'chat' }).find(({ key }) => /^chat:(session|member)/.test(key))
    expect(limitOf({ ...visitor, widgetPerMinute: 25 })).toMatchObject({ key: 'chat:session:s1', limit: 25 })
    expect(limitOf({ ...visitor, widgetPerMinute: 1 })).toMatchObject({ limit: 1 })
    expect(limitOf({ ...visitor, memberId: 'm1', widgetPerMinute: 25 })).toMatchObject({ key: 'chat:member:m1', limit: 10 })
  })

  it('depend on the tier by the hour', () => {
    const hourly = (tier: 'free' | 'premium' | 'enterprise') => rulesFor({ ...visitor, tier }).find(({ key }) => key === 'creator:c1')?.limit
    expect([hourly('free'), hourly('premium'), hourly('enterprise')]).toEqual([1000, 10_000, undefined])
    expect([monthlyQuotas.free.exchanges, monthlyQuotas.premium.exchanges, monthlyQuotas.enterprise.exchanges]).toEqual([10_000, 100_000, undefined])
  })

  it('leave out what is not known, and can be counted', () => {
    expect(rulesFor({ routeClass: 'chat' })).toEqual([])
    const classes: LimitedCall['routeClass'][] = [
      'login',
      'registration',
      'password-reset',
      'connect',
      'chat',
      'direct-message',
      'upload',
      'embed',
      'read',
      'other',
    ]
    for (const routeClass of classes) {
      const call: LimitedCall = { ...visitor, routeClass, memberId: 'm1', accountId: 'a1', route: 'creators.update', widgetPerMinute: 100 }
      expect(rulesProblem(rulesFor(call), 1), routeClass).toBeUndefined()
    }
  })

  it('hold for a user whose address is not known', () => {
    expect(told({ routeClass: 'connect', sessionId: 's1' })).toEqual(['user:session:s1 100/60', 'connect:anywhere:session:s1 6/60'])
  })

  it('can be set by a host one by one', () => {
    const limits = { ...defaultLimits, uploadsPerCreator: { limit: 2, windowMs: 1000 } }
    expect(rulesFor({ routeClass: 'upload', creatorId: 'c1' }, limits)).toEqual([{ key: 'upload:creator:c1', limit: 2, windowMs: 1000 }])
  })
})

describe('calls under the default limits', () => {
  const limiter = memoryRateLimiter({ clock: { now: () => new Date(Date.UTC(2030, 0, 1)) } })
  const passed = async (calls: LimitedCall[]) => {
    let count = 0
    for (const call of calls) count += (await limiter.take(rulesFor(call))).allowed ? 1 : 0
    return count
  }
  const times = (count: number, call: (at: number) => LimitedCall) => Array.from({ length: count }, (_, at) => call(at))

  it('five wrong passwords from one address, and its reset is still open', async () => {
    const ip = '198.51.100.1'
    expect(await passed(times(20, (at) => ({ routeClass: 'login', ip, accountId: `account-${at}` })))).toBe(5)
    expect(await passed([{ routeClass: 'password-reset', ip, accountId: 'account-1' }])).toBe(1)
  })

  it('ten tries at one account from as many addresses as there are', async () => {
    expect(await passed(times(50, (at) => ({ routeClass: 'login', ip: `192.0.2.${at}`, accountId: 'ana' })))).toBe(10)
    expect(await passed([{ routeClass: 'login', ip: '192.0.2.200', accountId: 'eva' }])).toBe(1)
  })

  it('a creator’s visitors together ask a hundred questions a minute, each of them ten', async () => {
    const ask = (session: number, creatorId: string): LimitedCall => ({
      routeClass: 'chat',
      ip: `198.18.${session}.1`,
      sessionId: `${creatorId}-${session}`,
      creatorId,
      tier: 'enterprise',
    })
    expect(await passed(times(12, () => ask(0, 'one')))).toBe(10)
    expect(await passed(times(150, (at) => ask(1 + (at % 50), 'one')))).toBe(90)
    expect(await passed(times(5, () => ask(0, 'other')))).toBe(5)
  })
})

describe('the month of a moment', () => {
  it.each([
    ['2030-01-01T00:00:00.000Z', '2030-01'],
    ['2030-01-31T23:59:59.999Z', '2030-01'],
    ['2030-12-31T23:30:00.000-01:00', '2031-01'],
  ])('%s is in %s', (moment, month) => expect(usageMonth(new Date(moment))).toBe(month))
})
