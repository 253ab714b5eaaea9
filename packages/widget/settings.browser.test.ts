import type { WidgetConfig } from '@coachkit/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleConfig, sampleForm } from './__fixtures__/sample-answer.js'
import { ask, setStage } from './__fixtures__/stage.js'

const stage = setStage()
const preview = (page: Page, config?: Partial<WidgetConfig>) =>
  page.locator('coach-widget').evaluate((widget, shown) => (widget as unknown as { preview(config?: object): void }).preview(shown), config)
const answer = { pieces: ['Reserva media hora.'] }

test('settings that are not saved are shown as they change: launcher, place, size, font; without them those of the server', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce', bypassCSP: true })
  const launcher = page.locator('coach-widget .launcher')
  await expect.poll(() => launcher.boundingBox()).toEqual({ x: 1200, y: 780, width: 60, height: 60 })
  const shape = () => launcher.locator('.bubble path').getAttribute('d')
  const usual = await shape()
  await page.addStyleTag({ content: 'body { font-family: Georgia }' })
  await preview(page, { launcher: { icon: 'question', size: 48, offsetX: 100, offsetY: 40 }, font: 'page', position: 'bottom-left', primaryColor: '#aa00cc' })
  await expect.poll(() => launcher.boundingBox()).toEqual({ x: 100, y: 772, width: 48, height: 48 })
  expect(await shape()).not.toBe(usual)
  expect(await launcher.evaluate((each) => getComputedStyle(each).backgroundColor)).toContain('oklch')
  await launcher.click()
  const panel = page.locator('coach-form-panel')
  await panel.getByRole('textbox').waitFor()
  expect(await panel.boundingBox()).toMatchObject({ x: 100, y: 860 - 40 - 48 - 16 - 680, width: 404, height: 680 })
  expect(await panel.evaluate((each) => getComputedStyle(each).fontFamily)).toBe('Georgia')
  await examine(page, 'settings-previewed')
  // The page's own offset comes before the creator's.
  await page.addStyleTag({ content: 'coach-widget { --coach-offset: 30px }' })
  await expect.poll(() => launcher.boundingBox()).toMatchObject({ x: 30, y: 782 })
  await page.addStyleTag({ content: 'coach-widget { --coach-offset: initial }' })
  await preview(page)
  await expect.poll(() => launcher.boundingBox()).toEqual({ x: 1200, y: 780, width: 60, height: 60 })
  expect(await shape()).toBe(usual)
})

test('a launcher far from the edges stays in a narrow window, whose panel covers it whole', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce', viewport: { width: 390, height: 780 } })
  const launcher = page.locator('coach-widget .launcher')
  await launcher.waitFor()
  await preview(page, { launcher: { icon: 'spark', size: 96, offsetX: 200, offsetY: 200 } })
  await expect.poll(() => launcher.boundingBox()).toEqual({ x: 94, y: 484, width: 96, height: 96 })
  await launcher.click()
  await expect.poll(() => page.locator('coach-form-panel').boundingBox()).toEqual({ x: 0, y: 0, width: 390, height: 780 })
})

test('the launcher stands where the creator wants it, the panel opens from there, whichever way the page reads, and covers a small window whole', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce', viewport: { width: 1280, height: 860 } })
  const launcher = page.locator('coach-widget .launcher')
  const panel = page.locator('coach-form-panel')
  await launcher.waitFor()
  const places: [WidgetConfig['position'], object, object][] = [
    ['top-right', { x: 1200, y: 20 }, { x: 856, y: 96, width: 404, height: 680 }],
    ['top-left', { x: 20, y: 20 }, { x: 20, y: 96, width: 404, height: 680 }],
    ['middle-right', { x: 1200, y: 400 }, { x: 780, y: 90, width: 404, height: 680 }],
    ['middle-left', { x: 20, y: 400 }, { x: 96, y: 90, width: 404, height: 680 }],
    ['bottom-left', { x: 20, y: 780 }, { x: 20, y: 84, width: 404, height: 680 }],
    ['bottom-right', { x: 1200, y: 780 }, { x: 856, y: 84, width: 404, height: 680 }],
  ]
  for (const direction of ['ltr', 'rtl']) {
    await page.evaluate((dir) => document.documentElement.setAttribute('dir', dir), direction)
    for (const [position, ofLauncher, ofPanel] of places) {
      await preview(page, { position })
      await expect.poll(() => launcher.boundingBox(), { message: position }).toMatchObject(ofLauncher)
      await page.locator('coach-widget').evaluate((widget) => (widget as unknown as { open(): void }).open())
      await expect.poll(() => panel.boundingBox(), { message: position }).toEqual(ofPanel)
    }
  }
  await page.setViewportSize({ width: 390, height: 780 })
  for (const [position] of places) {
    await preview(page, { position })
    await expect.poll(() => panel.boundingBox(), { message: position }).toEqual({ x: 0, y: 0, width: 390, height: 780 })
  }
})

test('where the server says top or middle, the launcher appears there at once', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  await page.route('**/v1/widgets/ana/config', (route) =>
    route.fulfill({ json: { ...sampleConfig, position: 'top-left', launcher: { icon: 'chat', size: 60, offsetX: 20, offsetY: 20 } } }),
  )
  await page.goto(stage.server.url)
  const launcher = page.locator('coach-widget .launcher')
  await launcher.waitFor()
  expect(await launcher.boundingBox()).toEqual({ x: 20, y: 20, width: 60, height: 60 })
})

test('the creator’s logo stands in the launcher; where it cannot be shown, the bubble', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  const images: string[] = []
  page.on('request', (request) => request.resourceType() === 'image' && images.push(new URL(request.url()).pathname))
  const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaGj4DwADBQGA9hP0WQAAAABJRU5ErkJggg==', 'base64')
  await page.route('**/v1/widgets/ana/logo?v=*', (route) =>
    route.fulfill({ contentType: 'image/png', body: route.request().url().endsWith('1') ? dot : 'no image' }),
  )
  const launcher = page.locator('coach-widget .launcher')
  await launcher.waitFor()
  const usual = { icon: 'logo', size: 60, offsetX: 20, offsetY: 20 } as const
  await preview(page, { launcher: usual, logo: '/v1/widgets/ana/logo?v=1' })
  await expect.poll(() => launcher.locator('img').boundingBox()).toMatchObject({ width: 58, height: 58 })
  expect(await launcher.locator('.bubble').isVisible()).toBe(false)
  await preview(page, { launcher: usual, logo: '/v1/widgets/ana/logo?v=2' })
  await expect.poll(() => launcher.locator('.bubble').isVisible()).toBe(true)
  expect(await launcher.locator('img').count()).toBe(0)
  expect(images).toEqual(['/coach/v1/widgets/ana/logo', '/coach/v1/widgets/ana/logo'])
})

test('the creator’s logo stands in the head of the chat and of the form before it; where it cannot be shown, the initial', async () => {
  const page = await stage.open('about:blank', { bypassCSP: true, colorScheme: 'dark', viewport: { width: 390, height: 780 }, reducedMotion: 'reduce' })
  const dot = Buffer.from('iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkaGj4DwADBQGA9hP0WQAAAABJRU5ErkJggg==', 'base64')
  await page.route('**/v1/widgets/ana/logo?v=*', (route) =>
    route.fulfill({ contentType: 'image/png', body: route.request().url().endsWith('1') ? dot : 'no image' }),
  )
  await page.route('**/v1/widgets/ana/config', (route) =>
    route.fulfill({ json: { ...sampleConfig, logo: '/v1/widgets/ana/logo?v=1', form: { version: 'v1', fields: [], consent: { text: 'Acepto.' } } } }),
  )
  await page.goto(stage.server.url)
  const widget = page.locator('coach-widget')
  const logo = widget.locator('.head .avatar img')
  await widget.locator('.launcher').click()
  await expect.poll(() => logo.boundingBox()).toMatchObject({ width: 40, height: 40 })
  await examine(page, 'logo-form')
  await widget.getByRole('checkbox').check()
  await widget.getByRole('button', { name: 'Empezar a chatear' }).click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await expect.poll(() => logo.boundingBox()).toMatchObject({ width: 40, height: 40 })
  await examine(page, 'logo-chat')
  await preview(page, { logo: '/v1/widgets/ana/logo?v=2' })
  await expect.poll(() => logo.isVisible()).toBe(false)
  expect(await widget.locator('.head .avatar').textContent()).toBe('A')
})

test('an answer that comes whole is being typed for as long as the creator says; one that streams is shown as it comes', async () => {
  const page = await stage.open('about:blank')
  await page.clock.install()
  await page.goto(stage.server.url)
  await page.locator('coach-widget .launcher').waitFor()
  await preview(page, { responseDelayMs: 5000 })
  stage.server.script([answer, answer])
  const widget = await ask(page, stage.server)
  await widget.locator('.menu').waitFor()
  stage.server.finish()
  const shown = () => widget.locator('.answer .markdown').count()
  await expect.poll(shown).toBe(1)
  await page.clock.pauseAt(await page.evaluate(() => Date.now() + 1000))
  await widget.getByRole('textbox').fill('¿Y luego?')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  await widget.getByRole('button', { name: 'Detener la respuesta' }).waitFor()
  stage.server.finishWhole()
  // It is there, and not shown.
  await widget.getByRole('button', { name: 'Enviar' }).waitFor()
  expect(await widget.locator('.typing').count()).toBe(1)
  expect(await shown()).toBe(1)
  await page.clock.runFor(5000)
  await expect.poll(shown).toBe(2)
  expect(await widget.locator('.typing').count()).toBe(0)
})

test('what the page says of itself goes with each question from then on, until it says nothing more', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  const say = (context?: object) =>
    page.locator('coach-widget').evaluate((widget, said) => (widget as unknown as { setContext(said?: object): void }).setContext(said), context)
  await page.locator('coach-widget .launcher').waitFor()
  await say({ url: 'https://ana.example/a' })
  stage.server.script([answer, answer, answer])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  for (const context of [{ url: 'https://ana.example/b', cart: 2 }, undefined]) {
    await say(context)
    await widget.getByRole('textbox').fill('¿Y ahora?')
    await page.keyboard.press('Enter')
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
  }
  expect(stage.server.channel()).toBe('widget')
  expect(stage.server.contexts).toEqual([{ url: 'https://ana.example/a' }, { url: 'https://ana.example/b', cart: 2 }, undefined])
})

test('the page’s own words stand in place of the widget’s, on the launcher, in the chat, in the form, and when they change', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: { ...sampleConfig, form: sampleForm } }))
  // Before the element is what it is.
  await page.addInitScript(() =>
    addEventListener('DOMContentLoaded', () =>
      Object.assign(document.querySelector('coach-widget') ?? {}, {
        words: { open: { es: 'Pregunta a Ana', en: 'Ask Ana' }, start: 'Vamos', assistant: { en: 'A machine' }, send: 'Preguntar', menu: 'Más', notice: 7 },
      }),
    ),
  )
  await page.goto(stage.server.url)
  const widget = page.locator('coach-widget')
  await widget.getByRole('button', { name: 'Pregunta a Ana · Ana López' }).click()
  await widget.getByLabel('Nombre').fill('Eva')
  await widget.getByLabel('Tema').selectOption('Tarifas')
  await widget.getByRole('checkbox').check()
  await widget.getByRole('button', { name: 'Vamos' }).click()
  await widget.getByRole('button', { name: 'Más', exact: true }).waitFor()
  await widget.getByRole('button', { name: 'Preguntar', exact: true }).waitFor()
  // What is in no words of the page’s language, or no text, is as ever.
  await widget.getByText('Asistente de IA').waitFor()
  await widget.getByText(/La IA puede equivocarse/).waitFor()
  await widget.evaluate((each) => Object.assign(each, { words: { send: 'Enviar a Ana', close: 'Adiós' } }))
  await widget.getByRole('textbox').fill('Hola')
  await widget.getByRole('button', { name: 'Enviar a Ana' }).waitFor()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await widget.getByRole('button', { name: 'Adiós' }).first().click()
  await widget.getByRole('button', { name: 'Abrir el chat · Ana López' }).waitFor()
})

test('the chat speaks another language as soon as its page does', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await page.evaluate(() => document.documentElement.setAttribute('lang', 'pt-BR'))
  await widget.getByRole('button', { name: 'Mais opções' }).waitFor()
  await widget.getByRole('button', { name: 'Nova conversa' }).waitFor()
  expect(await widget.locator('.launcher').getAttribute('aria-label')).toBe('Fechar o chat')
})

test('settings that are tried out say how well their colours can be read', async () => {
  const page = await stage.open('/')
  await page.locator('coach-widget .launcher').waitFor()
  const told = page.evaluate(
    () =>
      new Promise((resolve) =>
        addEventListener('coach-contrast', (event) => resolve((event as CustomEvent<{ checks: unknown[] }>).detail.checks[0]), { once: true }),
      ),
  )
  await preview(page, { primaryColor: '#007bff' })
  expect(await told).toEqual({ color: 'primaryColor', against: '#ffffff', ratio: 3.97, level: 'fails' })
})
