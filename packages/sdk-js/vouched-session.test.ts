import { createHmac } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest'
import { keptStore, startCoach } from './__fixtures__/coach.js'
import { createCoachClient } from './client.js'
import type { SessionStore } from './session-store.js'
import { createVisitorClient } from './visitor-client.js'

let coach: Awaited<ReturnType<typeof startCoach>>
let secret: string
beforeAll(async () => {
  coach = await startCoach()
  secret = await coach.identitySecret()
})
afterAll(() => coach.close())

let store: SessionStore
/** Who is signed in on the host's page. */
let user: string | undefined
beforeEach(() => {
  store = keptStore()
  user = 'ana@host'
})

const encode = (part: object) => Buffer.from(JSON.stringify(part)).toString('base64url')
function vouch(sub: string): string {
  const input = `${encode({ alg: 'HS256' })}.${encode({ aud: 'coachkit:ana', sub, exp: Math.floor(Date.now() / 1000) + 600 })}`
  return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`
}
const identity = vi.fn(async () => (user === undefined ? undefined : vouch(user)))
/** A page that loads anew. */
const page = () => createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store, identity })
const userOf = async (client: ReturnType<typeof page>) => (await client.session.ensure()).session.user?.id
const idsOf = async (client: ReturnType<typeof page>) => (await client.conversations.list()).items.map(({ id }) => id)

describe('a client whose host vouches', () => {
  it('has the user’s session, and after a reload the same one', async () => {
    const { session, token } = await page().session.ensure()
    expect(session.user).toEqual({ id: 'ana@host' })
    expect((await page().session.ensure()).token).toBe(token)
  })

  it('shows nothing of a user to the next one, nor to a visitor after them', async () => {
    const { id } = await page().conversations.create()
    const { token } = await page().session.ensure()
    user = 'bea@host'
    const next = page()
    expect([await userOf(next), await idsOf(next)]).toEqual(['bea@host', []])
    user = undefined
    const visitor = page()
    expect([await userOf(visitor), await idsOf(visitor)]).toEqual([undefined, []])
    user = 'ana@host'
    expect(await idsOf(page())).toEqual([id])
    expect((await page().session.ensure()).token).not.toBe(token)
  })

  it('is not found by a client without an identity, nor by a widget on the page', async () => {
    const { session } = await page().session.ensure()
    for (const create of [createCoachClient, createVisitorClient]) {
      const other = await create({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store }).session.ensure()
      expect(other.session).not.toHaveProperty('user')
      expect(other.session.id).not.toBe(session.id)
    }
  })

  it('does not send what another user wrote and could not send', async () => {
    const first = page()
    const handle = first.conversation()
    await handle.open()
    coach.network.up = false
    void handle.send({ text: 'un secreto de Ana' })
    handle.close()
    coach.network.up = true
    user = 'bea@host'
    const next = page()
    const theirs = next.conversation()
    await theirs.open()
    for await (const _ of theirs.send({ text: '¿Qué preparo?' }));
    expect(JSON.stringify(theirs.getSnapshot().messages)).not.toContain('secreto')
    expect(theirs.getSnapshot().messages).toHaveLength(2)
    theirs.close()
  })

  it('keeps the conversation of a visitor who signs in, on the same page', async () => {
    user = undefined
    const client = page()
    const { id } = await client.conversations.create()
    user = 'carla@host'
    await client.session.identify()
    expect([await userOf(client), await idsOf(client)]).toEqual(['carla@host', [id]])
  })

  it('keeps the conversation of a client that had no identity yet', async () => {
    user = 'eva@host'
    const { id } = await createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store }).conversations.create()
    expect(await idsOf(page())).toEqual([id])
    const after = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store })
    expect((await after.conversations.list()).items).toEqual([])
  })

  it('asks again when the session has ended meanwhile', async () => {
    const client = page()
    const { token } = await client.session.ensure()
    await fetch(`${coach.baseUrl}/v1/channels/sessions/current`, { method: 'DELETE', headers: { authorization: `Bearer ${token}` } })
    identity.mockClear()
    await client.conversations.list()
    expect(identity).toHaveBeenCalledOnce()
    expect((await client.session.ensure()).token).not.toBe(token)
  })

  it('signs out: the messages are gone, and the token opens nothing', async () => {
    const client = page()
    const { token } = await client.session.ensure()
    const handle = client.conversation()
    for await (const _ of handle.send({ text: '¿Qué preparo?' }));
    expect(handle.getSnapshot().messages).toHaveLength(2)
    user = undefined
    await client.session.signOut()
    expect(handle.getSnapshot().messages).toEqual([])
    const answer = await fetch(`${coach.baseUrl}/v1/channels/sessions/current`, { headers: { authorization: `Bearer ${token}` } })
    expect(answer.status).toBe(401)
    expect([await userOf(client), await idsOf(client)]).toEqual([undefined, []])
    await client.session.signOut()
  })

  it('takes a user’s messages away when the host names another on the same page', async () => {
    const client = page()
    const handle = client.conversation()
    for await (const _ of handle.send({ text: '¿Qué preparo?' }));
    user = 'dora@host'
    expect((await client.session.identify()).session.user?.id).toBe('dora@host')
    expect([handle.getSnapshot().messages, await idsOf(client)]).toEqual([[], []])
    handle.close()
  })

  it('says so when the vouch does not hold, and begins nothing else', async () => {
    const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: store, identity: () => 'nonsense' })
    await expect(client.session.ensure()).rejects.toMatchObject({ code: 'AUTH_006' })
    await expect(client.conversations.list()).rejects.toMatchObject({ code: 'AUTH_006' })
  })
})
