import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { startCoach } from '../__fixtures__/coach.js'
import { completeConversation } from '../complete-conversation.js'
import { createVisitorClient } from '../visitor-client.js'

const question = '¿Cómo preparo la primera sesión?'
let coach: Awaited<ReturnType<typeof startCoach>>
beforeAll(async () => {
  coach = await startCoach()
}, 120_000)
afterAll(() => coach.close())

test('a visitor’s conversation becomes complete: opinions are kept, and other versions of question and answer can be told apart', async () => {
  const client = createVisitorClient({ baseUrl: coach.baseUrl, creator: 'ana' })
  const begun = client.conversation()
  begun.send({ text: question })
  const handle = completeConversation(begun)
  expect(handle).toBe(begun)
  const { getSnapshot } = handle
  const settled = (count: number, text = question) =>
    vi.waitFor(() => {
      const { messages } = getSnapshot()
      expect(messages.map(({ status }) => status)).toEqual(Array.from({ length: count }, (_, at) => (at % 2 ? 'completed' : 'sent')))
      expect(messages.at(-2)?.text).toBe(text)
      const [asked, answer] = messages.slice(-2)
      if (!asked || !answer) throw new Error('Nothing was said')
      return { asked, answer }
    })
  const { answer } = await settled(2)
  await vi.waitFor(() => expect(getSnapshot().present).toContain('visitor'))

  const own = () => getSnapshot().receipts.find(({ participantId }) => participantId === 'visitor')
  await handle.markDelivered()
  await vi.waitFor(() => expect(own()).toMatchObject({ delivered: answer.offset, read: 0 }))
  await handle.markRead()
  await vi.waitFor(() => expect(own()).toMatchObject({ delivered: answer.offset, read: answer.offset }))

  await handle.rate(answer.id, { rating: 'down', reason: 'No dice el precio.' })
  expect(getSnapshot().messages.at(-1)).toMatchObject({ id: answer.id, feedback: { rating: 'down', reason: 'No dice el precio.' } })
  const { items } = await client.call('messages.list', { params: { conversationId: getSnapshot().conversationId ?? '' } })
  expect(items.at(-1)?.feedback).toEqual({ rating: 'down', reason: 'No dice el precio.' })
  await handle.rate(answer.id, undefined)
  expect(getSnapshot().messages.at(-1)).not.toHaveProperty('feedback')
  await expect(handle.rate(answer.id, undefined)).rejects.toMatchObject({ code: 'RESOURCE_001' })

  await handle.regenerate(answer.id)
  const again = await vi.waitFor(async () => {
    const now = await settled(2)
    expect(now.answer.supersedes).toEqual([answer.id])
    return now
  })
  expect((await handle.versions(again.answer.id)).map(({ message }) => message.id)).toEqual([answer.id, again.answer.id])

  await handle.edit(again.asked.id, { text: '¿Y la segunda?' })
  const edited = await settled(2, '¿Y la segunda?')
  expect(await handle.versions(edited.asked.id)).toMatchObject([
    { message: { id: again.asked.id, text: question }, answer: { id: again.answer.id } },
    { message: { id: edited.asked.id } },
  ])
  handle.close()
})
