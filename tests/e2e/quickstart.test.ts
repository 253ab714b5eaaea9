import { readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import type { Browser, BrowserContext, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { launchChromium } from './browser.js'
import { quickstart } from './quickstart-process.js'

let app: Awaited<ReturnType<typeof quickstart>>
let browser: Browser
let context: BrowserContext | undefined

beforeAll(async () => {
  ;[app, browser] = await Promise.all([quickstart(), launchChromium()])
}, 120_000)

afterEach(async () => {
  await context?.close()
  context = undefined
})

afterAll(async () => {
  await browser?.close()
  await app?.remove()
})

test('a visitor asks, reads a cited answer, opens the passage, and finds it again after a reload and a restart', async () => {
  const page = await open('/')
  await openWidget(page)
  await ask(page, '¿Cómo preparo mi primera sesión?')
  const answer = page
    .locator('coach-widget')
    .getByText(/reserva media hora el día anterior/i)
    .first()
  await answer.waitFor()
  // The answer brings the list that its sentence announces.
  await page
    .locator('coach-widget')
    .getByText(/rueda de la vida/i)
    .first()
    .waitFor()
  await page
    .locator('coach-widget')
    .getByRole('button', { name: /fuente|cita|1/i })
    .first()
    .click()
  await page.locator('coach-widget').getByText('primera-sesion.md').first().waitFor()
  await page.reload()
  await openWidget(page)
  await answer.waitFor()
  await app.stop()
  await app.start()
  await page.reload()
  await openWidget(page)
  await answer.waitFor()
})

test('a question the material does not cover is answered with "no lo sé" and nothing cited', async () => {
  const page = await open('/')
  await openWidget(page)
  await ask(page, '¿Cuál es la capital de Mongolia?')
  await page
    .locator('coach-widget')
    .getByText(/no lo sé/i)
    .first()
    .waitFor()
  expect(
    await page
      .locator('coach-widget')
      .getByText(/\.(md|pdf|docx|txt)$/)
      .count(),
  ).toBe(0)
})

test('where a socket cannot open, the answer streams over HTTP', async () => {
  const page = await open('/', (created) => created.routeWebSocket(/.*/, (socket) => socket.close({ code: 1011, reason: 'blocked' })))
  await openWidget(page)
  await ask(page, '¿Qué es el método 10-10?')
  await page
    .locator('coach-widget')
    .getByText(/diez minutos al día/i)
    .first()
    .waitFor()
})

test('a dropped file is read and answers questions; a bad one says why', async () => {
  const page = await open(app.documentsUrl().replace(app.url, ''))
  await page
    .getByText(/^Listo:/)
    .first()
    .waitFor()
  const note = 'El retiro de primavera se celebra en Ronda del 12 al 14 de mayo. La plaza cuesta 310 euros con alojamiento.'
  await page.locator('#files').setInputFiles([
    { name: 'retiro.txt', mimeType: 'text/plain', buffer: Buffer.from(note) },
    { name: 'roto.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7\nesto no es un PDF') },
    { name: 'hoja.xlsx', mimeType: 'application/octet-stream', buffer: Buffer.from('PK') },
  ])
  const row = (name: string) => page.getByRole('listitem').filter({ hasText: name })
  await row('retiro.txt')
    .getByText(/^Listo:/)
    .waitFor()
  await row('roto.pdf')
    .getByText(/dañado/)
    .waitFor()
  await row('hoja.xlsx')
    .getByText(/no se admite/)
    .waitFor()

  await page.goto(`${app.url}/`)
  await openWidget(page)
  await ask(page, '¿Cuánto cuesta el retiro de primavera?')
  await page
    .locator('coach-widget')
    .getByText(/310 euros/)
    .first()
    .waitFor()
})

test('the pages and the widget have no accessibility violations, in light and dark', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    const page = await open('/', undefined, colorScheme)
    await expectAccessible(page)
    await openWidget(page)
    await expectAccessible(page)
    await page.goto(app.documentsUrl())
    await page
      .getByText(/^Listo:/)
      .first()
      .waitFor()
    await expectAccessible(page)
    await context?.close()
  }
})

test('the API docs are served', async () => {
  const page = await open('/coach/docs')
  await page.getByText('/v1/conversations/{conversationId}/messages').first().waitFor()
})

async function open(path: string, prepare?: (page: Page) => Promise<unknown>, colorScheme: 'light' | 'dark' = 'light'): Promise<Page> {
  context = await browser.newContext({ colorScheme, locale: 'es-ES', reducedMotion: 'reduce', bypassCSP: true })
  const page = await context.newPage()
  await prepare?.(page)
  await page.goto(app.url + path)
  return page
}

async function openWidget(page: Page): Promise<void> {
  await page.locator('coach-widget').getByRole('button').first().click()
  await page.locator('coach-widget').getByRole('textbox').waitFor()
}

async function ask(page: Page, question: string): Promise<void> {
  await page.locator('coach-widget').getByRole('textbox').fill(question)
  await page.keyboard.press('Enter')
}

async function expectAccessible(page: Page): Promise<void> {
  const source = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
  await page.evaluate(source)
  const violations = await page.evaluate(async () => {
    const { violations: found } = await (
      globalThis as unknown as { axe: { run(): Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> } }
    ).axe.run()
    return found.map(({ id, nodes }) => `${id}: ${nodes[0]?.html}`)
  })
  expect(violations).toEqual([])
}
