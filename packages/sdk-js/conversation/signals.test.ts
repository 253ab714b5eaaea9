import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { keptStore, startCoach } from '../__fixtures__/coach.js'
import { createCoachClient } from '../client.js'
import type { WaitOptions } from './conversation-handle.js'

let coach: Awaited<ReturnType<typeof startCoach>>
/** Takes requests and answers none. */
let silent: Server
beforeAll(async () => {
  coach = await startCoach()
  silent = createServer().listen(0, '127.0.0.1')
  await once(silent, 'listening')
}, 120_000)
afterAll(async () => {
  await coach.close()
  silent.closeAllConnections()
  silent.close()
})

/** A conversation with one answer, whose server can be made to say nothing more. */
async function answered() {
  let away = false
  const elsewhere = `http://127.0.0.1:${(silent.address() as AddressInfo).port}/`
  const client = createCoachClient({
    baseUrl: coach.baseUrl,
    creator: 'ana',
    sessionStore: keptStore(),
    fetch: (input, init) => fetch(away ? elsewhere : input, init),
  })
  const handle = client.conversation()
  for await (const _event of handle.send({ text: '¿Cómo preparo la primera sesión?' }));
  const [question, answer] = handle.getSnapshot().messages
  if (!question || !answer) throw new Error('Nothing was answered')
  const leave = () => {
    away = true
  }
  return { client, handle, question, answer, leave }
}

test('each wait ends when its signal says so, with its reason, and shows no error', async () => {
  const { client, handle, question, answer, leave } = await answered()
  const waits: Record<string, (options: WaitOptions) => Promise<unknown>> = {
    retry: (options) => handle.retry(answer.id, options),
    regenerate: (options) => handle.regenerate(answer.id, options),
    edit: (options) => handle.edit(question.id, { text: '¿Y la segunda?' }, options),
    versions: (options) => handle.versions(answer.id, options),
    rate: (options) => handle.rate(answer.id, { rating: 'up' }, options),
    markRead: (options) => handle.markRead(options),
    requestPerson: (options) => handle.requestPerson(options),
    download: (options) => handle.download('file', options),
    attach: ({ signal }) => handle.attach(new File(['Hola'], 'hola.txt'), signal ? { signal } : {}),
    health: ({ signal }) => client.health.get(signal ? { signal } : {}),
    open: (options) => {
      handle.close()
      return handle.open(options)
    },
  }
  leave()
  for (const [name, wait] of Object.entries(waits)) {
    const asked = name === 'open' ? Promise.resolve() : once(silent, 'request')
    const life = new AbortController()
    const waiting = wait({ signal: life.signal })
    waiting.catch(() => undefined)
    await asked
    life.abort(new Error(`${name} was given up`))
    await expect(waiting, name).rejects.toThrow(`${name} was given up`)
  }
  expect(handle.getSnapshot().error).toBeUndefined()
  handle.close()
})

test('a signal ends what is told of a question, and neither the question nor its answer', async () => {
  const { handle } = await answered()
  const life = new AbortController()
  const told = (async () => {
    for await (const event of handle.send({ text: '¿Y la segunda?' }, { signal: life.signal }))
      if (event.type === 'message.created') life.abort(new Error('Enough'))
  })()
  await expect(told).rejects.toThrow('Enough')
  await expect.poll(() => handle.getSnapshot().messages.map(({ status }) => status), { timeout: 20_000 }).toEqual(['sent', 'completed', 'sent', 'completed'])
  expect(() => handle.send({ text: 'Nunca' }, { signal: life.signal })).toThrow('Enough')
  expect(handle.getSnapshot().messages).toHaveLength(4)
  handle.close()
})
