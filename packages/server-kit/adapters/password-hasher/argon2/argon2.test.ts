import { hash as hashArgon2 } from '@node-rs/argon2'
import { describe, expect, test } from 'vitest'
import { createPasswordHasher } from './index.js'
import { createTurnstile } from './turnstile.js'

const password = 'un caballo correcto y una pila'

describe('password hashes', () => {
  const hasher = createPasswordHasher()

  test('are Argon2id with 19 MiB, two passes and one lane, salted', async () => {
    const [first, second] = await Promise.all([hasher.hash(password), hasher.hash(password)])
    expect(first).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
    expect(first).not.toBe(second)
    expect(await hasher.verify(password, first)).toBe(true)
    expect(await hasher.verify(`${password} `, first)).toBe(false)
    expect(hasher.needsRehash(first)).toBe(false)
  })

  test('are of the whole password, in one normal form', async () => {
    const long = 'x7#Kp'.repeat(204)
    expect(await hasher.verify(`${long}B`, await hasher.hash(`${long}A`))).toBe(false)
    expect(await hasher.verify('mañana será otro día', await hasher.hash('mañana será otro día'.normalize('NFD')))).toBe(true)
  })

  test('of nobody, of another kind or broken ones match nothing, and cost the same work', async () => {
    for (const hash of [undefined, '', 'plain text', '$2b$12$abcdefghijklmnopqrstuuvwxyzABCDEFGHIJKLMNOPQRSTUVWX', '$argon2id$v=19$m=x$y']) {
      expect(await hasher.verify(password, hash)).toBe(false)
      expect(hasher.needsRehash(hash ?? '')).toBe(true)
    }
    // All of them take a place among those that compute, as a known account does.
    const full = createPasswordHasher({ atOnce: 1, waiting: 0 })
    const running = full.verify(password, undefined)
    await expect(full.verify(password, undefined)).rejects.toMatchObject({ code: 'busy' })
    await expect(full.verify(password, 'plain text')).rejects.toMatchObject({ code: 'busy' })
    expect(await running).toBe(false)
  })

  test('with weaker parameters verify, and are due for a new one', async () => {
    const weaker = await hashArgon2(password, { memoryCost: 8192, timeCost: 2, parallelism: 1 })
    expect(await hasher.verify(password, weaker)).toBe(true)
    expect(hasher.needsRehash(weaker)).toBe(true)
    expect(createPasswordHasher({ memoryKibibytes: 8192 }).needsRehash(weaker)).toBe(false)
    expect(createPasswordHasher({ memoryKibibytes: 8192, passes: 3 }).needsRehash(weaker)).toBe(true)
  })

  test('are not made of what is no password', async () => {
    for (const unusable of ['x'.repeat(1025), 'half \uDC00 a sign']) {
      await expect(hasher.hash(unusable)).rejects.toMatchObject({ name: 'AdapterError', code: 'unusable', retryable: false })
      expect(await hasher.verify(unusable, undefined)).toBe(false)
    }
  })

  test('of too many at once are refused, and the others all end', async () => {
    const small = createPasswordHasher({ memoryKibibytes: 64, passes: 1, atOnce: 2, waiting: 3 })
    const attempts = await Promise.allSettled(Array.from({ length: 8 }, () => small.hash(password)))
    const refused = attempts.filter((attempt) => attempt.status === 'rejected')
    expect(refused).toHaveLength(3)
    for (const { reason } of refused) expect(reason).toMatchObject({ name: 'AdapterError', code: 'busy', retryable: true })
    expect(await small.verify(password, await small.hash(password))).toBe(true)
  })
})

test('a turnstile lets no more inside than it says, in order, also when work fails', async () => {
  const enter = createTurnstile({ atOnce: 2, waiting: 10 })
  const order: number[] = []
  let inside = 0
  let most = 0
  const work = (index: number) => async () => {
    inside += 1
    most = Math.max(most, inside)
    order.push(index)
    await new Promise((resolve) => setImmediate(resolve))
    inside -= 1
    if (index % 3 === 0) throw new Error('failed')
  }
  await Promise.allSettled(Array.from({ length: 12 }, (_, index) => enter(work(index))))
  expect(order).toEqual(Array.from({ length: 12 }, (_, index) => index))
  expect(most).toBe(2)
  expect(await enter(async () => 'open again')).toBe('open again')
})
