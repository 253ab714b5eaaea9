import { randomBytes } from 'node:crypto'
import { createRequire } from 'node:module'
import { pglite } from '@coachkit/server-kit'
import { createPasswordHasher } from '../packages/server-kit/dist/adapters/password-hasher/argon2/index.js'
import { createEnvelopeSecrets, localKeyProvider } from '../packages/server-kit/dist/adapters/secrets/envelope/index.js'
import { createTokens, storedKeyRing } from '../packages/server-kit/dist/adapters/tokens/jose/index.js'

// The floors are the very libraries that the server kit is built on.
const ofServerKit = createRequire(new URL('../packages/server-kit/package.json', import.meta.url))
const argon2 = ofServerKit('@node-rs/argon2')
const { createLocalJWKSet, jwtVerify } = ofServerKit('jose')

const issuer = 'https://bench.test'
const password = 'un caballo correcto y una pila'
const passwordRounds = { rounds: 12, perRound: 10, lanes: 2 }
const tokenRounds = { rounds: 12, perRound: 1500, lanes: 8 }

/** Logins and token checks a second through the kit, each beside the bare library, in turns. */
export async function measure() {
  return [await logins(), ...(await tokenChecks('RS256')), ...(await tokenChecks('ES256'))]
}

async function logins() {
  const hasher = createPasswordHasher()
  const hash = await hasher.hash(password)
  const [whole, floor] = await inTurns(
    passwordRounds,
    () => hasher.verify(password, hash),
    () => argon2.verify(hash, password),
  )
  return figure('auth.logins', whole, floor)
}

async function tokenChecks(algorithm) {
  const storage = pglite({ dataDir: 'memory' })
  await storage.migrate()
  try {
    const clock = { now: () => new Date() }
    const secrets = createEnvelopeSecrets(localKeyProvider([{ id: 'bench', key: randomBytes(32) }]))
    const keys = storedKeyRing({ storage, secrets, clock, algorithm })
    const tokens = createTokens({ issuer, keys, clock, roles: { ofCreator: ['owner'], ofPlatform: [] } })
    const { token } = await tokens.issue('access', { sub: 'usr_1', tid: 'ten_1', role: 'owner', tv: 1 })
    const published = createLocalJWKSet(await tokens.jwks())
    const demands = { issuer, audience: 'coachkit-api', typ: 'at+jwt', algorithms: [algorithm] }
    const [whole, floor] = await inTurns(
      tokenRounds,
      async () => (await tokens.verify('access', token)).ok,
      async () => Boolean(await jwtVerify(token, published, demands)),
    )
    return [figure(`auth.token-checks.${algorithm.toLowerCase()}`, whole, floor)]
  } finally {
    await storage.close()
  }
}

/** The median of rounds of each, per second; the first two rounds only warm up. */
async function inTurns({ rounds, perRound, lanes }, ...contestants) {
  const rates = contestants.map(() => [])
  for (let round = 0; round < rounds + 2; round += 1) {
    for (const [index, attempt] of contestants.entries()) {
      const rate = await perSecond(attempt, perRound, lanes)
      if (round >= 2) rates[index].push(rate)
    }
  }
  return rates.map((values) => values.sort((first, second) => first - second)[Math.floor(values.length / 2)])
}

async function perSecond(attempt, count, lanes) {
  let left = count
  const lane = async () => {
    while (left > 0) {
      left -= 1
      if (!(await attempt())) throw new Error('An attempt that must succeed did not.')
    }
  }
  const began = performance.now()
  await Promise.all(Array.from({ length: lanes }, lane))
  return (count * 1000) / (performance.now() - began)
}

function figure(name, whole, floor) {
  return { name, value: Math.round(whole), unit: '/s', floor: Math.round(floor), ratio: Number((whole / floor).toFixed(2)) }
}
