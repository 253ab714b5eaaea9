import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { startCoach } from './__fixtures__/coach.js'
import type { createCoachClient } from './index.js'

// The client in a page of its own: what Node has not (localStorage, EventSource, progress of an upload, going offline).
const question = '¿Cómo preparo la primera sesión?'
declare const sdk: { createCoachClient: typeof createCoachClient }
let coach: Awaited<ReturnType<typeof startCoach>>
let browser: Browser
let context: BrowserContext | undefined

beforeAll(async () => {
  coach = await startCoach({ delayMs: 30, page: `<!doctype html><title>sdk</title><script>${await bundle()}</script>` })
  browser = await chromium.launch({
    executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--no-first-run',
      '--disable-dev-shm-usage',
      '--disable-background-networking',
      '--disable-sync',
      '--host-resolver-rules=MAP evil.example 127.0.0.1',
    ],
  })
}, 120_000)
afterEach(async () => {
  await context?.close()
  context = undefined
})
afterAll(async () => {
  await browser?.close()
  await coach?.close()
})

describe.each(['websocket', 'http-stream', 'sse'] as const)('over %s', (transport) => {
  test('an answer streams', async () => {
    const page = await open()
    const seen = await page.evaluate(
      async ({ transport, question }) => {
        const client = sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana', transports: [transport] })
        const handle = client.conversation((await client.conversations.create()).id)
        handle.open()
        await new Promise<void>((resolve) => handle.subscribe(() => handle.getSnapshot().connection === 'open' && resolve()))
        const events: string[] = []
        for await (const event of handle.send({ text: question })) events.push(event.type)
        return { events, text: handle.getSnapshot().messages.at(-1)?.text }
      },
      { transport, question },
    )
    expect(seen.events).toContain('message.delta')
    expect(seen.events.at(-1)).toBe('message.completed')
    expect(seen.text).toMatch(/^Reserva media hora .*\[1\]\.$/)
  })
})

test('a message written before a reload is sent after it, once', async () => {
  const page = await open()
  await page.route('**/v1/conversations/*/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
  const tried = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/messages'))
  await page.evaluate((text) => void sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).conversation().send({ text }), question)
  await tried
  await page.unroute('**/v1/conversations/*/messages')
  await page.reload()
  expect(await follow(page)).toEqual([`user sent ${question}`, expect.stringMatching(/^assistant completed Reserva/)])
  await page.reload()
  expect(await follow(page)).toHaveLength(2)
})

describe('messages that wait', () => {
  /** No message gets through, in any tab. */
  const block = (yes: boolean) =>
    yes
      ? context?.route('**/v1/conversations/*/messages', (route) => (route.request().method() === 'POST' ? route.abort() : route.continue()))
      : context?.unroute('**/v1/conversations/*/messages')
  const write = (page: Page, text: string) =>
    page.evaluate(async (text) => {
      const handle = sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).conversation()
      handle.send({ text })
      await new Promise<void>((resolve) => handle.subscribe(() => handle.getSnapshot().error && resolve()))
    }, text)
  const kept = (page: Page) =>
    page.evaluate(async () => {
      const opening = indexedDB.open('coachkit')
      const database = await new Promise<IDBDatabase>((resolve) => {
        opening.onsuccess = () => resolve(opening.result)
      })
      const reading = database.transaction('outbox').objectStore('outbox').getAll() as IDBRequest<{ item: { text: string } }[]>
      const texts = await new Promise<string[]>((resolve) => {
        reading.onsuccess = () => resolve(reading.result.map(({ item }) => item.text))
      })
      database.close()
      return [texts.sort(), Object.values(localStorage).some((value) => texts.some((text) => value.includes(text)))]
    })
  /** Every message that was posted, and how often. */
  const posted = (page: Page) => {
    const bodies: string[] = []
    page.context().on('request', (request) => {
      if (request.method() === 'POST' && request.url().endsWith('/messages')) bodies.push(String(request.postDataJSON().text))
    })
    return bodies
  }

  test('are in the database before anything is asked, and not in localStorage; of two tabs each keeps its own', async () => {
    const page = await open()
    await follow(page, 'Hola')
    await block(true)
    const other = await (context as BrowserContext).newPage()
    await other.goto(`${coach.baseUrl}/page`)
    await Promise.all([write(page, 'De la primera.'), write(other, 'De la segunda.')])
    expect(await kept(page)).toEqual([['De la primera.', 'De la segunda.'], false])
  })

  test('of a tab that crashed are sent by the one that is there, once; a tab that is there sends its own', async () => {
    const page = await open()
    await follow(page, 'Hola')
    const other = await (context as BrowserContext).newPage()
    await other.goto(`${coach.baseUrl}/page`)
    await block(true)
    await write(other, 'De la que se cae.')
    await write(page, 'De la que sigue.')
    const bodies = posted(page)
    await block(false)
    const crashed = other.waitForEvent('crash')
    await other.goto('chrome://crash').catch(() => undefined)
    await crashed
    const shown = await page.evaluate(async () => {
      const handle = sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).conversation()
      await handle.open()
      const texts = () => handle.getSnapshot().messages.filter(({ role, status }) => role === 'user' && status === 'sent')
      await new Promise<void>((resolve) => handle.subscribe(() => texts().length === 3 && resolve()))
      return texts().map(({ text }) => text)
    })
    expect(shown.toSorted()).toEqual(['De la que se cae.', 'De la que sigue.', 'Hola'])
    expect(bodies.filter((text) => text === 'De la que se cae.')).toHaveLength(1)
    expect(await kept(page)).toEqual([[], false])
  })

  test('are gone everywhere once the visitor signs out', async () => {
    const page = await open()
    await follow(page, 'Hola')
    const other = await (context as BrowserContext).newPage()
    await other.goto(`${coach.baseUrl}/page`)
    await block(true)
    // The second tab waits for what the first one leaves behind.
    await write(page, 'Una.')
    await write(other, 'Otra.')
    await page.evaluate(() => sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).session.signOut())
    await expect.poll(() => kept(page)).toEqual([[], false])
    await block(false)
    await page.reload()
    expect((await follow(page, 'De nuevo')).filter((line) => line.startsWith('user'))).toEqual(['user sent De nuevo'])
    expect(await kept(page)).toEqual([[], false])
  })
})

test('what is written offline leaves when the browser is online again', async () => {
  const page = await open()
  await follow(page, 'Hola')
  await context?.setOffline(true)
  const states = await page.evaluate(async (text) => {
    const handle = sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).conversation()
    Object.assign(globalThis, { handle })
    handle.send({ text })
    await new Promise<void>((resolve) => handle.subscribe(() => handle.getSnapshot().error && resolve()))
    return handle.getSnapshot().messages.map(({ status }) => status)
  }, question)
  expect(states).toEqual(['sending'])
  await context?.setOffline(false)
  await page.waitForFunction(() => {
    const { handle } = globalThis as unknown as { handle: ReturnType<ReturnType<typeof createCoachClient>['conversation']> }
    return handle.getSnapshot().messages.filter(({ status }) => status === 'completed').length === 2
  })
})

test('an upload tells how far it is, can be called off, and says why it is refused', async () => {
  const page = await open()
  const seen = await page.evaluate(async (token) => {
    const client = sdk.createCoachClient({ baseUrl: location.origin, token })
    const progress: { loaded: number; total: number }[] = []
    const file = new File(['Una línea de la guía.\n'.repeat(100_000)], 'larga.txt')
    const { document } = await client.knowledge.upload(file, { onProgress: (step) => progress.push(step) })
    const off = new AbortController()
    const called = client.knowledge.upload(file, { name: 'otra.txt', signal: off.signal, onProgress: () => off.abort() }).catch((error: Error) => error.name)
    const refused = client.knowledge.upload(new File(['x'], 'x.exe'), { onProgress: () => {} }).catch((error: { code: string }) => error.code)
    return { progress, size: file.size, name: document.name, called: await called, refused: await refused }
  }, coach.key)
  expect(seen).toMatchObject({ name: 'larga.txt', called: 'AbortError', refused: 'VAL_003' })
  const last = seen.progress.at(-1)
  expect(last?.loaded).toBe(last?.total)
  expect(last?.total).toBeGreaterThan(seen.size)
})

test('a website that may not use the coach is told so, once and for all', async () => {
  const page = await open(elsewhere(coach.baseUrl))
  const calls: string[] = []
  page.on('request', (request) => request.url().includes('/v1/') && calls.push(request.method()))
  const seen = await page.evaluate(async (baseUrl) => {
    const client = sdk.createCoachClient({ baseUrl, creator: 'ana', language: 'es' })
    const handle = client.conversation()
    const opened = await handle.open().catch((error: { code: string; retryable: boolean }) => [error.code, error.retryable])
    return { opened, error: handle.getSnapshot().error }
  }, coach.baseUrl)
  expect(seen).toEqual({ opened: ['ORIGIN_001', false], error: { code: 'ORIGIN_001', message: 'Este sitio web no puede usar este coach.', retryable: false } })
  // One that the browser itself refused to send, and the question why.
  expect(calls.filter((method) => method !== 'OPTIONS')).toEqual(['POST', 'GET'])
})

/** The client's page, on the coach's own website or on one elsewhere. */
async function open(website = coach.baseUrl): Promise<Page> {
  context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${website}/page`)
  return page
}

/** The same machine under a name that the browser takes for another website. */
function elsewhere(url: string): string {
  return url.replace('127.0.0.1', 'evil.example')
}

/** The visitor's conversation once nothing is on its way any more, after a message where one is given. */
function follow(page: Page, text?: string): Promise<string[]> {
  return page.evaluate(async (text) => {
    const handle = sdk.createCoachClient({ baseUrl: location.origin, creator: 'ana' }).conversation()
    await handle.open()
    if (text !== undefined) handle.send({ text })
    const settled = () => !handle.getSnapshot().loading && !handle.getSnapshot().answering && handle.getSnapshot().messages.length > 0
    await new Promise<void>((resolve) => {
      if (settled()) resolve()
      handle.subscribe(() => settled() && resolve())
    })
    const lines = handle.getSnapshot().messages.map((each) => `${each.role} ${each.status} ${each.text}`)
    handle.close()
    return lines
  }, text)
}

/** The client as one script that leaves itself in `sdk`. */
async function bundle(): Promise<string> {
  const entry = new URL('index.ts', import.meta.url).pathname
  const built = await build({
    configFile: false,
    logLevel: 'error',
    build: { write: false, modulePreload: false, lib: { entry, formats: ['iife'], name: 'sdk' } },
  })
  const [output] = Array.isArray(built) ? built : [built]
  if (!output || !('output' in output)) throw new Error('Nothing was built.')
  return output.output[0].code
}
