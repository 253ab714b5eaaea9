import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createCoachClient } from '@coachkit/sdk'
import { createBrowserEmbedder, embedKnowledge } from '@coachkit/sdk/embeddings'
import { browserEmbedder, type CoachServer, createCoachServer, ollama, pglite } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { startOllamaServer, tinyDimensions, writeTinyEmbeddingModel } from '@coachkit/server-kit/testing/model-servers'
import type { Browser, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import { launchChromium } from './browser.js'

// The built widget under the policy that toughest hosts have, with a model and its library from the host's own path.
const policy = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
const model = 'tiny/bert'
const car = 'El automóvil se revisa una vez al año en el taller de la esquina.'
const dog = 'La mascota pasea por el parque y come dos veces al día.'
const question = 'Which vehicle inspection happens?'
const mountPath = '/coach'
const types: Record<string, string> = { '.js': 'text/javascript', '.mjs': 'text/javascript', '.json': 'application/json', '.wasm': 'application/wasm' }
const installed = (path: string) => fileURLToPath(new URL(`../../node_modules/${path}`, import.meta.url))

let folder: string
let lm: Awaited<ReturnType<typeof startOllamaServer>>
let coach: CoachServer
let server: Server
let origin: string
let browser: Browser
/** Keeps the model's weights waiting. */
let held: Promise<void> | undefined
const problems: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-widget-models-'))
  await writeTinyEmbeddingModel({ folder, name: model })
  lm = await startOllamaServer({ models: ['test'], reply: () => 'Eso dice el material [1].' })
  const storage = pglite({ dataDir: 'memory' })
  coach = createCoachServer({
    storage,
    dataDir: folder,
    mountPath,
    languageModel: ollama({ url: lm.url, model: 'test' }),
    embedder: browserEmbedder({ model, dimensions: tinyDimensions }),
    limits: false,
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  const { id } = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  // Whatever the words say, so that what is cited tells what was found.
  await storage.as({ creatorId: id }, (tx) => tx.creators.setAnswering({ id, answering: { answerFrom: 0 } }))
  const { key } = await coach.setup.createApiKey({ creatorId: id, name: 'test' })
  const handle = toNodeHandler(coach, { mountPath })
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    if (path.startsWith(mountPath)) return void handle(request, response)
    serve(path, response).catch(() => response.writeHead(404).end())
  }).listen(0, '127.0.0.1')
  attachRealtime(server, coach, { mountPath })
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  const member = createCoachClient({ baseUrl: origin + mountPath, token: key })
  for (const text of [dog, car]) {
    const { document } = await member.knowledge.upload(new File([text], `${text.slice(0, 5)}.txt`))
    await vi.waitFor(async () => expect((await member.knowledge.status({ params: { documentId: document.id } })).status).toBe('ready'), 20_000)
  }
  const embedder = createBrowserEmbedder({ model, modelsPath: folder, dimensions: tinyDimensions })
  await embedKnowledge(member, embedder)
  await embedder.dispose()
  browser = await launchChromium()
}, 120_000)
afterEach(() => {
  held = undefined
  // What the page's policy refuses is reported on its console.
  expect(problems.splice(0)).toEqual([])
})
afterAll(async () => {
  await browser?.close()
  server?.close()
  server?.closeAllConnections()
  await coach?.stop()
  await lm?.close()
  await rm(folder, { recursive: true })
})

async function serve(path: string, response: ServerResponse): Promise<void> {
  if (path.startsWith('/models/')) {
    const name = path.slice('/models/'.length)
    if (name.endsWith('.onnx')) await held
    const file =
      name === 'transformers.min.js'
        ? installed('@huggingface/transformers/dist/transformers.min.js')
        : name.startsWith('onnxruntime/')
          ? installed(`onnxruntime-web/dist/${name.slice('onnxruntime/'.length)}`)
          : join(folder, name)
    const content = await readFile(file)
    response.writeHead(200, { 'content-type': types[extname(path)] ?? 'application/octet-stream' }).end(content)
  } else if (path.startsWith('/page')) {
    const attribute =
      { '/page': '', '/page-model': 'embeddings="/models/"', '/page-missing': 'embeddings="/none/?library=/models/transformers.min.js&dtype=fp32"' }[path] ?? ''
    response
      .writeHead(200, { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy })
      .end(
        `<!doctype html><html lang="es"><title>Una página</title><link rel="icon" href="/icon"><script type="module" src="/coach/widget.js"></script><coach-widget creator="ana" ${attribute}></coach-widget></html>`,
      )
  } else response.writeHead(path === '/icon' ? 204 : 404).end()
}

interface Opened {
  page: Page
  widget: ReturnType<Page['locator']>
  requests: string[]
  /** The questions as they left. */
  sent: { text: string; vector?: { model: string; values: string } }[]
}

async function open(path: string): Promise<Opened> {
  const page = await (await browser.newContext({ locale: 'es-ES' })).newPage()
  const requests: string[] = []
  const sent: Opened['sent'] = []
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  page.on('pageerror', (error) => problems.push(String(error)))
  page.context().on('request', (request) => {
    requests.push(request.url())
    if (request.method() === 'POST' && request.url().endsWith('/messages')) sent.push(request.postDataJSON())
  })
  await page.goto(origin + path)
  const widget = page.locator('coach-widget')
  return { page, widget, requests, sent }
}

async function ask({ page, widget }: Opened, text: string): Promise<void> {
  await widget.getByRole('textbox').fill(text)
  await page.keyboard.press('Enter')
  await widget.getByRole('button', { name: 'Enviar', exact: true }).waitFor()
}

test('without the attribute nothing of the embedder is loaded, and questions go by their words', async () => {
  const opened = await open('/page')
  await opened.widget.getByRole('button').first().click()
  await opened.widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await ask(opened, question)
  await expect.poll(() => opened.sent).toEqual([expect.not.objectContaining({ vector: expect.anything() })])
  expect(opened.requests.filter((each) => /embedder|models|health/.test(each))).toEqual([])
  await opened.page.close()
}, 60_000)

test('with it a model is loaded when the visitor means to ask, in words; until it is there questions go without, then with a vector', async () => {
  const opened = await open('/page-model')
  const { page, widget, requests, sent } = opened
  let release = () => {}
  held = new Promise((resolve) => {
    release = resolve
  })
  await widget.locator('.launcher').waitFor()
  expect(requests.filter((each) => /embedder|models/.test(each))).toEqual([])
  await widget.getByRole('button').first().click()
  await widget.getByText(/^Preparando la búsqueda en tu dispositivo… \d+\s%$/).waitFor()
  await ask(opened, 'Hola')
  release()
  await widget.getByText('La búsqueda en tu dispositivo está lista.').waitFor({ state: 'attached' })
  await widget.getByText(/^Preparando/).waitFor({ state: 'detached' })
  await ask(opened, question)
  await expect
    .poll(() => sent)
    .toEqual([
      expect.not.objectContaining({ vector: expect.anything() }),
      expect.objectContaining({ text: question, vector: { model, values: expect.any(String) } }),
    ])
  // What has its meaning, in another language.
  await widget.getByRole('button', { name: 'Fuente 1: El au.txt' }).last().click()
  await widget.getByText(car).waitFor()
  // From the host's own addresses alone, in a worker that the server of the kit gives out.
  expect(requests.filter((each) => !each.startsWith(origin) && !each.startsWith('data:'))).toEqual([])
  expect(requests.some((each) => /\/coach\/embedder-worker-[\w-]+\.js$/.test(each))).toBe(true)
  await page.close()
}, 120_000)

test('where the model cannot be loaded questions go by their words, and whoever builds the page is told why', async () => {
  const opened = await open('/page-missing')
  const { page, widget, sent } = opened
  await page.evaluate(() => {
    const failures: string[] = []
    Object.assign(globalThis, { failures })
    addEventListener('coach-error', (event) => failures.push((event as CustomEvent<{ code: string }>).detail.code))
  })
  await widget.getByRole('button').first().click()
  await expect
    .poll(() => page.evaluate(() => (globalThis as unknown as { failures: string[] }).failures), { timeout: 20_000 })
    .toEqual(['EMBEDDER_model_missing'])
  await ask(opened, question)
  await expect.poll(() => sent).toEqual([expect.not.objectContaining({ vector: expect.anything() })])
  expect(await widget.getByText(/^Preparando/).count()).toBe(0)
  // The browser says of what it did not find.
  expect(problems.splice(0).every((each) => /404/.test(each))).toBe(true)
  await page.close()
}, 60_000)
