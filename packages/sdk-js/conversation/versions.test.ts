import type { Message } from '@coachkit/contract'
import { expect, it } from 'vitest'
import { readVersions } from './versions.js'

const message = (id: string, change: Partial<Message> = {}): Message => ({
  id,
  conversationId: 'c',
  offset: 1,
  role: 'assistant',
  status: 'completed',
  text: id,
  citations: [],
  createdAt: '2030-01-01T00:00:00Z',
  ...change,
})
/** Pages of two, the newest first. */
const reader = (all: Message[]) => {
  let reads = 0
  const read = async (cursor: string | undefined) => {
    reads += 1
    const end = all.length - Number(cursor ?? 0)
    const start = Math.max(0, end - 2)
    return { items: all.slice(start, end), ...(start > 0 ? { nextCursor: String(all.length - start) } : {}) }
  }
  return { read, reads: () => reads }
}

it('earlier versions are found however far back they are, and no further', async () => {
  const others = ['x', 'y', 'z'].map((id) => message(id))
  const { read, reads } = reader([...others, message('a'), ...others, message('b', { supersedes: ['a'] }), ...others, message('c', { supersedes: ['b'] })])
  expect((await readVersions('c', read)).map((version) => version.message.id)).toEqual(['a', 'b', 'c'])
  expect(reads()).toBe(5)
  expect((await readVersions('a', read)).map((version) => version.message.id)).toEqual(['a'])
})

it('a question is told with the answer that it had last, and one that is not there is none', async () => {
  const asked = (id: string, change: Partial<Message> = {}) => message(id, { role: 'user', status: 'sent', ...change })
  const all = [asked('q1'), message('a1', { replyTo: 'q1' }), message('a2', { replyTo: 'q1', supersedes: ['a1'] }), asked('q2', { supersedes: ['q1', 'a2'] })]
  expect(await readVersions('q2', reader(all).read)).toMatchObject([{ message: { id: 'q1' }, answer: { id: 'a2' } }, { message: { id: 'q2' } }])
  expect(await readVersions('nobody', reader(all).read)).toEqual([])
})
