import { routes } from '@coachkit/contract'
import { afterEach, expect, test } from 'vitest'
import type { CoachServerOptions } from '../../config/options.js'
import { expectRefusal } from '../../testing/__fixtures__/expect-refusal.js'
import { startTestServer, type TestServer } from '../../testing/__fixtures__/test-server.js'

let server: TestServer
afterEach(() => server.close())

const script = 'Mira: <script>alert(1)</script>'
const headers = { 'content-type': 'application/json' }

/** Sends from one channel; tells the status and what is kept of it. */
async function talk(options: CoachServerOptions) {
  server = await startTestServer(options)
  const { token } = await server.call(routes.sessions.create, { body: { creator: 'ana' } })
  const open = async (channel: string) => (await server.call(routes.conversations.create, { token, body: { channel } })).id
  const send = (conversationId: string, body: object, by = token) =>
    server.request(`/v1/conversations/${conversationId}/messages`, { method: 'POST', token: by, headers, body: JSON.stringify(body) })
  const kept = async (conversationId: string) =>
    (await server.call(routes.messages.list, { token, params: { conversationId } })).items.filter(({ role }) => role === 'user').map(({ text }) => text)
  return { token, open, send, kept }
}

test('what a page would run is refused in the widget and kept as it is elsewhere', async () => {
  const { token, open, send, kept } = await talk({})
  const [widget, bridge] = [await open('widget'), await open('telegram')]
  const { message } = routes.messages.send.result.parse(await (await send(widget, { text: 'option = 2' })).json())
  await expectRefusal(await send(widget, { text: script }), 'MESSAGE_003')
  const edit = `/v1/conversations/${widget}/messages/${message.id}/edit`
  const again = { clientMessageId: 'a', text: '[x](javascript:alert(1))' }
  await expectRefusal(await server.request(edit, { method: 'POST', token, headers, body: JSON.stringify(again) }), 'MESSAGE_003')
  expect((await send(widget, { text: script }, server.key)).status).toBe(201)
  expect((await send(bridge, { text: script })).status).toBe(201)
  expect([await kept(widget), await kept(bridge)]).toEqual([['option = 2', script], [script]])
})

test('a host may refuse it everywhere, or nowhere', async () => {
  const everywhere = await talk({ refuseScripts: 'all' })
  await expectRefusal(await everywhere.send(await everywhere.open('telegram'), { text: script }), 'MESSAGE_003')
  await server.close()
  const nowhere = await talk({ refuseScripts: false })
  expect((await nowhere.send(await nowhere.open('widget'), { text: script })).status).toBe(201)
})
