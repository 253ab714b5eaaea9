import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleAnswer, sampleConfig } from './__fixtures__/sample-answer.js'
import { ask, focusIs, question, setStage } from './__fixtures__/stage.js'
import type { CoachWidget } from './index.js'

const stage = setStage()
const heard = () => (globalThis as unknown as { heard: string[] }).heard

test('a page opens, closes, asks and listens through the element, before and after the script has come', async () => {
  const page = await stage.open('/bare', { bypassCSP: true })
  stage.server.script([{ pieces: ['Una respuesta.'] }])
  await page.evaluate(() => {
    const element = document.createElement('coach-widget')
    element.setAttribute('creator', 'ana')
    document.body.append(element)
    document.querySelector('footer')?.before(element)
    // Nothing is defined yet: the element is what it is when the script comes.
    const script = document.createElement('script')
    script.type = 'module'
    script.src = '/coach/widget.js'
    document.head.append(script)
  })
  const widget = page.locator('coach-widget')
  await expect.poll(() => page.evaluate(heard)).toEqual(['coach-ready'])
  await widget.evaluate((each: CoachWidget) => each.toggle())
  await focusIs(page, 'TEXTAREA')
  await widget.evaluate((each: CoachWidget) => each.close())
  await widget.getByRole('textbox').waitFor({ state: 'hidden' })
  await widget.evaluate((each: CoachWidget) => each.send('¿Qué es el método 10-10?'))
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByText('Una respuesta.', { exact: true }).waitFor()
  // Moved, it goes on; a second one is another; removed, nothing is left.
  await widget.evaluate((each) => document.querySelector('main')?.append(each))
  await widget.getByText('Una respuesta.', { exact: true }).waitFor()
  await page.evaluate(() => {
    const second = document.createElement('coach-widget')
    second.creator = 'ana'
    second.setAttribute('mode', 'inline')
    document.body.append(second)
  })
  await page.locator('coach-widget[mode=inline]').getByText('Una respuesta.', { exact: true }).waitFor()
  await page.evaluate(() => {
    for (const each of document.querySelectorAll('coach-widget')) each.remove()
  })
  expect(await page.evaluate(() => document.body.innerText)).not.toContain('Una respuesta')
  expect(await page.evaluate(heard)).toEqual([
    'coach-ready',
    'coach-open',
    'coach-close',
    'coach-open',
    'coach-message user',
    'coach-message assistant',
    'coach-ready',
    'coach-open',
    'coach-ready',
  ])
})

test('the attribute `opened` opens and closes it at any time, without taking the keyboard, and what a framework sets instead does no harm', async () => {
  const page = await stage.open('/')
  const widget = page.locator('coach-widget')
  const field = widget.getByRole('textbox')
  const set = (value: string | null) =>
    widget.evaluate((each, said) => (said === null ? each.removeAttribute('opened') : each.setAttribute('opened', said)), value)
  await widget.getByRole('button', { name: 'Abrir el chat · Ana López' }).waitFor()
  await set('')
  await field.waitFor()
  await focusIs(page, 'BODY')
  await set(null)
  await field.waitFor({ state: 'hidden' })
  // As Vue writes `:opened="true"` and `:opened="false"`.
  await set('true')
  await field.waitFor()
  await set('false')
  await field.waitFor({ state: 'hidden' })
  expect(await widget.evaluate((each: CoachWidget) => each.isOpen)).toBe(false)
  expect(await page.evaluate(heard)).toEqual(['coach-ready', 'coach-open', 'coach-close', 'coach-open', 'coach-close'])
  // As React sets a property that there is, whatever it is.
  await widget.evaluate((each) => Object.assign(each, { open: true }))
  await widget.getByRole('button').first().click()
  await field.waitFor()
  expect(await widget.getAttribute('opened')).toBe('')
})

test('one classic script puts the widget into the page, and no global beside it', async () => {
  const page = await stage.open('/classic')
  const names = () => page.evaluate(() => Object.getOwnPropertyNames(globalThis))
  const widget = page.locator('coach-widget')
  await widget.getByRole('button', { name: 'Open the chat · Ana López' }).click()
  await widget.getByRole('button', { name: question }).waitFor()
  await widget.getByRole('button', { name: 'More options' }).waitFor()
  const present = await names()
  await page.goto(`${stage.server.url}/bare`)
  const known = await names()
  expect(present.filter((name) => !known.includes(name))).toEqual([])
})

test('a classic script of a fixed version loads the module of that version', async () => {
  const page = await stage.open('/bare', { bypassCSP: true })
  const names = await page.evaluate(async () => {
    const versions = await (await fetch('/coach/versions.json')).json()
    const script = document.createElement('script')
    const { file, integrity } = versions['widget.classic.js']
    Object.assign(script, { src: `/coach/${file}`, integrity, crossOrigin: 'anonymous' })
    script.dataset.creator = 'ana'
    document.head.append(script)
    return Object.values(versions).map((each) => (each as { file: string }).file)
  })
  await page.locator('coach-widget[data-ready] .launcher').waitFor()
  const loaded = stage.server.requests.filter((each) => /\/coach\/widget[\w.-]*\.js$/.test(each))
  expect(loaded.sort()).toEqual(names.map((name) => `GET /coach/${name}`).sort())
})

test('moved, or taken out and put back, it goes on counting what comes and following its page', async () => {
  const page = await stage.open('/')
  stage.server.script([{ pieces: ['Una.'] }, { pieces: ['Otra.'] }])
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  await widget.getByRole('textbox').fill('Sin enviar')
  await widget.evaluate((each) => document.querySelector('main')?.append(each))
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  expect(await widget.getByRole('textbox').inputValue()).toBe('Sin enviar')
  const inSight = (seen: boolean) =>
    page.evaluate((hidden) => {
      Object.defineProperty(document, 'hidden', { value: hidden, configurable: true })
      document.dispatchEvent(new Event('visibilitychange'))
    }, !seen)
  for (const asked of ['¿Una?', '¿Otra?']) {
    await widget.evaluate((each: CoachWidget, text) => each.send(text), asked)
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    await inSight(false)
    stage.server.finish()
    await expect.poll(() => page.title()).toBe('(1) Una página')
    await inSight(true)
    await expect.poll(() => page.title()).toBe('Una página')
    await widget.evaluate((each) => {
      const { parentElement } = each
      each.remove()
      parentElement?.append(each)
    })
    await widget.getByText(asked).waitFor()
    await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  }
  // What says to screen readers what happened is there once.
  const said = () => page.locator('coach-panel').evaluate(({ shadowRoot }) => [...(shadowRoot?.children ?? [])].filter(({ role }) => role === 'status').length)
  expect(await said()).toBe(1)
})

test('in a page of its own it fills the window, at 390 px and wide', async () => {
  for (const width of [1280, 390]) {
    const page = await stage.open('/page', { viewport: { width, height: 780 }, bypassCSP: true, reducedMotion: 'reduce' })
    stage.server.reset()
    stage.server.script([sampleAnswer])
    const widget = page.locator('coach-widget')
    await widget.getByRole('button', { name: question }).click()
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
    expect(await page.locator('coach-panel').boundingBox()).toEqual({ x: 0, y: 0, width, height: 780 })
    await examine(page, `page-${width}`)
  }
})

test('whom the page vouches for is said when the session begins, and said anew when somebody else signs in', async () => {
  const page = await stage.open('/opened')
  const widget = page.locator('coach-widget')
  await widget.getByText(sampleConfig.greeting).waitFor()
  const tokenOf = (name: string) => `x.${Buffer.from(JSON.stringify({ sub: name })).toString('base64url')}.y`
  for (const name of ['eva', 'luis']) {
    await widget.evaluate((each: CoachWidget, token) => each.identify(() => Promise.resolve(token)), tokenOf(name))
    await expect.poll(() => stage.server.identities.at(-1)).toBe(tokenOf(name))
    await widget.getByText(sampleConfig.greeting).waitFor()
  }
  await widget.evaluate((each: CoachWidget) => each.identify())
  await expect.poll(() => stage.server.identities.at(-1)).toBe(undefined)
})

test('settings that are not saved are shown at once, and those of the server come back', async () => {
  const page = await stage.open('/opened')
  const widget = page.locator('coach-widget')
  await widget.getByText(sampleConfig.greeting).waitFor()
  const fill = () => page.locator('coach-panel').evaluate((each) => getComputedStyle(each).getPropertyValue('--fill'))
  const calls = stage.server.requests.length
  await widget.evaluate((each: CoachWidget) => each.preview({ greeting: 'Otro saludo.', primaryColor: '#7a1fa2', position: 'bottom-left' }))
  await widget.getByText('Otro saludo.').waitFor()
  await expect.poll(fill).toContain('#7a1fa2')
  expect((await page.locator('coach-panel').boundingBox())?.x).toBe(20)
  await widget.evaluate((each: CoachWidget) => each.preview())
  await widget.getByText(sampleConfig.greeting).waitFor()
  expect(stage.server.requests.slice(calls).filter((each) => each.includes('/v1/'))).toEqual([])
})

test('what a creator sets is what visitors see: hours, colours, corners, opening by itself once, and nothing where it is switched off', async () => {
  const page = await stage.open('about:blank', { bypassCSP: true, reducedMotion: 'reduce' })
  const config = {
    ...sampleConfig,
    hours: 'De lunes a viernes, de 9 a 14 h',
    backgroundColor: '#402010',
    textColor: '#ffee00',
    borderRadius: 3,
    autoOpen: true,
  }
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: config }))
  await page.goto(stage.server.url)
  const panel = page.locator('coach-panel')
  await panel.getByText(config.hours).waitFor()
  expect(await panel.evaluate((each) => getComputedStyle(each).borderRadius)).toBe('3px')
  // It does not take the keyboard from whoever is using the page.
  await focusIs(page, 'BODY')
  await panel.getByRole('button', { name: 'Más opciones' }).waitFor()
  await examine(page, 'creator-colours')
  await page.reload()
  await page.locator('coach-widget').getByRole('button', { name: 'Abrir el chat · Ana López' }).waitFor()
  expect(await panel.count()).toBe(0)
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: { ...config, active: false } }))
  await page.reload()
  await page.locator('coach-widget[off]').waitFor({ state: 'attached' })
  expect(await page.locator('coach-widget').isVisible()).toBe(false)
})

test('a page learns what was said, by whom and where, and who has the conversation', async () => {
  type Detail = { type: string; role?: string; text?: string; author?: string; state?: string; person?: string; messageId?: string; conversationId: string }
  const details = (page: Page) => page.evaluate(() => (globalThis as unknown as { details: Detail[] }).details)
  stage.server.answeredBy('assisted')
  const page = await stage.open('/')
  stage.server.script([{ pieces: ['Eso no lo sé.'] }, { pieces: ['Tampoco.'] }])
  const widget = await ask(page, stage.server)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Editar la pregunta' }).click()
  await widget.getByRole('textbox', { name: 'Editar la pregunta' }).fill('¿Y entonces?')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  await expect.poll(async () => (await details(page)).map(({ text }) => text)).toContain('¿Y entonces?')
  stage.server.finish()
  await widget.getByText('Tampoco.', { exact: true }).waitFor()
  // The last word of an answer is drawn before it is known that it has ended.
  await expect
    .poll(async () => (await details(page)).filter(({ type }) => type === 'coach-message').map(({ role, text }) => [role, text]))
    .toEqual([
      ['user', question],
      ['assistant', 'Eso no lo sé.'],
      ['user', '¿Y entonces?'],
      ['assistant', 'Tampoco.'],
    ])
  const first = await details(page)
  expect(first.filter(({ type }) => type === 'coach-conversation')).toHaveLength(1)
  expect(new Set(first.map(({ conversationId }) => conversationId)).size).toBe(1)
  expect(new Set(first.map(({ messageId }) => messageId)).size).toBe(5)
  await page.reload()
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Hablar con una persona' }).click()
  await widget.locator('.day', { hasText: 'Has pedido hablar con una persona' }).waitFor()
  await expect.poll(() => stage.server.isFollowed()).toBe(true)
  stage.server.takeOver('Lucía')
  await widget.getByText('Lucía está aquí').waitFor()
  stage.server.reply('Hola, soy Lucía.')
  await widget.locator('.announcer', { hasText: 'Lucía: Hola, soy Lucía.' }).waitFor({ state: 'attached' })
  stage.server.handBack()
  await widget.locator('.day', { hasText: 'El asistente de IA vuelve a atenderte.' }).waitFor()
  const second = await details(page)
  expect(second.map(({ type, role, state, author, person }) => [type, role ?? state, author ?? person])).toEqual([
    ['coach-handover', 'requested', undefined],
    ['coach-handover', 'person', 'Lucía'],
    ['coach-message', 'member', 'Lucía'],
    ['coach-handover', 'coach', undefined],
  ])
})

test('a chat that cannot be loaded is told to the visitor and to the page', async () => {
  const page = await stage.open('about:blank')
  await page.route('**/panel-*.js', (route) => route.abort(), { times: 1 })
  await page.goto(stage.server.url)
  const widget = page.locator('coach-widget')
  await widget.evaluate((each: CoachWidget) => each.open())
  await widget.getByRole('alert').getByText('No se pudo cargar el chat.').waitFor()
  expect(await page.evaluate(() => (globalThis as unknown as { details: object[] }).details)).toMatchObject([{ type: 'coach-error', code: 'LOAD' }])
  expect(await widget.getAttribute('opened')).toBe(null)
  stage.expectReports(/ERR_FAILED|Failed to/)
})

test('on a page that has broken its own globals it works', async () => {
  const page = await stage.open('about:blank')
  await page.addInitScript(() => {
    // What a page full of old scripts may do before the widget comes.
    const broken = () => {
      throw new Error('broken by the page')
    }
    Object.defineProperty(Array.prototype, 'extra', { value: broken, enumerable: true })
    Object.defineProperty(Object.prototype, 'inherited', { value: 'x', enumerable: true, writable: true })
  })
  await page.goto(`${stage.server.url}/hostile`)
  stage.server.script([{ pieces: ['Una respuesta.'] }])
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('textbox').fill('¿Qué tal?')
  await page.keyboard.press('Enter')
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  stage.server.finish()
  await widget.getByText('Una respuesta.', { exact: true }).waitFor()
})
