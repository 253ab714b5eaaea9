import { readFile } from 'node:fs/promises'
import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleAnswer, sampleConfig } from './__fixtures__/sample-answer.js'
import { ask, focusIs, question, setStage } from './__fixtures__/stage.js'

const stage = setStage()
const answered = async (page: Page): Promise<Locator> => {
  stage.server.script([{ ...sampleAnswer, pieces: [...sampleAnswer.pieces, '\n\n```js\nlet pausa = 10\n```\n'] }])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
  return widget
}

test('what the first use does without comes after it: menu, past conversations, transcript, contrast, shortcuts, in both schemes and at 390 px', async () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    stage.server.reset()
    const page = await stage.open('/', { colorScheme, viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    const widget = await answered(page)
    const look = (state: string) => examine(page, `${state}-${colorScheme}-${width}`)
    await look('actions')
    const menu = widget.getByRole('button', { name: 'Más opciones' })
    await menu.click()
    await widget.getByRole('dialog', { name: 'Más opciones' }).waitFor()
    await look('menu')
    await widget.getByRole('button', { name: 'Atajos de teclado' }).click()
    await widget.getByText('Línea nueva').waitFor()
    await look('shortcuts')
    await page.keyboard.press('Escape')
    await focusIs(page, 'BUTTON', 'icon-button menu')
    await menu.click()
    await widget.getByRole('switch', { name: 'Contraste alto' }).click()
    await page.keyboard.press('Escape')
    await look('contrast')
    expect(await page.locator('coach-panel').evaluate((panel) => getComputedStyle(panel).getPropertyValue('--text'))).toContain('#000')
    await page.reload()
    await page.locator('coach-widget').getByRole('button').first().click()
    await expect.poll(() => page.locator('coach-panel[contrast]').count()).toBe(1)
    await page.keyboard.press('Alt+h')
    const past = page.locator('coach-widget').getByRole('dialog', { name: 'Conversaciones anteriores' })
    await past.getByRole('button', { name: question }).waitFor()
    await look('history')
    await past.getByRole('button', { name: question }).click()
    await past.waitFor({ state: 'detached' })
    await page.locator('coach-widget').getByRole('heading', { name: 'Antes de la sesión' }).waitFor()
  }
}, 90_000)

test('an answer and a block of code can be copied, and the conversation saved as text', async () => {
  const page = await stage.open('/', { permissions: ['clipboard-read', 'clipboard-write'] })
  const widget = await answered(page)
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText())
  await widget.getByRole('button', { name: 'Copiar el código' }).click()
  expect(await clipboard()).toBe('let pausa = 10')
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).click()
  await widget.getByRole('button', { name: 'Copiado' }).waitFor()
  expect(await clipboard()).toContain('Reserva **media hora** el día anterior:')
  await widget.getByRole('button', { name: 'Más opciones' }).click()
  const download = page.waitForEvent('download')
  await widget.getByRole('button', { name: 'Guardar la conversación' }).click()
  const saved = await readFile(await (await download).path(), 'utf8')
  expect(saved).toContain(`Conversación con ${sampleConfig.name}`)
  expect(saved).toContain(question)
  expect(saved).toContain('[2] guia-de-tarifas-y-cancelaciones.pdf, Página 3')
})

test('what is dictated is written after what stands in the field, and an answer is read aloud', async () => {
  const page = await stage.open('about:blank')
  await page.addInitScript(() => {
    // A browser in a test hears nothing: only the device is stood in for.
    class Recognition {
      lang = ''
      onresult: ((event: unknown) => void) | null = null
      onend: (() => void) | null = null
      start() {
        setTimeout(() => this.onresult?.({ results: [[{ transcript: 'la tarifa' }]] }))
      }
      stop() {
        this.onend?.()
      }
    }
    const spoken: string[] = []
    Object.assign(globalThis, { webkitSpeechRecognition: Recognition, SpeechRecognition: Recognition, spoken })
    Object.defineProperty(globalThis, 'speechSynthesis', {
      value: { speak: ({ text, lang }: SpeechSynthesisUtterance) => spoken.push(`${lang}: ${text}`), cancel: () => spoken.push('silence') },
    })
  })
  await page.goto(stage.server.url)
  const widget = await answered(page)
  await widget.getByRole('textbox').fill('Pregunto por')
  await widget.getByRole('button', { name: 'Dictar', exact: true }).click()
  await expect.poll(() => widget.getByRole('textbox').inputValue()).toBe('Pregunto por la tarifa')
  await widget.getByRole('button', { name: 'Dejar de dictar' }).click()
  await widget.getByRole('button', { name: 'Dictar', exact: true }).waitFor()
  await widget.getByRole('button', { name: 'Escuchar la respuesta' }).click()
  await widget.getByRole('button', { name: 'Dejar de leer' }).click()
  await widget.getByRole('button', { name: 'Escuchar la respuesta' }).waitFor()
  const spoken = await page.evaluate(() => (globalThis as unknown as { spoken: string[] }).spoken)
  expect(spoken[0]).toMatch(/^es: Antes de la sesión Reserva media hora/)
  expect(spoken.at(-1)).toBe('silence')
})

test('answers that come while the chat is closed are counted on the launcher and in the title', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: ['Una respuesta.'] }])
  const widget = await ask(page, stage.server)
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await page.keyboard.press('Escape')
  stage.server.finish()
  await expect.poll(() => page.title()).toBe('(1) Una página')
  const launcher = widget.getByRole('button', { name: /Abrir el chat/ })
  expect(await launcher.evaluate((each) => each.ariaDescription)).toBe('1 mensaje nuevo')
  await launcher.click()
  await expect.poll(() => page.title()).toBe('Una página')
  expect(
    await widget
      .getByRole('button', { name: 'Cerrar el chat' })
      .first()
      .evaluate((each) => each.getAttribute('data-count')),
  ).toBe(null)
})

test('a conversation of another day says which, and a server that wants a pause is waited for with a countdown', async () => {
  stage.server.remember(['Mensaje de entonces'])
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByText(/1 de enero/).waitFor()
  await page.route('**/messages', (route) =>
    route.request().method() === 'POST'
      ? route.fulfill({ status: 429, json: { error: { code: 'RATE_001', message: 'Demasiadas solicitudes.', retryAfterMs: 40_000 } } })
      : route.fallback(),
  )
  await widget.getByRole('textbox').fill('¿Y ahora?')
  await page.keyboard.press('Enter')
  await widget.getByText(/Demasiadas solicitudes\. Se vuelve a intentar en \d+ segundos\./).waitFor()
  await widget.getByText('Enviando…').waitFor()
  stage.expectReports(/429/)
})

test('a text may be as long as the server says; one that is longer is kept whole, says by how much, and waits', async () => {
  const page = await stage.open('about:blank', { bypassCSP: true, colorScheme: 'dark', viewport: { width: 390, height: 780 }, reducedMotion: 'reduce' })
  const limited = { ...sampleConfig, maxMessageLength: { coach: 30, people: 40 } }
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: limited }))
  await page.goto(stage.server.url)
  stage.server.script([{ pieces: ['Una respuesta.'] }])
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  const field = widget.getByRole('textbox')
  const send = widget.getByRole('button', { name: 'Enviar' })
  await field.fill('a'.repeat(42))
  await widget.locator('.room', { hasText: 'Caracteres de más: 12' }).waitFor()
  await widget.locator('[role=status]', { hasText: 'Caracteres de más: 12' }).waitFor({ state: 'attached' })
  await examine(page, 'too-long')
  expect(await field.inputValue()).toHaveLength(42)
  expect(await send.isDisabled()).toBe(true)
  await field.press('Enter')
  expect(await field.inputValue()).toHaveLength(42)
  await field.fill('a'.repeat(28))
  await widget.locator('.room', { hasText: 'Caracteres que quedan: 2' }).waitFor()
  await field.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Editar la pregunta' }).click()
  await widget.getByRole('textbox', { name: 'Editar la pregunta' }).fill('b'.repeat(31))
  await widget.locator('.card .room', { hasText: 'Caracteres de más: 1' }).waitFor()
  expect(await widget.getByRole('button', { name: 'Preguntar de nuevo' }).isDisabled()).toBe(true)
  await examine(page, 'too-long-edit')
})

test('a saved conversation says who wrote what, and names files that came without words', async () => {
  stage.server.answeredBy('assisted')
  const page = await stage.open('/')
  const widget = await answered(page)
  await expect.poll(() => stage.server.isFollowed()).toBe(true)
  stage.server.takeOver('Lucía')
  stage.server.reply('Hola, soy Lucía.')
  stage.server.reply('', [new File(['%PDF-1.7'], 'plano.pdf', { type: 'application/pdf' })])
  await widget.getByRole('button', { name: /^Descargar: plano\.pdf/ }).waitFor()
  await widget.getByRole('button', { name: 'Más opciones' }).click()
  const download = page.waitForEvent('download')
  await widget.getByRole('button', { name: 'Guardar la conversación' }).click()
  const saved = await readFile(await (await download).path(), 'utf8')
  expect(saved).toMatch(/\n\nLucía · [^\n]+\nHola, soy Lucía\.\n\nLucía · [^\n]+\nArchivo: plano\.pdf$/)
})
