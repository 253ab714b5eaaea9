import { describe, expect, it } from 'vitest'
import type { ProtocolSuite } from './protocol-suite.js'

export function describeCommands({ visitor, connect }: ProtocolSuite): void {
  describe('commands', () => {
    it('run the routes of the contract, under the rights of who connected', async () => {
      const [mine, other] = [await visitor(), await visitor()]
      const list = (conversationId: string) => ({ method: 'messages.list', data: { params: { conversationId } } })
      const connection = await connect(mine, { id: 2, rpc: list(mine.conversationId) }, { id: 3, rpc: list(other.conversationId) })
      expect((await connection.reply(2)).rpc?.data).toMatchObject({ items: [], offset: 0 })
      expect((await connection.reply(3)).error).toEqual({ code: 404, message: 'RESOURCE_001', temporary: false })
      await connection.send({ id: 4, rpc: { method: 'nothing.here' } }, { id: 5, rpc: { method: 'persona.set', data: { body: {} } } })
      expect((await connection.reply(4)).error).toMatchObject({ code: 404 })
      expect((await connection.reply(5)).error).toMatchObject({ code: 403 })
    })

    it('a message is acknowledged once it is stored, and stored once', async () => {
      const { conversationId, connect: _, ...rest } = await visitor()
      const connection = await connect({ conversationId, connect: _, ...rest })
      const send = (clientMessageId: string, text: string) => ({
        method: 'messages.send',
        data: { params: { conversationId }, body: { clientMessageId, text } },
      })
      await connection.send(
        { id: 2, rpc: send('a', 'Hola') },
        { id: 3, rpc: send('a', 'Hola') },
        { id: 4, rpc: send('a', 'Adiós') },
        { id: 5, rpc: send('b', '') },
      )
      const [first, again] = [await connection.reply(2), await connection.reply(3)]
      expect(first.rpc?.data).toMatchObject({ duplicate: false, message: { offset: 1, clientMessageId: 'a', status: 'sent' } })
      expect(again.rpc?.data).toMatchObject({ duplicate: true, message: { offset: 1 } })
      expect((await connection.reply(4)).error).toMatchObject({ message: 'idempotency_conflict', temporary: false })
      expect((await connection.reply(5)).error).toMatchObject({ message: 'MESSAGE_001' })
    })

    it('that are unknown or nobody’s are answered, and the next one too', async () => {
      const mine = await visitor()
      const connection = await connect(
        mine,
        { id: 2, teleport: {} },
        { id: 3, publish: { channel: mine.channel, data: {} } },
        { send: { data: 'x' } },
        { id: 4, ping: {} },
      )
      expect((await connection.reply(2)).error).toEqual({ code: 104, message: 'method not found', temporary: false })
      expect((await connection.reply(3)).error?.code).toBe(103)
      expect(await connection.reply(4)).toEqual({ id: 4, ping: {} })
    })

    it('keys that name the prototype change nothing', async () => {
      const connection = await connect(await visitor())
      await connection.send('{"id":2,"__proto__":{"admin":true},"rpc":{"method":"__proto__.constructor","data":{"__proto__":{"params":{}}}}}')
      expect((await connection.reply(2)).error).toMatchObject({ code: 404, message: 'RESOURCE_001' })
    })

    it('more than the burst are refused for the moment, and none is run twice', async () => {
      const connection = await connect(await visitor())
      await connection.send(...Array.from({ length: 60 }, (_, at) => ({ id: at + 2, ping: {} })))
      const replies = await Promise.all(Array.from({ length: 60 }, (_, at) => connection.reply(at + 2)))
      const refused = replies.filter(({ error }) => error)
      expect(refused.length).toBeGreaterThan(10)
      expect(refused.length).toBeLessThan(30)
      for (const { error } of refused) expect(error).toEqual({ code: 111, message: 'too many requests', temporary: true })
      expect(connection.frames.filter(({ id }) => id !== undefined)).toHaveLength(61)
    })

    it('as large as they may be arrive whole', async () => {
      const { conversationId, ...rest } = await visitor()
      const connection = await connect({ conversationId, ...rest })
      const text = 'ñ👩‍🏫"\\'.repeat(500)
      const body = { clientMessageId: 'large', text }
      await connection.send({ id: 2, rpc: { method: 'messages.send', data: { params: { conversationId }, body } } })
      expect((await connection.reply(2)).rpc?.data).toMatchObject({ message: { text } })
    })
  })
}
