import { expect, test } from 'vitest'
import { sampleAnswer, sampleConfig } from './__fixtures__/sample-answer.js'
import { ask, focusIs, question, setStage } from './__fixtures__/stage.js'

const stage = setStage()

test('the keyboard opens, asks, reads a cited answer, opens the passage and closes, on a page with a strict policy', async () => {
  const page = await stage.open('/')
  stage.server.script([sampleAnswer])
  const widget = page.locator('coach-widget')
  const launcher = widget.getByRole('button', { name: 'Abrir el chat · Ana López' })
  await launcher.waitFor()
  expect(stage.server.requests.some((each) => each.includes('panel-'))).toBe(false)
  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  const field = widget.getByRole('textbox')
  await field.waitFor()
  await expect.poll(() => [...stage.server.languages]).toEqual(['es'])
  await focusIs(page, 'TEXTAREA')
  await page.keyboard.type(question)
  await page.keyboard.press('Enter')
  await widget.getByText(question).waitFor()
  await widget.locator('.typing').waitFor()
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.next()
  await widget.getByRole('heading', { name: 'Antes de la sesión' }).waitFor()
  await widget.getByRole('button', { name: 'Detener la respuesta' }).waitFor()
  expect(await widget.locator('.announcer').textContent()).toBe('')
  stage.server.finish()
  const chip = widget.getByRole('button', { name: 'Fuente 1: primera-sesion.md' })
  await chip.focus()
  await page.keyboard.press('Enter')
  const card = widget.getByRole('dialog', { name: 'primera-sesion.md' })
  await card.getByText('Primera sesión › Antes de venir').waitFor()
  await card.getByText(/Dibuja tu rueda de la vida/).waitFor()
  for (const tag of ['BUTTON icon-button', 'BLOCKQUOTE', 'BUTTON icon-button']) {
    await focusIs(page, tag)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Escape')
  await card.waitFor({ state: 'detached' })
  await focusIs(page, 'BUTTON', 'chip')
  expect(await widget.locator('.announcer').textContent()).toMatch(/^Respuesta: Antes de la sesión Reserva media hora/)
  expect(await widget.getByRole('link', { name: 'la web' }).getAttribute('rel')).toContain('noopener')
  await page.keyboard.press('Escape')
  await field.waitFor({ state: 'hidden' })
  await focusIs(page, 'BUTTON', 'launcher')
  expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).toEqual([
    'coach-ready',
    'coach-open',
    'coach-message user',
    'coach-message assistant',
    'coach-citation',
    'coach-close',
  ])
})

test('where it covers the whole page, the keyboard that leaves it closes it', async () => {
  const page = await stage.open('/', { viewport: { width: 640, height: 400 }, reducedMotion: 'reduce' })
  const field = page.locator('coach-widget').getByRole('textbox')
  await page.locator('coach-widget').getByRole('button').first().click()
  await field.waitFor()
  await focusIs(page, 'TEXTAREA')
  await expect.poll(() => page.locator('coach-panel').boundingBox()).toEqual({ x: 0, y: 0, width: 640, height: 400 })
  await page.locator('coach-widget').getByRole('button', { name: 'Dictar' }).waitFor()
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await field.waitFor({ state: 'hidden' })
  await focusIs(page, 'A')
  await page.setViewportSize({ width: 1280, height: 860 })
  await page.locator('coach-widget').getByRole('button').first().click()
  await focusIs(page, 'TEXTAREA')
  await page.keyboard.press('Tab')
  await page.keyboard.press('Tab')
  await focusIs(page, 'A')
  expect(await field.isVisible()).toBe(true)
})

test('a failed answer says so and can be tried again; a stopped one keeps its text', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: [''], status: 'failed' }, { pieces: ['Uno ', 'dos'] }])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  await widget.getByText('No he podido responder.', { exact: true }).waitFor()
  await widget.getByRole('button', { name: 'Reintentar' }).click()
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.next()
  await widget.getByText('Uno', { exact: true }).waitFor()
  await widget.getByRole('button', { name: 'Detener la respuesta' }).click()
  await widget.getByText('Respuesta detenida.', { exact: true }).waitFor()
  await widget.getByText('Uno', { exact: true }).waitFor()
})

test('an answer that the month has no room for says that', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: [''], status: 'failed', errorCode: 'QUOTA_001' }])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  await widget.getByRole('log').getByText('Ya he dado todas mis respuestas de este mes.').waitFor()
  await widget.getByRole('button', { name: 'Reintentar' }).waitFor()
})

test('a refused message says why, stays, and can be sent again', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: ['Una respuesta.'] }, { pieces: ['Ahora sí.'] }])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  await widget.getByText('Una respuesta.', { exact: true }).waitFor()
  stage.server.refuse({ message: 'Este chat ya no admite mensajes hoy.' })
  await widget.getByRole('textbox').fill('¿Y ahora?')
  await page.keyboard.press('Enter')
  await widget.getByText('Este chat ya no admite mensajes hoy.').waitFor()
  await widget.getByText('No se ha podido enviar.').waitFor()
  await widget.getByText('¿Y ahora?').waitFor()
  stage.server.refuse(undefined)
  await widget.getByRole('button', { name: 'Reintentar' }).click()
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByText('Ahora sí.', { exact: true }).waitFor()
  await widget.getByText('Este chat ya no admite mensajes hoy.').waitFor({ state: 'detached' })
  stage.expectReports(/422/)
})

test('a dropped connection is shown, comes back by itself, and the answer goes on', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: ['Primera parte. ', 'Segunda parte.'] }])
  const widget = await ask(page, stage.server)
  stage.server.next()
  await widget.getByText('Primera parte.').waitFor()
  stage.server.disconnect()
  await widget.getByText(/Reconectando/).waitFor()
  stage.server.connect()
  await widget.getByText(/Reconectando/).waitFor({ state: 'detached' })
  stage.server.finish()
  await widget.getByText('Primera parte. Segunda parte.', { exact: true }).waitFor()
  // The browser itself reports the connection that the test cut.
  stage.expectReports(/net::ERR_|503/)
})

test('the newest line stays in view while it grows and when the room shrinks, but not for a reader who went up', async () => {
  const page = await stage.open('/', { viewport: { width: 390, height: 600 } })
  const paragraphs = Array.from({ length: 12 }, (_, index) => `${index + 1}. ${'Un paso que se explica con calma. '.repeat(3)}\n`)
  stage.server.script([{ pieces: paragraphs }])
  const widget = await ask(page, stage.server)
  const log = widget.getByRole('log')
  const fromEnd = () => log.evaluate((each) => Math.round(each.scrollHeight - each.scrollTop - each.clientHeight))
  stage.server.next(6)
  await widget.getByText('Un paso').nth(5).waitFor()
  await expect.poll(fromEnd).toBeLessThanOrEqual(1)
  await widget.getByRole('textbox').fill('Una línea\ny otra\ny otra\ny otra')
  await expect.poll(fromEnd).toBeLessThanOrEqual(1)
  await log.hover()
  await page.mouse.wheel(0, -300)
  const newest = widget.getByRole('button', { name: 'Ir al mensaje más reciente' })
  await newest.waitFor()
  const place = await log.evaluate((each) => each.scrollTop)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Enviar' }).waitFor()
  expect(await log.evaluate((each) => each.scrollTop)).toBe(place)
  await newest.click()
  await expect.poll(fromEnd).toBeLessThanOrEqual(1)
  await newest.waitFor({ state: 'detached' })
})

test('earlier messages come when asked for, and what is being read stays where it is', async () => {
  stage.server.remember(Array.from({ length: 60 }, (_, index) => `Mensaje ${index + 1}`))
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByText(/Mensaje 60$/).waitFor()
  const older = widget.getByRole('button', { name: 'Mensajes anteriores' })
  // First those that are there and not shown, then those that the server has.
  for (const [read, next] of [
    [31, 11],
    [11, 1],
  ]) {
    expect(await widget.getByText(new RegExp(`Mensaje ${next}$`)).count()).toBe(0)
    await older.scrollIntoViewIfNeeded()
    const first = widget.getByText(new RegExp(`Mensaje ${read}$`))
    await first.waitFor()
    const place = (await first.boundingBox())?.y
    await older.click()
    await widget.getByText(new RegExp(`Mensaje ${next}$`)).waitFor({ state: 'attached' })
    await expect.poll(async () => Math.abs(((await first.boundingBox())?.y ?? 0) - (place ?? 0))).toBeLessThan(60)
  }
  await older.waitFor({ state: 'detached' })
  // They are not new.
  expect(await widget.locator('.newest').getAttribute('aria-label')).toBe('Ir al mensaje más reciente')
  await focusIs(page, 'DIV', 'log')
  await widget.getByText(sampleConfig.greeting).scrollIntoViewIfNeeded()
  await widget.getByText(/Mensaje 1$/).waitFor()
})

test('what has come is counted for a reader who is not there, without what was there or is the reader’s own', async () => {
  stage.server.remember(Array.from({ length: 60 }, (_, index) => `Mensaje ${index + 1}`))
  stage.server.answeredBy('assisted')
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByText(/Mensaje 60$/).waitFor()
  await widget.getByRole('button', { name: 'Hablar con una persona' }).waitFor()
  await expect.poll(() => stage.server.isFollowed()).toBe(true)
  stage.server.takeOver('Lucía')
  await widget.getByText('Lucía está aquí').waitFor()
  await widget.getByRole('log').hover()
  await page.mouse.wheel(0, -900)
  await widget.getByRole('button', { name: 'Ir al mensaje más reciente' }).waitFor()
  stage.server.reply('Hola.')
  stage.server.reply('Soy Lucía.')
  await widget.getByRole('button', { name: 'Ir al mensaje más reciente (2)' }).waitFor()
  // First those that are there and not shown, then those that the server has.
  for (const next of [11, 1]) {
    await widget.getByRole('button', { name: 'Mensajes anteriores' }).click()
    await widget.getByText(new RegExp(`Mensaje ${next}$`)).waitFor()
  }
  await widget.getByRole('button', { name: 'Ir al mensaje más reciente (2)' }).waitFor()
})

test('a long way back is left when the reader goes on at the end, and can be gone again without asking the server', async () => {
  stage.server.remember(Array.from({ length: 180 }, (_, index) => `Mensaje ${index + 1}`))
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByText(/Mensaje 180$/).waitFor()
  const older = widget.getByRole('button', { name: 'Mensajes anteriores' })
  for (const first of [131, 81, 31, 1]) {
    await older.click()
    await widget.getByText(new RegExp(`Mensaje ${first}$`)).waitFor()
  }
  await older.waitFor({ state: 'detached' })
  const questions = () => widget.locator('.row.question').count()
  expect(await questions()).toBe(180)
  stage.server.script([{ pieces: ['Una respuesta.'] }])
  await widget.getByRole('textbox').fill(question)
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByText('Una respuesta.', { exact: true }).waitFor()
  expect(await questions()).toBe(30)
  const asked = stage.server.requests.length
  await older.click()
  await expect.poll(questions).toBe(60)
  expect(stage.server.requests.slice(asked)).toEqual([])
})

test('a page can have it open from the start, colour it and shape its parts', async () => {
  const page = await stage.open('/opened')
  const panel = page.locator('coach-panel')
  await panel.getByText(sampleConfig.greeting).waitFor()
  await page.evaluate(() => {
    const sheet = new CSSStyleSheet()
    sheet.replaceSync(
      'coach-widget { --coach-color: #7a1fa2; --coach-offset: 40px } coach-widget::part(panel) { border-radius: 4px } coach-widget::part(launcher) { border-radius: 12px }',
    )
    document.adoptedStyleSheets = [sheet]
  })
  const launcher = page.locator('coach-widget').getByRole('button', { name: 'Cerrar el chat' }).first()
  await expect.poll(() => launcher.evaluate((each) => getComputedStyle(each).borderRadius)).toBe('12px')
  expect(await panel.evaluate((each) => getComputedStyle(each).borderRadius)).toBe('4px')
  expect(await panel.evaluate((each) => getComputedStyle(each).right)).toBe('40px')
  expect(await panel.evaluate((each) => getComputedStyle(each).getPropertyValue('--fill'))).toContain('#7a1fa2')
})

test.each(['/', '/inline'])('on a website that may not use the coach the visitor sees nothing and the console says why (%s)', async (path) => {
  const page = await stage.open('about:blank')
  const told = { error: { code: 'ORIGIN_001', message: 'Este sitio web no puede usar este coach.' } }
  await page.route('**/coach/v1/**', (route) => route.fulfill({ status: 403, json: told }))
  const warnings: string[] = []
  page.on('console', (message) => message.type() === 'warning' && warnings.push(message.text()))
  const calls: string[] = []
  page.on('request', (request) => request.url().includes('/coach/v1/') && calls.push(`${request.method()} ${request.url()}`))
  await page.goto(stage.server.url + path)
  const widget = page.locator('coach-widget')
  await page.locator('coach-widget[off]').waitFor({ state: 'attached' })
  expect(await widget.isVisible()).toBe(false)
  expect(warnings.join()).toContain(told.error.message)
  expect(calls.length).toBeGreaterThan(0)
  expect(calls).toEqual([...new Set(calls)])
  stage.expectReports(/403/)
})

test('a chat that is open from the start and was closed stays closed where it is moved', async () => {
  const page = await stage.open('/opened')
  const field = page.locator('coach-widget').getByRole('textbox')
  await field.waitFor()
  await page.locator('coach-widget').getByRole('button', { name: 'Cerrar el chat' }).first().click()
  await field.waitFor({ state: 'hidden' })
  await page.locator('coach-widget').evaluate((each) => document.querySelector('main')?.append(each))
  expect(await field.isVisible()).toBe(false)
})

test('an unknown creator shows nothing to the visitor', async () => {
  const page = await stage.open('/unknown')
  await page.locator('coach-widget[off]').waitFor({ state: 'attached' })
  expect(await page.locator('coach-widget').getByRole('button').count()).toBe(0)
  stage.expectReports(/404/)
})
