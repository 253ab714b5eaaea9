import { describe, expect, it } from 'vitest'
import { isPublicAddress } from './is-public-address.js'
import { isPublicName } from './is-public-name.js'
import { hostOf, readPublicUrl } from './public-url.js'

describe('a public address', () => {
  it.each(['1.1.1.1', '9.255.255.255', '11.0.0.0', '100.63.255.255', '100.128.0.0', '172.15.255.255', '172.32.0.0', '192.167.255.255', '223.255.255.255'])(
    '%s is one',
    (address) => expect(isPublicAddress(address)).toBe(true),
  )
  it.each(['2000::1', '2606:4700:4700::1111', '2a00:1450:4009:80b::200e', '3ffe::1'])('%s is one', (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    '0.0.0.0',
    '0.1.2.3',
    '10.0.0.0',
    '100.64.0.0',
    '100.127.255.255',
    '127.255.255.255',
    '168.63.129.16',
    '169.254.169.254',
    '172.16.0.0',
    '172.31.255.255',
    '192.0.0.170',
    '192.0.2.1',
    '192.88.99.1',
    '192.168.255.255',
    '198.18.0.0',
    '198.19.255.255',
    '198.51.100.7',
    '203.0.113.7',
    '224.0.0.1',
    '240.0.0.1',
    '255.255.255.255',
  ])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false))
  it.each([
    '::',
    '::1',
    '::8.8.8.8',
    '::ffff:8.8.8.8',
    '::ffff:0:8.8.8.8',
    '64:ff9b::808:808',
    '64:ff9b:1::1',
    '100::1',
    '2001::1',
    '2001:db8::1',
    '2002:808:808::1',
    '3fff::1',
    '4000::1',
    '5f00::1',
    'fc00::1',
    'fd00:ec2::254',
    'fe80::1',
    'fe80::1%eth0',
    'fec0::1',
    'ff02::1',
  ])('%s is none', (address) => expect(isPublicAddress(address)).toBe(false))
  it.each(['', 'example.com', '1.2.3', '0x8.8.8.8', '010.8.8.8', '134744072', '[::1]', '1.2.3.4.5', '2606:4700::1::1'])('%j is not even an address', (text) =>
    expect(isPublicAddress(text)).toBe(false),
  )
})

describe('a public name', () => {
  it.each(['example.com', 'example.com.', 'a.b.example.co.uk', 'xn--caf-dma.example', '_dmarc.example.com', 'localhost.example.com', `${'a'.repeat(63)}.com`])(
    '%s is one',
    (name) => expect(isPublicName(name)).toBe(true),
  )
  it.each([
    '',
    '.',
    '..',
    'com',
    'redis',
    'localhost',
    'foo.localhost',
    'router.local',
    'kubernetes.default.svc',
    'api.svc.cluster.local',
    'host.docker.internal',
    'printer.lan',
    'metadata.goog',
    'www.metadata.goog',
    'a..com',
    '-a.com',
    'a-.com',
    'example.com..',
    `${'a'.repeat(64)}.com`,
    `${'a.'.repeat(126)}com`,
  ])('%j is none', (name) => expect(isPublicName(name)).toBe(false))
})

describe('an address someone gave', () => {
  const rules = { ports: [80, 443], privateOrigins: ['http://127.0.0.1:11434'] }
  const reason = (text: string) => {
    const verdict = readPublicUrl(text, rules)
    return verdict.ok ? verdict.url.href : verdict.reason
  }
  it.each([
    ['https://example.com/a?b=c#d', 'https://example.com/a?b=c#d'],
    ['http://example.com:443/', 'http://example.com:443/'],
    ['https://[2606:4700:4700::1111]/', 'https://[2606:4700:4700::1111]/'],
    ['http://127.0.0.1:11434/api', 'http://127.0.0.1:11434/api'],
    ['https://example.com:8443/', 'port'],
    ['http://example.com:22/', 'port'],
    ['http://127.0.0.1:11435/', 'port'],
    ['http://127.0.0.1/', 'host'],
    ['https://127.0.0.1:11434/', 'port'],
    ['http://[::1]/', 'host'],
    ['http://2130706433/', 'host'],
    ['http://localhost/', 'host'],
    ['https://user@example.com/', 'credentials'],
    ['https://:pass@example.com/', 'credentials'],
    ['ws://example.com/', 'scheme'],
    ['javascript:alert(1)', 'scheme'],
    ['/relative', 'malformed'],
    ['http://exa\tmple.com/', 'malformed'],
    [' http://example.com/', 'malformed'],
    ['http://example.com\\.evil.test/', 'malformed'],
    ['http://[', 'malformed'],
  ])('%s: %s', (text, expected) => expect(reason(text)).toBe(expected))

  it('has a host without the brackets of IPv6', () => {
    expect(hostOf(new URL('http://[::1]:8080/'))).toBe('::1')
    expect(hostOf(new URL('http://example.com/'))).toBe('example.com')
  })
})
