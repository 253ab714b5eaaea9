import { describe, expect, it, vi } from 'vitest'
import type { Frame, FrameConnection } from './open-frames.js'
import type { ProtocolSuite } from './protocol-suite.js'
import { answered, durable, patience, type SampleVisitor } from './sample-visitor.js'

export function describeLog({ visitor, connect }: ProtocolSuite): void {
  /** Subscribes where the reader was. */
  const back = async (reader: SampleVisitor, position: object = {}) => {
    const connection = await connect(reader, { id: 2, subscribe: { channel: reader.channel, ...position } })
    const { subscribe } = await connection.reply(2)
    return { connection, subscribe }
  }

  describe('a conversation’s log', () => {
    it('has a question and its answer in order, the pieces of the answer continuous', async () => {
      const reader = await visitor()
      const { connection } = await back(reader)
      await reader.ask()
      await answered(connection)
      expect(durable(connection.frames)).toEqual([
        { offset: 1, type: 'message.created' },
        { offset: 2, type: 'message.created' },
        { offset: 3, type: expect.stringMatching(/^message\.(completed|failed)$/) },
      ])
      expect(writtenTo(connection).startsWith(streamed(connection.frames))).toBe(true)
    })

    it('is recovered from where the reader was, and goes on', async () => {
      const reader = await visitor()
      const first = await back(reader)
      await reader.ask()
      await answered(first.connection)
      first.connection.leave()
      const { connection, subscribe } = await back(reader, { recover: true, offset: 1, epoch: first.subscribe?.epoch })
      expect(subscribe).toMatchObject({ recovered: true, was_recovering: true, offset: 3, epoch: first.subscribe?.epoch })
      expect(durable(connection.frames).map(({ offset }) => offset)).toEqual([2, 3])
      await reader.ask()
      await vi.waitFor(() => expect(durable(connection.frames).map(({ offset }) => offset)).toEqual([2, 3, 4, 5, 6]), patience)
    })

    it('is recovered at every one of ten breaks, those without an event in between too', async () => {
      const reader = await visitor()
      const { subscribe } = await back(reader)
      const seen: number[] = []
      for (let at = 0; at < 10; at += 1) {
        if (at % 3 === 1) await reader.ask()
        const { connection, subscribe: again } = await back(reader, { recover: true, offset: seen.at(-1) ?? 0, epoch: subscribe?.epoch })
        expect(again).toMatchObject({ recovered: true, was_recovering: true })
        seen.push(...durable(connection.frames).map(({ offset }) => offset))
        connection.leave()
      }
      const { connection } = await back(reader, { recover: true, offset: seen.at(-1) ?? 0, epoch: subscribe?.epoch })
      await vi.waitFor(() => expect([...seen, ...durable(connection.frames).map(({ offset }) => offset)]).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9]), patience)
    })

    it.each([
      ['a position that does not exist yet', { offset: 99 }],
      ['a position beyond any log', { offset: Number.MAX_SAFE_INTEGER }],
      ['another epoch', { offset: 0, epoch: 'another' }],
    ])('%s is not recovered, and says where the log is', async (_, position) => {
      const reader = await visitor()
      const { subscribe } = await back(reader)
      const again = await back(reader, { recover: true, epoch: subscribe?.epoch, ...position })
      expect(again.subscribe).toMatchObject({ recovered: false, was_recovering: true, offset: 0, epoch: subscribe?.epoch })
    })

    it('is read in pages, both ways', async () => {
      const reader = await visitor()
      const { connection, subscribe } = await back(reader)
      await reader.ask()
      await answered(connection)
      const { channel } = reader
      const epoch = subscribe?.epoch ?? ''
      await connection.send(
        { id: 3, history: { channel, limit: 2 } },
        { id: 4, history: { channel, limit: 2, since: { offset: 2, epoch } } },
        { id: 5, history: { channel, limit: -1 } },
        { id: 6, history: { channel, limit: 2, reverse: true } },
        { id: 7, history: { channel, limit: 5, reverse: true, since: { offset: 3, epoch } } },
        { id: 8, history: { channel } },
        { id: 9, history: { channel, limit: 1, since: { offset: 0, epoch: 'another' } } },
      )
      const offsets = async (id: number) => (await connection.reply(id)).history?.publications.map(({ offset }) => offset)
      expect(await Promise.all([3, 4, 5, 6, 7].map(offsets))).toEqual([[1, 2], [3], [1, 2, 3], [3, 2], [2, 1]])
      // Without a limit, only where it is.
      expect((await connection.reply(8)).history).toEqual({ offset: 3, epoch, publications: [] })
      expect((await connection.reply(9)).error?.code).toBe(112)
    })

    it('is the same to every reader, early and late', async () => {
      const reader = await visitor()
      const early = await back(reader)
      await reader.ask()
      const late = await back(reader, { recover: true, offset: 0, epoch: early.subscribe?.epoch })
      await Promise.all([answered(early.connection), answered(late.connection)])
      expect(durable(late.connection.frames)).toEqual(durable(early.connection.frames))
      for (const { connection } of [early, late]) expect(writtenTo(connection).startsWith(streamed(connection.frames))).toBe(true)
    })
  })
}

/** What a reader was sent of the answer while it was written. Fails where a piece does not continue it. */
function streamed(frames: Frame[]): string {
  const [stream] = frames.flatMap(({ subscribe }) => subscribe?.data?.streams ?? [])
  let text = stream?.text ?? ''
  for (const { push } of frames) {
    const { type, index = -1, text: piece = '' } = push?.pub?.data ?? { type: '' }
    if (type !== 'message.delta') continue
    expect(index).toBe(text.length)
    text += piece
  }
  return text
}

/** The answer as it stays. */
function writtenTo({ frames }: FrameConnection): string {
  const pubs = frames.flatMap(({ subscribe, push }) => [...(subscribe?.publications ?? []), ...(push?.pub ? [push.pub] : [])])
  return pubs.find(({ data }) => data.type === 'message.completed' || data.type === 'message.failed')?.data.message?.text ?? ''
}
