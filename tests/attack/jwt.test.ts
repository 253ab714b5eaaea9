import { createTokens, type KeyRing } from '../../packages/server-kit/adapters/tokens/jose/index.js'
import { readKeySet } from '../../packages/server-kit/adapters/tokens/jose/verification-key.js'
import { type CorpusRow, corpusFile } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface JwtRow extends CorpusRow {
  jwt: string
  name: string
}

const issued = JSON.parse(corpusFile('jwt_jwks.json') ?? '{"now":0,"jwks":{"keys":[]}}') as { now: number; jwks: unknown }
const keys = readKeySet(issued.jwks)
const ring: KeyRing = {
  signing: () => Promise.reject(new Error('These tests only verify.')),
  verifying: async (id) => (await keys).get(id),
  published: async () => [...(await keys).values()],
  rotateIfDue: async () => undefined,
}
const tokens = createTokens({
  issuer: 'https://api.coachkit.test',
  keys: ring,
  clock: { now: () => new Date(issued.now * 1000) },
  roles: { ofCreator: ['creator', 'support'], ofPlatform: ['admin'] },
})
/** What the account's own record says; no signature can know it. */
const revokedIds = new Set(['jti-revoked-1'])
const leewaySeconds = 60

runCorpus<JwtRow>('jwt_attacks', async ({ jwt, name, expect: expected }) => {
  const answer = await tokens.verify('access', jwt)
  const stands = answer.ok && !revokedIds.has(answer.claims.jti) && (answer.claims.tv ?? currentVersion(expected)) === currentVersion(expected)
  const role = stands ? (answer.claims.role ?? 'none') : undefined
  const holds = expectation(expected)
  if (!holds) return `no check for the expectation ${expected}`
  if (!holds(role)) return `${role ?? 'refused'}: ${name}`
  // The other kinds never take an access token, whatever it claims.
  for (const kind of ['refresh', 'email', 'service'] as const) if ((await tokens.verify(kind, jwt)).ok) return `taken for ${kind}: ${name}`
})

function expectation(label: string): ((role: string | undefined) => boolean) | undefined {
  const [, leeway] = /^accept_if_leeway>=(\d+)_else_reject$/.exec(label) ?? []
  if (leeway !== undefined) return (role) => (role !== undefined) === leewaySeconds >= Number(leeway)
  const [, only] = /^accept_as_(\w+)_never_\w+$/.exec(label) ?? []
  if (only !== undefined) return (role) => role === only
  if (label === 'accept') return (role) => role !== undefined
  if (label === 'reject' || label.startsWith('reject_when_')) return (role) => role === undefined
  if (label.startsWith('reject_or_')) return (role) => role === undefined || role === 'creator'
  return undefined
}

/** The account's token version, where the row names one. */
function currentVersion(label: string): number {
  return Number(/tv=(\d+)/.exec(label)?.[1] ?? 1)
}
