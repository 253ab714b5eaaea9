import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { extname, join } from 'node:path'
import { setTimeout as wait } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { type CoachServer, createCoachServer, ollama } from '@coachkit/server-kit'
import { attachRealtime, toNodeHandler } from '@coachkit/server-kit/node'
import { startOllamaServer } from '@coachkit/server-kit/testing/model-servers'
import { type Browser, chromium, type Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'

const source = (path: string) => fileURLToPath(new URL(path, import.meta.url))
const guide = '# Sesiones\n\n## Primera sesión\n\nPara preparar la primera sesión reserva media hora el día anterior.\n'
const types: Record<string, string> = { '.html': 'text/html; charset=utf-8', '.js': 'text/javascript; charset=utf-8' }
let folder: string
let model: Awaited<ReturnType<typeof startOllamaServer>>
let coach: CoachServer
let server: Server
let browser: Browser
let page: Page
let problems: string[]

beforeAll(async () => {
  // The widget and the client are the built ones, as an application's bundler finds them.
  folder = await mkdtemp(join(tmpdir(), 'coachkit-react-'))
  await build({
    root: source('__fixtures__/page'),
    logLevel: 'error',
    build: { outDir: join(folder, 'page'), chunkSizeWarningLimit: 2000 },
  })
  model = await startOllamaServer({ models: ['test'], reply: piecesOf, delayMs: 1000 })
  coach = createCoachServer({
    mountPath: '/coach',
    embedded: true,
    dataDir: join(folder, 'data'),
    languageModel: ollama({ url: model.url, model: 'test' }),
    embedder: false,
    limits: false,
    logger: { info() {}, warn() {}, error() {} },
  })
  await coach.start()
  await addGuide()
  const answer = toNodeHandler(coach, { mountPath: '/coach' })
  server = createServer(async (request, response) => {
    if (request.url?.startsWith('/coach/')) return answer(request, response)
    const path = /^\/(\?|$)/.test(String(request.url)) ? '/index.html' : String(request.url)
    const bytes = await readFile(join(folder, 'page', path)).catch(() => undefined)
    response.writeHead(bytes ? 200 : 404, { 'content-type': types[extname(path)] ?? 'text/plain' }).end(bytes)
  })
  attachRealtime(server, coach, { mountPath: '/coach' })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  browser = await chromium.launch({
    executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--no-first-run', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-sync'],
  })
}, 120_000)

afterEach(async () => {
  await page.context().close()
  expect(problems).toEqual([])
})

afterAll(async () => {
  await browser?.close()
  await coach?.stop()
  server?.closeAllConnections()
  server?.close()
  await model?.close()
  await rm(folder, { recursive: true, force: true })
})

test('useConversation streams an answer, keeps it over a reload and an unmount, and starts anew', async () => {
  await open()
  await page.getByLabel('Pregunta').fill('¿Cómo preparo la primera sesión?')
  await page.getByRole('button', { name: 'Enviar' }).click()
  const answer = page.locator('[data-role=assistant]')
  await answer.and(page.locator('[data-state=pending]')).filter({ hasText: 'Reserva' }).waitFor()
  await answer.and(page.locator('[data-state=completed]')).filter({ hasText: 'cambie [1]. (1 guia.md)' }).waitFor()
  await page.getByRole('button', { name: 'Alternar' }).click()
  await page.getByText('Sin chat').waitFor()
  await page.getByRole('button', { name: 'Alternar' }).click()
  await answer.filter({ hasText: '(1 guia.md)' }).waitFor()
  await page.reload()
  await answer.filter({ hasText: '(1 guia.md)' }).waitFor()
  expect(await page.locator('li').count()).toBe(2)
  await page.getByRole('button', { name: 'Nueva' }).click()
  await expect.poll(() => page.locator('li').count()).toBe(0)
})

test('stop ends an answer and keeps its text', async () => {
  await open()
  await page.getByLabel('Pregunta').fill('¿Cómo preparo la primera sesión entera?')
  await page.getByRole('button', { name: 'Enviar' }).click()
  await page.locator('[data-state=pending]').filter({ hasText: 'Reserva' }).waitFor()
  await page.getByRole('button', { name: 'Parar' }).click()
  await page.locator('[data-state=stopped]').filter({ hasText: 'Reserva' }).waitFor()
})

test('<CoachWidget> answers and tells its page', async () => {
  await open()
  const widget = page.locator('coach-widget')
  await widget.getByRole('button', { name: /Abrir el chat/ }).click()
  await expect.poll(() => page.locator('output').textContent()).toBe('abierto')
  await widget.getByRole('textbox').fill('¿Cómo preparo la primera sesión?')
  await widget.getByRole('textbox').press('Enter')
  await widget.getByText('anota qué quieres que cambie').first().waitFor()
  await expect.poll(() => page.locator('output').textContent()).toBe('assistant')
})

test('the element itself is opened and closed by an attribute, and its launcher goes on working', async () => {
  await open('?element')
  const toggle = page.getByRole('button', { name: 'Alternar' })
  const widget = page.locator('coach-widget')
  const field = widget.getByRole('textbox')
  await toggle.click()
  await field.waitFor()
  await toggle.click()
  await field.waitFor({ state: 'hidden' })
  await widget.getByRole('button', { name: /Abrir el chat/ }).click()
  await field.waitFor()
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'hidden' })
  await toggle.click()
  await field.waitFor()
})

test('<CoachWidget> leads to its element, says who the visitor is once, and tells of all that happens', async () => {
  const tokens: unknown[] = []
  await open('about:blank')
  await page.route('**/v1/channels/sessions', (route) => {
    const { identityToken, ...body } = route.request().postDataJSON()
    tokens.push(identityToken)
    return route.continue({ postData: JSON.stringify(body) })
  })
  await page.goto(`http://localhost:${(server.address() as AddressInfo).port}/?bound`)
  await expect.poll(() => page.locator('output').textContent()).toContain('ready')
  await page.getByRole('button', { name: 'Preguntar' }).click()
  await expect.poll(() => page.locator('output').textContent()).toMatch(/open (conversation user|user conversation) assistant$/)
  expect(tokens).toEqual([`x.${btoa('{"sub":"eva"}')}.y`])
})

/** Two pieces, or one that goes on until it is stopped. */
function piecesOf({ body }: { body: unknown }): string[] {
  if (JSON.stringify(body).includes('entera')) return Array.from({ length: 60 }, () => 'Reserva media hora. ')
  return ['Reserva media hora el día anterior ', 'y anota qué quieres que cambie [1].']
}

async function open(path = ''): Promise<void> {
  problems = []
  page = await (await browser.newContext({ locale: 'es-ES' })).newPage()
  page.setDefaultTimeout(10_000)
  page.on('pageerror', (error) => problems.push(error.message))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  const address = server.address() as AddressInfo
  await page.goto(path === 'about:blank' ? path : `http://localhost:${address.port}/${path}`)
}

async function addGuide(): Promise<void> {
  const creator = await coach.setup.ensureCreator({ slug: 'ana', name: 'Ana', language: 'es' })
  const { key } = await coach.setup.createApiKey({ creatorId: creator.id, name: 'test' })
  const headers = { authorization: `Bearer ${key}` }
  const call = async (path: string, init: RequestInit = {}) =>
    (await coach.fetch(new Request(`http://localhost/v1/creators/knowledge/${path}`, { ...init, headers }))).json()
  const form = new FormData()
  form.set('file', new File([guide], 'guia.md'))
  const { document } = await call('upload', { method: 'POST', body: form })
  while ((await call(`documents/${document.id}/status`)).status !== 'ready') await wait(20)
}
