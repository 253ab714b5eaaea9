import { maxFrameBytes } from '@coachkit/contract'
import { describe, expect, it } from 'vitest'
import type { ProtocolSuite } from './protocol-suite.js'

const badRequest = { code: 3501, reason: 'bad request' }

export function describeConnecting({ carrier, visitor, open, connect }: ProtocolSuite): void {
  describe('connecting', () => {
    it('begins with a ticket, and says what the client lives by', async () => {
      const connection = await connect(await visitor())
      expect((await connection.reply(1)).connect).toMatchObject({
        client: expect.any(String),
        session: expect.any(String),
        node: expect.any(String),
        version: expect.any(String),
        ping: 25,
        pong: true,
        expires: true,
        ttl: expect.any(Number),
      })
    })

    it('what is sent together with the first command is answered in order', async () => {
      const reader = await visitor()
      const connection = await connect(reader, { id: 2, subscribe: { channel: reader.channel } }, { id: 3, ping: {} })
      expect(await connection.reply(3)).toEqual({ id: 3, ping: {} })
      expect(connection.frames.flatMap(({ id }) => id ?? [])).toEqual([1, 2, 3])
    })

    it('a ticket opens one connection', async () => {
      const token = await (await visitor()).ticket()
      const [first, second] = [await open(), await open()]
      await first.send({ id: 1, connect: { token } })
      expect(await first.reply(1)).toHaveProperty('connect')
      await second.send({ id: 1, connect: { token } })
      expect(await second.reply(1)).toEqual({ id: 1, error: { code: 109, message: 'token expired', temporary: false } })
    })

    it('without one the client is turned away for good', async () => {
      const connection = await open()
      await connection.send({ id: 1, connect: {} })
      expect(await connection.ended).toEqual({ code: 3500, reason: 'invalid token' })
    })

    it.each([
      ['text that is not JSON', 'hello'],
      ['half of a command', '{"id":1,"connect":'],
      ['a list', '[{"id":1,"connect":{}}]'],
      ['null', 'null'],
      ['an object of unknown fields', '{"type":"zzz"}'],
      ['a command without an id', '{"connect":{}}'],
      ['an id that is no number', '{"id":"1","connect":{}}'],
      ['a field of the wrong type', '{"id":1,"connect":{"token":7}}'],
      ['a subscribe before connect', '{"id":1,"subscribe":{"channel":"conversation:x"}}'],
      ['an rpc before connect', '{"id":1,"rpc":{"method":"health.get","data":{}}}'],
    ])('%s ends the connection', async (_, text) => {
      const connection = await open()
      await connection.send(text)
      expect(await connection.ended).toEqual(badRequest)
    })

    it('a second connect ends it', async () => {
      const again = await visitor()
      const connection = await connect(again)
      await connection.send({ id: 2, connect: { token: await again.ticket() } })
      expect(await connection.ended).toEqual(badRequest)
    })

    it('another ticket of the same visitor refreshes it; a used one does not, and another’s ends it', async () => {
      const [mine, other] = [await visitor(), await visitor()]
      const connection = await connect(mine)
      const token = await mine.ticket()
      await connection.send({ id: 2, refresh: { token } })
      expect((await connection.reply(2)).refresh).toMatchObject({ expires: true, ttl: expect.any(Number) })
      await connection.send({ id: 3, refresh: { token } })
      expect((await connection.reply(3)).error?.code).toBe(109)
      await connection.send({ id: 4, refresh: { token: await other.ticket() } })
      expect(await connection.ended).toEqual({ code: 3500, reason: 'invalid token' })
    })

    it('an answered ping keeps it', async () => {
      const connection = await connect(await visitor())
      await connection.send('{}', { id: 2, ping: {} })
      expect(await connection.reply(2)).toEqual({ id: 2, ping: {} })
    })

    if (carrier === 'ws') {
      it('the largest frame is taken, one byte more is not', async () => {
        const connection = await connect(await visitor())
        const empty = JSON.stringify({ id: 2, rpc: { method: 'health.get', data: { padding: '' } } })
        const padding = 'x'.repeat(maxFrameBytes - empty.length)
        await connection.send({ id: 2, rpc: { method: 'health.get', data: { padding } } })
        expect(await connection.reply(2)).toHaveProperty('rpc')
        await connection.send({ id: 3, rpc: { method: 'health.get', data: { padding: `${padding}x` } } })
        expect((await connection.ended).code).toBe(1009)
      })
    }
  })
}
