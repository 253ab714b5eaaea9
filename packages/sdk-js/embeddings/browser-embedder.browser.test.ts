import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { transformersEmbedder } from '@coachkit/server-kit'
import { tinyDimensions, writeTinyEmbeddingModel } from '@coachkit/server-kit/testing/model-servers'
import { type Browser, chromium, type Page } from 'playwright-core'
import { transformWithOxc } from 'vite'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type BrowserEmbedderOptions, createBrowserEmbedder } from './index.js'

// The library, its runtime and a model in a real page, unbundled, under the policy that toughest hosts have.
const policy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'"
const types: Record<string, string> = {
  '.js': 'text/javascript',
  '.mjs': 'text/javascript',
  '.json': 'application/json',
  '.wasm': 'application/wasm',
  '.html': 'text/html',
}
const model = 'tiny/bert'
const texts = ['query: Which vehicle inspection?', 'passage: El automóvil se revisa una vez al año.', 'passage: La mascota pasea por el parque.', '¿Ñandú 42?']
const page = '<!doctype html><title>embedder</title><script type="module" src="/page.js"></script>'
const script = "import * as embeddings from '/sdk/embeddings/index.js'; globalThis.embeddings = embeddings"
declare const embeddings: typeof import('./index.js')
const installed = (path: string) => fileURLToPath(new URL(`../../../node_modules/${path}`, import.meta.url))

let folder: string
let server: Server
let origin: string
let browser: Browser
const asked: string[] = []

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'coachkit-models-'))
  await writeTinyEmbeddingModel({ folder, name: model })
  server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname
    asked.push(path)
    read(path).then(
      (content) => response.writeHead(200, { 'content-type': types[extname(path)] ?? types['.html'], 'content-security-policy': policy }).end(content),
      () => response.writeHead(404).end(),
    )
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
  browser = await chromium.launch({
    executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'],
  })
}, 120_000)
afterAll(async () => {
  await browser?.close()
  server?.close()
  await rm(folder, { recursive: true })
})

async function read(path: string): Promise<string | Uint8Array> {
  if (path === '/') return page
  if (path === '/page.js') return script
  if (path === '/transformers.min.js') return readFile(installed('@huggingface/transformers/dist/transformers.min.js'))
  if (path.startsWith('/models/onnxruntime/')) return readFile(installed(`onnxruntime-web/dist/${path.slice('/models/onnxruntime/'.length)}`))
  if (path.startsWith('/models/')) return readFile(join(folder, path.slice('/models/'.length)))
  const source = fileURLToPath(new URL(`..${path.slice('/sdk'.length).replace(/\.js$/, '.ts')}`, import.meta.url))
  return (await transformWithOxc(await readFile(source, 'utf8'), source)).code
}

async function open(): Promise<{ page: Page; elsewhere: string[] }> {
  const opened = await (await browser.newContext()).newPage()
  const elsewhere: string[] = []
  opened.on('request', (request) => void (request.url().startsWith(origin) || elsewhere.push(request.url())))
  await opened.goto(origin)
  await opened.waitForFunction(() => 'embeddings' in globalThis)
  return { page: opened, elsewhere }
}
const options = (more: Partial<BrowserEmbedderOptions> = {}) => ({
  model,
  modelsPath: '/models',
  library: '/transformers.min.js',
  dimensions: tinyDimensions,
  ...more,
})
/** What goes wrong in a page, as it can be handed over. */
const failure = (page: Page, given: BrowserEmbedderOptions) =>
  page.evaluate(
    (given) =>
      embeddings
        .createBrowserEmbedder(given)
        .embed(['hola'], {})
        .then(
          () => 'none',
          (error: Error & { code?: string }) => `${error.name} ${error.code}: ${error.message} ${error.cause}`,
        ),
    given,
  )
const apart = (one: ArrayLike<number>[], other: ArrayLike<number>[]) =>
  Math.max(...one.flatMap((vector, at) => Array.from(vector, (value, each) => Math.abs(value - (other[at]?.[each] ?? Number.NaN)))))
const cosine = (one: number[] = [], other: number[] = []) => one.reduce((sum, value, at) => sum + value * (other[at] ?? 0), 0)

test('makes in a page the vectors that the process makes, from the host’s own files alone, and tells how far loading is', async () => {
  const { page, elsewhere } = await open()
  const made = await page.evaluate(
    async ({ given, texts }) => {
      const progress: { loaded: number; total: number }[] = []
      const embedder = embeddings.createBrowserEmbedder({ ...given, onProgress: (each) => progress.push(each) })
      const { device } = await embedder.load()
      const vectors = (await embedder.embed(texts, {})).map((vector) => [...vector])
      const knowledge = embedder.embed(texts, {})
      await embedder.dispose()
      const after = await Promise.allSettled([knowledge, embedder.embed(texts, {})])
      return { device, vectors, progress, after: after.map((each) => (each.status === 'rejected' ? each.reason.code : 'made')) }
    },
    { given: options(), texts },
  )
  expect(made.device).toBe('wasm')
  expect(made.progress.at(-1)).toEqual({ loaded: expect.any(Number), total: made.progress.at(-1)?.loaded })
  expect(elsewhere).toEqual([])
  expect(asked).toContain('/sdk/embeddings/worker.js')
  expect(asked.some((path) => path.endsWith('.wasm'))).toBe(true)
  expect(asked).toContain(`/models/${model}/onnx/model_quantized.onnx`)
  expect(made.after.at(-1)).toBe('disposed')

  const signal = AbortSignal.timeout(20_000)
  const onServer = await transformersEmbedder({ model, modelPath: folder }).embed(texts, { purpose: 'passage', signal })
  const inProcess = createBrowserEmbedder({ model, modelsPath: folder, dimensions: tinyDimensions })
  const here = await inProcess.embed(texts, { signal })
  await inProcess.dispose()
  expect(apart(made.vectors, onServer)).toBeLessThan(1e-5)
  expect(apart(made.vectors, here)).toBeLessThan(1e-5)
  // Of one meaning in two languages.
  expect(cosine(made.vectors[0], made.vectors[1])).toBeGreaterThan(cosine(made.vectors[0], made.vectors[2]) + 0.5)
}, 120_000)

test('says what is missing, or wrong, in words that help', async () => {
  const { page } = await open()
  expect(await failure(page, options({ model: 'tiny/none' }))).toMatch(/^EmbedderError model_missing: .*tiny\/none.*below \/models\/\./)
  expect(await failure(page, options({ modelsPath: 'https://models.example/' }))).toMatch(/^EmbedderError model_missing: .*of this website/)
  expect(await failure(page, options({ library: '/none.js' }))).toMatch(/^EmbedderError package_missing: .*\/none\.js/)
  expect(await failure(page, options({ dimensions: 384 }))).toMatch(/^EmbedderError dimensions: .*32 numbers, not of 384/)
  await page.context().route('**/worker.js', (route) => route.abort())
  expect(await failure(page, options())).toMatch(/^EmbedderError failed: The worker/)
}, 120_000)
