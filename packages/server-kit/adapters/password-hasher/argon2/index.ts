import { randomBytes } from 'node:crypto'
import { hash as hashArgon2, parseOptions, verify as verifyArgon2 } from '@node-rs/argon2'
import { preparePassword } from '../../../domain/password-policy/prepare-password.js'
import { AdapterError, type PasswordHasher } from '../../../ports/index.js'
import { createTurnstile } from './turnstile.js'

export interface PasswordHasherOptions {
  /** Default 19456 (19 MiB). */
  memoryKibibytes?: number
  /** Default 2. */
  passes?: number
  /** Default 2. */
  atOnce?: number
  /** How many more may wait; the rest is refused. Default 64. */
  waiting?: number
}

/** Argon2id with one lane and a random salt, as a PHC string. Passwords are normalised first; unusable ones match nothing. */
export function createPasswordHasher(options: PasswordHasherOptions = {}): PasswordHasher {
  const { memoryKibibytes = 19_456, passes = 2, atOnce = 2, waiting = 64 } = options
  const parameters = { memoryCost: memoryKibibytes, timeCost: passes, parallelism: 1, outputLen: 32 }
  const enter = createTurnstile({ atOnce, waiting })
  /** Of no password: only there to be compared with. */
  const nobody = `$argon2id$v=19$m=${memoryKibibytes},t=${passes},p=1$${phc(randomBytes(16))}$${phc(randomBytes(32))}`
  return {
    async hash(password) {
      const prepared = preparePassword(password)
      if (prepared === undefined) throw unusable()
      return await enter(() => hashArgon2(prepared, parameters))
    },
    async verify(password, hash) {
      const prepared = preparePassword(password)
      if (prepared === undefined) return false
      const known = hash !== undefined && strengthOf(hash) !== undefined
      return (await enter(() => verifyArgon2(known ? hash : nobody, prepared))) && known
    },
    needsRehash(hash) {
      const made = strengthOf(hash)
      return !made || made.memoryCost < memoryKibibytes || made.timeCost < passes || made.outputLen < parameters.outputLen
    },
  }
}

/** `undefined` for what is not a hash by Argon2id. */
function strengthOf(hash: string) {
  if (!hash.startsWith('$argon2id$')) return undefined
  try {
    return parseOptions(hash)
  } catch {
    return undefined
  }
}

function phc(bytes: Buffer): string {
  return bytes.toString('base64').replaceAll('=', '')
}

function unusable(): AdapterError {
  return new AdapterError({ adapter: 'argon2', code: 'unusable', retryable: false, message: 'The password is longer than 1024 bytes, or is not text.' })
}
