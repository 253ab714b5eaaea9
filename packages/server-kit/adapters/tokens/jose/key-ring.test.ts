import { randomBytes } from 'node:crypto'
import { decodeProtectedHeader } from 'jose'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { createInstallation, day, type Installation } from './__fixtures__/installation.js'

let installation: Installation
beforeAll(async () => {
  installation = await createInstallation()
})
afterAll(() => installation.close())
beforeEach(() => installation.forgetKeys())

const claims = { sub: 'usr_1', fam: 'f1' }
function note(days: Map<string, number[]>, id: string, today: number): void {
  days.set(id, [...(days.get(id) ?? []), today])
}
const idOf = (token: string) => String(decodeProtectedHeader(token).kid)

describe('signing keys', () => {
  test('are one, however many instances start at once', async () => {
    const instances = Array.from({ length: 4 }, () => installation.instance())
    const issued = await Promise.all(instances.flatMap(({ tokens }) => [tokens.issue('refresh', claims), tokens.issue('refresh', claims), tokens.jwks()]))
    expect(await installation.stored()).toHaveLength(1)
    for (const { tokens } of instances) for (const answer of issued) if ('token' in answer) expect((await tokens.verify('refresh', answer.token)).ok).toBe(true)
  })

  test('rotate for two hundred days: known a week before they sign, 30 days in use, a week more to verify', async () => {
    const { keys, tokens } = installation.instance('ES256')
    const signedOn = new Map<string, number[]>()
    const publishedOn = new Map<string, number[]>()
    const recent: string[] = []
    for (let today = 0; today < 200; today += 1) {
      await tokens.rotateIfDue()
      const { token } = await tokens.issue('refresh', claims)
      note(signedOn, idOf(token), today)
      for (const { id } of await keys.published()) note(publishedOn, id, today)
      recent.push(token)
      const answers = await Promise.all(recent.map((earlier) => tokens.verify('refresh', earlier)))
      expect(answers.filter(({ ok }) => !ok)).toEqual([])
      if (recent.length === 8) recent.shift()
      installation.pass(day)
    }
    expect(signedOn.size).toBe(7)
    for (const [id, days] of [...signedOn].slice(1, -1)) {
      const [first = 0, last = 0] = [days[0], days.at(-1)]
      expect(days).toHaveLength(30)
      expect(publishedOn.get(id)).toEqual(Array.from({ length: 44 }, (_, index) => first - 7 + index))
      expect(last).toBe(first + 29)
      expect(await keys.verifying(id)).toBeUndefined()
    }
    expect((await installation.stored()).length).toBeLessThanOrEqual(3)
  })

  test('change under load without one refusal, on every instance', async () => {
    const [first, second] = [installation.instance(), installation.instance()]
    await first.tokens.issue('refresh', claims)
    await second.tokens.jwks()
    const used = new Set<string>()
    const work = async () => {
      for (let round = 0; round < 40; round += 1) {
        const { token } = await first.tokens.issue('refresh', claims)
        used.add(idOf(token))
        expect((await second.tokens.verify('refresh', token)).ok).toBe(true)
        installation.pass(day / 8)
      }
    }
    const rotations = async () => {
      for (let round = 0; round < 10; round += 1) await Promise.all([first.tokens.rotateIfDue(), second.tokens.rotateIfDue()])
    }
    await Promise.all([...Array.from({ length: 4 }, work), rotations()])
    installation.pass(31 * day)
    await work()
    expect(used.size).toBeGreaterThan(1)
  })

  test('start anew after a long silence, and other instances learn it', async () => {
    const [first, second] = [installation.instance(), installation.instance()]
    const { token: old } = await first.tokens.issue('refresh', claims)
    await second.tokens.verify('refresh', old)
    installation.pass(90 * day)
    const { token } = await first.tokens.issue('refresh', claims)
    expect(idOf(token)).not.toBe(idOf(old))
    expect((await second.tokens.verify('refresh', token)).ok).toBe(true)
    expect(await second.tokens.verify('refresh', old)).toEqual({ ok: false, reason: 'invalid' })
  })

  test('that nobody knows make the database asked once in half a minute', async () => {
    const { keys, tokens } = installation.instance()
    await tokens.jwks()
    installation.takeReads()
    const unknown = () => Promise.all(Array.from({ length: 1000 }, (_, index) => keys.verifying(`unknown-${index}`)))
    expect(new Set(await unknown())).toEqual(new Set([undefined]))
    expect(installation.takeReads()).toBeLessThanOrEqual(1)
    installation.pass(30_000)
    await unknown()
    await unknown()
    expect(installation.takeReads()).toBe(1)
  })

  test('that are known go on while the database is away, up to their day', async () => {
    const [running, fresh] = [installation.instance(), installation.instance()]
    const { token } = await running.tokens.issue('refresh', claims)
    installation.setAway(true)
    installation.pass(day)
    expect((await running.tokens.verify('refresh', token)).ok).toBe(true)
    expect((await running.tokens.issue('refresh', claims)).token).toBeTruthy()
    await expect(fresh.tokens.verify('refresh', token)).rejects.toThrow('away')
    installation.pass(37 * day)
    expect(await running.keys.verifying(idOf(token))).toBeUndefined()
    installation.setAway(false)
    expect(await fresh.tokens.verify('refresh', token)).toEqual({ ok: false, reason: 'invalid' })
  })

  test('lie sealed: none can be planted or moved by who only writes to the database', async () => {
    const { tokens } = installation.instance()
    await tokens.jwks()
    const [key] = await installation.stored()
    if (!key) throw new Error('No key was stored.')
    expect(key.sealedPrivateKey).toMatch(/^v1\.m1\./)
    await installation.plant({ ...key, id: 'mine', generation: 2 })
    await expect(installation.instance().tokens.jwks()).rejects.toMatchObject({ name: 'AdapterError', code: 'unreadable' })
  })

  test('are sealed anew under a newer master key, after which the older may go', async () => {
    const { token } = await installation.instance().tokens.issue('refresh', claims)
    installation.masterKeys.unshift({ id: 'm2', key: randomBytes(32) })
    await installation.instance().tokens.rotateIfDue()
    installation.masterKeys.pop()
    expect((await installation.stored()).map(({ sealedPrivateKey }) => sealedPrivateKey.split('.')[1])).toEqual(['m2'])
    expect((await installation.instance().tokens.verify('refresh', token)).ok).toBe(true)
  })

  test('of a newly chosen algorithm come with the next rotation', async () => {
    const { token } = await installation.instance('RS256').tokens.issue('refresh', claims)
    installation.pass(30 * day)
    const { tokens } = installation.instance('ES256')
    const { token: next } = await tokens.issue('refresh', claims)
    expect(decodeProtectedHeader(next).alg).toBe('ES256')
    expect((await tokens.verify('refresh', token)).ok).toBe(false)
    expect((await tokens.jwks()).keys).toHaveLength(2)
  })
})
