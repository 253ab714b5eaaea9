import { describe, expect, it, vi } from 'vitest'
import type { ProtocolSuite } from './protocol-suite.js'
import { patience, type SampleVisitor, ticketOf } from './sample-visitor.js'

export function describeChannels({ visitor, open, connect, bench }: ProtocolSuite): void {
  describe('channels', () => {
    it('what is another’s, nobody’s or nonsense is refused alike', async () => {
      const [mine, other] = [await visitor(), await visitor()]
      const channels = [other.channel, 'conversation:', 'conversation:1', 'creator:1', 'session:1', 'x', `${mine.channel}:more`]
      const connection = await connect(mine, ...channels.map((channel, at) => ({ id: at + 2, subscribe: { channel } })))
      const refused = { code: 103, message: 'permission denied', temporary: false }
      for (const at of channels.keys()) expect((await connection.reply(at + 2)).error, channels[at]).toEqual(refused)
      await connection.send({ id: 20, history: { channel: other.channel, limit: 10 } }, { id: 21, presence: { channel: other.channel } })
      expect((await connection.reply(20)).error?.code).toBe(103)
      expect((await connection.reply(21)).error?.code).toBe(103)
    })

    it('one is subscribed to once, and again after it was left', async () => {
      const reader = await visitor()
      const subscribe = { channel: reader.channel }
      const connection = await connect(reader, { id: 2, subscribe }, { id: 3, subscribe }, { id: 4, unsubscribe: subscribe }, { id: 5, subscribe })
      expect((await connection.reply(2)).subscribe).toMatchObject({ recoverable: true, positioned: true, offset: 0, epoch: expect.any(String) })
      expect((await connection.reply(3)).error?.code).toBe(105)
      expect(await connection.reply(4)).toEqual({ id: 4, unsubscribe: {} })
      expect(await connection.reply(5)).toHaveProperty('subscribe')
    })

    it('a key reads its creator’s notices and any of its conversations', async () => {
      const asked = await visitor()
      const connection = await open()
      await connection.send({ id: 1, connect: { token: await ticketOf(bench(), bench().key) } }, { id: 2, subscribe: { channel: asked.channel } })
      expect((await connection.reply(2)).subscribe).toMatchObject({ recoverable: true })
    })

    it('a connection may begin with channels, and come back to where it was in them', async () => {
      const [reader, other] = [await visitor(), await visitor()]
      const data = { channels: [reader.channel, other.channel] }
      const begin = async (subs?: object) => {
        const connection = await open()
        await connection.send({ id: 1, connect: { token: await reader.ticket(), data, ...(subs ? { subs } : {}) } })
        return { connection, subs: (await connection.reply(1)).connect?.subs ?? {} }
      }
      const first = await begin()
      // What may not be read is left out.
      expect(Object.keys(first.subs)).toEqual([reader.channel])
      const { epoch, offset } = first.subs[reader.channel] ?? {}
      expect(offset).toBe(0)
      await reader.ask()
      await vi.waitFor(() => expect(typesOf(first.connection.frames)).toContain('message.completed'), patience)
      const again = await begin({ [reader.channel]: { recover: true, offset: 1, epoch } })
      expect(again.subs[reader.channel]).toMatchObject({ recovered: true, was_recovering: true, offset: 3, publications: [{ offset: 2 }, { offset: 3 }] })
    })

    it('who reads it is known, and who comes and goes is told to those who ask', async () => {
      const reader = await visitor()
      const connection = await connect(reader, { id: 2, subscribe: { channel: reader.channel, join_leave: true } })
      await connection.reply(2)
      const member = await open()
      await member.send({ id: 1, connect: { token: await ticketOf(bench(), bench().key) } }, { id: 2, subscribe: { channel: reader.channel } })
      await member.reply(2)
      await vi.waitFor(() => expect(connection.frames.flatMap(({ push }) => push?.join?.info.user.split(':')[0] ?? [])).toEqual(['key']), patience)
      const twice = await connect(reader, { id: 2, subscribe: { channel: reader.channel } })
      await twice.reply(2)
      let id = 10
      await vi.waitFor(async () => {
        id += 2
        await twice.send({ id, presence: { channel: reader.channel } }, { id: id + 1, presence_stats: { channel: reader.channel } })
        const { presence = {} } = (await twice.reply(id)).presence ?? {}
        expect(Object.values(presence).map(({ user }) => user.split(':')[0])).toEqual(expect.arrayContaining(['visitor', 'key']))
        // Each participant once, however many connections it has.
        expect((await twice.reply(id + 1)).presence_stats).toEqual({ num_clients: 2, num_users: 2 })
      }, patience)
      member.leave()
      await vi.waitFor(() => expect(connection.frames.flatMap(({ push }) => push?.leave?.info.user.split(':')[0] ?? [])).toEqual(['key']), patience)
    })

    it('who writes is told to the others', async () => {
      const reader: SampleVisitor = await visitor()
      const connection = await connect(reader, { id: 2, subscribe: { channel: reader.channel } })
      const member = await open()
      await member.send({ id: 1, connect: { token: await ticketOf(bench(), bench().key) } }, { id: 2, subscribe: { channel: reader.channel } })
      await member.reply(2)
      const typing = { method: 'participants.typing', data: { params: { conversationId: reader.conversationId }, body: { isTyping: true } } }
      await connection.send({ id: 3, rpc: typing })
      await vi.waitFor(() => expect(typesOf(member.frames)).toContain('typing'), patience)
      expect(typesOf(connection.frames)).not.toContain('typing')
    })
  })
}

function typesOf(frames: { push?: { pub?: { data: { type: string } } } }[]): string[] {
  return frames.flatMap(({ push }) => push?.pub?.data.type ?? [])
}
