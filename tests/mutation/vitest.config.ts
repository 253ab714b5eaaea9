import base from '../../vitest.config.js'

const guards = 'packages/server-kit'

/** The guards' own tests alone, and those that need no server: each of them runs very often. */
export default {
  ...base,
  test: {
    ...base.test,
    include: [
      `${guards}/adapters/tokens/jose/{claims,tokens,verify-compact,verification-key}.test.ts`,
      `${guards}/domain/{origin,client-address,public-address,policy,limits}/*.test.ts`,
      `${guards}/adapters/egress/*.test.ts`,
      `${guards}/adapters/rate-limiter/memory/*.test.ts`,
      'tests/attack/{jwt,jws-wycheproof,client-ip,ssrf}.test.ts',
    ],
  },
}
