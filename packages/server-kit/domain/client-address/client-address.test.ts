import { describe, expect, it, test } from 'vitest'
import { clientAddress, trustProxies } from './client-address.js'

const proxy = '10.0.0.2'
const read = (headers: Record<string, string>, { peer = proxy, trusted = ['10.0.0.0/8'] }: { peer?: string; trusted?: string[] } = {}) =>
  clientAddress({ peer, headers: new Headers(headers), trustedProxies: trustProxies(trusted) })
const listed = (hops: string) => read({ 'x-forwarded-for': hops })

describe('whose word counts', () => {
  it('is nobody’s without trusted proxies', () => {
    const headers = { 'x-forwarded-for': '1.2.3.4', forwarded: 'for=1.2.3.4', 'x-real-ip': '1.2.3.4', 'cf-connecting-ip': '1.2.3.4' }
    expect(read(headers, { peer: '203.0.113.9', trusted: [] })).toBe('203.0.113.9')
    expect(read(headers, { peer: '203.0.113.9' })).toBe('203.0.113.9')
  })

  it.each([
    ['1.2.3.4, 198.51.100.7', '198.51.100.7'],
    ['198.51.100.7,10.0.0.5,10.9.9.9', '198.51.100.7'],
    ['10.0.0.7, 10.0.0.5', '10.0.0.7'],
    ['127.0.0.1', '127.0.0.1'],
    ['', proxy],
    ['   ', proxy],
    [',', proxy],
    ['198.51.100.7,', proxy],
    ['198.51.100.7, unknown', proxy],
    ['198.51.100.7, unknown, 10.0.0.5', proxy],
    ['unknown, 198.51.100.7', '198.51.100.7'],
  ])('%j is read from the nearest outwards', (hops, client) => expect(listed(hops)).toBe(client))

  it('reads a chain of proxies only so far', () => {
    expect(listed(`198.51.100.7${', 10.0.0.5'.repeat(32)}`)).toBe('198.51.100.7')
    expect(listed(`198.51.100.7${', 10.0.0.5'.repeat(33)}`)).toBe(proxy)
    expect(listed(`10.0.0.7${', 10.0.0.5'.repeat(40)}`)).toBe(proxy)
    expect(listed(`${'1.2.3.4,'.repeat(100_000)}198.51.100.7`)).toBe('198.51.100.7')
  })

  it('is the farthest proxy’s when all are', () => expect(read({}, { peer: '10.0.0.9' })).toBe('10.0.0.9'))

  it.each([undefined, '', 'unix:', '/run/coach.sock'])('is missing when the peer is %j', (peer) =>
    expect(clientAddress({ peer, headers: new Headers({ 'x-forwarded-for': '1.2.3.4' }), trustedProxies: trustProxies(['10.0.0.0/8']) })).toBeUndefined(),
  )
})

describe('Forwarded', () => {
  it.each([
    ['for=198.51.100.7', '198.51.100.7'],
    ['for=1.2.3.4, for=198.51.100.7;proto=https;by=10.0.0.5', '198.51.100.7'],
    ['proto=https; For = "198.51.100.7:4711"', '198.51.100.7'],
    ['for="[2001:db8:1:2::7]:4711"', '2001:db8:1:2::/64'],
    ['for="1.2.3.4, for=1.2.3.4";for=198.51.100.7', proxy],
    ['host="a,b;for=1.2.3.4";for=198.51.100.7', '198.51.100.7'],
    ['for=198.51.100.7, proto=https', proxy],
    ['for=198.51.100.7, for=unknown', proxy],
    ['for=198.51.100.7, for=_hidden', proxy],
    ['for=198.51.100.7, for="10.0.0.5', proxy],
    ['for', proxy],
  ])('%s', (forwarded, client) => expect(read({ forwarded })).toBe(client))

  it('agrees with X-Forwarded-For, or neither is believed', () => {
    expect(read({ forwarded: 'for=198.51.100.7', 'x-forwarded-for': '1.2.3.4, 198.51.100.7' })).toBe('198.51.100.7')
    expect(read({ forwarded: 'for=1.2.3.4', 'x-forwarded-for': '198.51.100.7' })).toBe(proxy)
    expect(read({ forwarded: 'for=1.2.3.4', 'x-forwarded-for': '' })).toBe('1.2.3.4')
  })
})

describe('one client, one key', () => {
  it.each([
    '2001:db8:1:2::1',
    '2001:DB8:1:2::1',
    '2001:0db8:0001:0002:0000:0000:0000:0001',
    '2001:db8:1:2:ffff:ffff:ffff:ffff',
    '2001:db8:1:2::1%eth0',
    '[2001:db8:1:2::1]',
    '"[2001:db8:1:2::1]:443"',
    '2001:db8:1:2::192.0.2.1',
  ])('%s is its /64', (hop) => expect(listed(hop)).toBe('2001:db8:1:2::/64'))
  it.each([
    '198.51.100.7',
    '198.51.100.7:4711',
    '"198.51.100.7"',
    '::ffff:198.51.100.7',
    '::FFFF:c633:6407',
    '0:0:0:0:0:ffff:198.51.100.7',
    '[::ffff:c633:6407]:80',
    '64:ff9b::198.51.100.7',
  ])('%s is its IPv4 address', (hop) => expect(listed(hop)).toBe('198.51.100.7'))
  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:3::1'],
    ['2001:db8:1::1', '2001:db8::1:0:0:1'],
    ['198.51.100.7', '198.51.100.8'],
  ])('%s and %s are two', (one, other) => expect(listed(one)).not.toBe(listed(other)))
  it.each([
    '010.1.1.1',
    '0x7f.0.0.1',
    '127.1',
    '2130706433',
    '1.2.3.4.5',
    '1.2.3.256',
    '1.2.3.4:port',
    '1.2.3.4:123456',
    '::1::',
    '[::1',
    'fe80%eth0::1',
    'localhost',
    'x'.repeat(9000),
  ])('%j is no address', (hop) => expect(listed(hop)).toBe(proxy))
  it('the peer’s address is written the same way', () => {
    expect(read({}, { peer: '::ffff:203.0.113.9' })).toBe('203.0.113.9')
    expect(read({ 'x-forwarded-for': '198.51.100.7' }, { peer: '::ffff:10.0.0.2' })).toBe('198.51.100.7')
    expect(read({}, { peer: '::1' })).toBe('::/64')
  })
})

describe('trusted proxies', () => {
  it.each([
    ['10.0.0.2', '10.0.0.2'],
    ['10.0.0.0/8', '10.255.0.1'],
    ['0.0.0.0/0', '203.0.113.9'],
    ['fd00::/8', 'fd12::1'],
    ['::1', '::1'],
    ['::ffff:10.0.0.0/104', '10.255.0.1'],
  ])('%s contain %s', (range, peer) => expect(read({ 'x-forwarded-for': '198.51.100.7' }, { peer, trusted: ['192.168.0.1', range] })).toBe('198.51.100.7'))
  it.each([
    ['10.0.0.2', '10.0.0.3'],
    ['10.0.0.0/8', '11.0.0.1'],
    ['::/0', '203.0.113.9'],
    ['fd00::/64', 'fd00:0:0:1::1'],
  ])('%s do not contain %s', (range, peer) => expect(read({ 'x-forwarded-for': '198.51.100.7' }, { peer, trusted: [range] })).not.toBe('198.51.100.7'))
  test.each(['', 'proxy.internal', '10.0.0.0/33', '10.0.0.0/-1', '10.0.0.0/', '10.0.0.0/8/8', '10.0.0.0/0x8', '10/8', '::/129', '::ffff:10.0.0.0/8'])(
    '%j is refused by name',
    (text) => expect(() => trustProxies([text])).toThrow(JSON.stringify(text)),
  )
})
