import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { keptStore, startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'

const png = Uint8Array.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 1, 2, 3])
let coach: Awaited<ReturnType<typeof startCoach>>
beforeAll(async () => {
  coach = await startCoach()
}, 120_000)
afterAll(() => coach.close())

test('files go with a message to a person, show at once and are fetched by the other side', async () => {
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: keptStore() })
  const member = createCoachClient({ baseUrl: coach.baseUrl, token: coach.key })
  const { id: conversationId } = await client.conversations.create()
  await member.handover.accept({ params: { conversationId } })
  const handle = client.conversation(conversationId)
  const other = member.conversation(conversationId)
  await Promise.all([handle.open(), other.open()])
  const photo = await handle.attach(new Blob([png]), { name: 'piso.png' })
  expect(photo).toMatchObject({ name: 'piso.png', type: 'image/png', size: png.length })
  const sending = handle.sendFiles({ text: ' El salón ', attachments: [photo] })
  expect(handle.getSnapshot().messages.at(-1)).toMatchObject({ status: 'sending', text: 'El salón', attachments: [photo] })
  await sending
  expect(handle.getSnapshot().messages).toMatchObject([{ status: 'sent', attachments: [photo] }])
  await vi.waitFor(() => expect(other.getSnapshot().messages).toMatchObject([{ text: 'El salón', attachments: [photo] }]))
  const fetched = await other.download(photo.id)
  expect([fetched.type, new Uint8Array(await fetched.arrayBuffer())]).toEqual(['image/png', png])

  // What is wrong with a file is told to who chose it, and is not the conversation's.
  await expect(handle.attach(new Blob(['<svg/>']), { name: 'foto.png' })).rejects.toMatchObject({ code: 'ATTACHMENT_001' })
  expect(handle.getSnapshot().error).toBeUndefined()
  await expect(handle.sendFiles({ attachments: [photo] })).rejects.toMatchObject({ code: 'RESOURCE_001' })
  const unsent = handle.getSnapshot().messages.at(-1)
  expect(unsent).toMatchObject({ status: 'unsent', attachments: [photo] })
  await expect(handle.retry(unsent?.id ?? '')).rejects.toMatchObject({ code: 'RESOURCE_001' })
  handle.close()
  other.close()
})

test('where there is no conversation yet, attaching begins one, and only one', async () => {
  const client = createCoachClient({ baseUrl: coach.baseUrl, creator: 'ana', sessionStore: keptStore() })
  const handle = client.conversation()
  await handle.open()
  expect(handle.getSnapshot().conversationId).toBeUndefined()
  const attach = (name: string) => handle.attach(new Blob([png]), { name })
  // The coach answers in it, who takes no files.
  for (const { status } of await Promise.allSettled([attach('piso.png'), attach('salon.png')])) expect(status).toBe('rejected')
  const { items } = await client.conversations.list()
  expect(items.map(({ id }) => id)).toEqual([handle.getSnapshot().conversationId])
  const member = createCoachClient({ baseUrl: coach.baseUrl, token: coach.key })
  await member.handover.accept({ params: { conversationId: items[0]?.id ?? '' } })
  const photo = await attach('piso.png')
  await handle.sendFiles({ attachments: [photo] })
  expect(handle.getSnapshot().messages).toMatchObject([{ status: 'sent', attachments: [photo] }])
  handle.close()
})
