const guards = 'packages/server-kit'
const sources = (...folders) => folders.flatMap((folder) => [`${guards}/${folder}/*.ts`, `!${guards}/${folder}/*.test.ts`])

/** The guards whose tests are tested: their sources, and the tests that need no server, which run very often. */
export const modules = {
  token: {
    mutate: ['claims', 'verify-compact', 'verify-shared', 'verification-key'].map((name) => `${guards}/adapters/tokens/jose/${name}.ts`),
    tests: [`${guards}/adapters/tokens/jose/{claims,verify-compact,verify-shared,verification-key}.test.ts`, 'tests/attack/{jwt,jws-wycheproof}.test.ts'],
  },
  origin: { mutate: sources('domain/origin'), tests: [`${guards}/domain/origin/*.test.ts`] },
  'client-address': { mutate: sources('domain/client-address'), tests: [`${guards}/domain/client-address/*.test.ts`, 'tests/attack/client-ip.test.ts'] },
  egress: {
    mutate: sources('adapters/egress', 'domain/public-address'),
    tests: [`${guards}/adapters/egress/*.test.ts`, `${guards}/domain/public-address/*.test.ts`, 'tests/attack/ssrf.test.ts'],
  },
  policy: { mutate: sources('domain/policy'), tests: [`${guards}/domain/policy/*.test.ts`] },
  quota: { mutate: sources('domain/limits'), tests: [`${guards}/domain/limits/*.test.ts`, `${guards}/adapters/rate-limiter/memory/*.test.ts`] },
  identity: { mutate: sources('domain/identity'), tests: [`${guards}/domain/identity/*.test.ts`] },
}
