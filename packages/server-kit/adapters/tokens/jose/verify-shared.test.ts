import { createHmac } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { verifySharedToken } from './verify-shared.js'

const keys = [
  { id: 'new', secret: Buffer.from('cki_a-new-secret-of-some-length-000000') },
  { id: 'old', secret: Buffer.from('cki_an-old-secret-of-some-length-00000') },
]
const encode = (part: string) => Buffer.from(part).toString('base64url')
const signed = (header: string, payload: string, secret: Uint8Array = Buffer.from(keys[1]?.secret ?? ''), hash = 'sha256') => {
  const input = `${encode(header)}.${encode(payload)}`
  return `${input}.${createHmac(hash, secret).update(input).digest('base64url')}`
}
const claims = '{"sub":"u-1"}'

describe('a token of a creator’s own server', () => {
  it.each(['{"alg":"HS256"}', '{"alg":"HS256","typ":"JWT"}', '{"alg":"HS256","kid":"old"}'])('is read under %s', async (header) => {
    expect(await verifySharedToken(signed(header, claims), keys)).toEqual({ sub: 'u-1' })
  })

  const good = signed('{"alg":"HS256"}', claims)
  const [head = '', body = '', tag = ''] = good.split('.')
  it.each([
    ['none', `${encode('{"alg":"none"}')}.${body}.`],
    ['none with a signature', signed('{"alg":"none"}', claims)],
    ['None', signed('{"alg":"None"}', claims)],
    ['HS512', signed('{"alg":"HS512"}', claims, keys[1]?.secret, 'sha512')],
    ['RS256 that is an HMAC', signed('{"alg":"RS256"}', claims)],
    ['a critical extension', signed('{"alg":"HS256","crit":["exp"],"exp":1}', claims)],
    ['unencoded payload', signed('{"alg":"HS256","b64":false,"crit":["b64"]}', claims)],
    ['a key inside', signed('{"alg":"HS256","jwk":{"kty":"oct","k":"AAAA"}}', claims, Buffer.from([0, 0, 0]))],
    ['a key elsewhere', signed('{"alg":"HS256","jku":"https://evil.test/keys"}', claims)],
    ['a kid of nobody', signed('{"alg":"HS256","kid":"../../dev/null"}', claims, Buffer.alloc(0))],
    ['a kid of the other key', signed('{"alg":"HS256","kid":"new"}', claims)],
    ['an empty secret', signed('{"alg":"HS256"}', claims, Buffer.alloc(0))],
    ['another payload', `${head}.${encode('{"sub":"u-2"}')}.${tag}`],
    ['no signature', `${head}.${body}.`],
    ['half a signature', `${head}.${body}.${tag.slice(0, 20)}`],
    ['padding', `${head}.${body}.${tag}=`],
    ['four parts', `${good}.x`],
    ['one part', 'token'],
    ['nothing', ''],
    ['a claim twice', signed('{"alg":"HS256"}', '{"sub":"u-1","sub":"u-2"}')],
    ['more than 8 KB', signed('{"alg":"HS256"}', `{"sub":"${'x'.repeat(8000)}"}`)],
    ['no JSON', signed('{"alg":"HS256"}', 'sub=u-1')],
  ])('is refused with %s', async (_, token) => {
    expect(await verifySharedToken(token, keys)).toBeUndefined()
  })

  it('is refused where there is no key', async () => {
    expect(await verifySharedToken(good, [])).toBeUndefined()
  })
})
