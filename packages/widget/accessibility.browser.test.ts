import type { Locator, Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampleAnswer, sampleConfig, sampleForm } from './__fixtures__/sample-answer.js'
import { ask, focusIs, picture, question, setStage } from './__fixtures__/stage.js'

const stage = setStage()

/** What a screen reader finds, kept beside the tests: a change of it is read, then taken with `-u`. */
async function expectTree(page: Page, state: string): Promise<void> {
  await picture(page, `tree-${state}`)
  const tree = await page.locator('coach-widget').ariaSnapshot()
  await expect(`${tree.replace(/\d+ segundos/, 'unos segundos')}\n`).toMatchFileSnapshot(`__fixtures__/accessibility-trees/${state}.yml`)
}

const opened = async (page: Page): Promise<Locator> => {
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  return widget
}

test('what a screen reader finds closed, loading, empty, waiting, streaming, answered, over a passage and in the menu', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  stage.server.script([sampleAnswer])
  await page.locator('coach-widget[data-ready]').waitFor({ state: 'attached' })
  await expectTree(page, 'closed')
  const widget = await opened(page)
  await expectTree(page, 'empty')
  await widget.getByRole('button', { name: question }).click()
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  await widget.locator('.typing').getByText('Escribiendo la respuesta…').waitFor()
  await expectTree(page, 'waiting')
  stage.server.next(3)
  await widget.getByRole('table').waitFor()
  await expectTree(page, 'streaming')
  stage.server.finish()
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
  await expectTree(page, 'answered')
  await widget.getByRole('button', { name: /^Fuente 2: / }).click()
  await widget.getByRole('dialog', { name: /^Fuente 2: / }).waitFor()
  await expectTree(page, 'passage')
  await page.keyboard.press('Escape')
  await widget.getByRole('button', { name: 'Más opciones' }).click()
  await widget.getByRole('dialog', { name: 'Más opciones' }).waitFor()
  await expectTree(page, 'menu')
  stage.server.hold(new Promise(() => undefined))
  await page.reload()
  await opened(page)
  await page.locator('coach-widget').getByText('Cargando la conversación…').waitFor()
  await expectTree(page, 'loading')
})

test('what a screen reader finds when something is wrong: failed, unsent, asked to pause, without a network, switched off', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  stage.server.script([{ pieces: ['Antes de'], status: 'failed', errorCode: 'AI_001' }])
  const widget = await ask(page, stage.server)
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  stage.server.finish()
  await widget.getByText('No he podido responder.', { exact: true }).waitFor()
  await expectTree(page, 'failed')
  stage.server.refuse({ message: 'Este chat ya no admite mensajes hoy.' })
  await widget.getByRole('textbox').fill('¿Y ahora?')
  await page.keyboard.press('Enter')
  await widget.getByText('No se ha podido enviar.').waitFor()
  await expectTree(page, 'unsent')
  stage.server.refuse({ status: 429, code: 'RATE_001', message: 'Demasiadas solicitudes.', retryAfterMs: 40_000 })
  await widget.getByRole('button', { name: 'Reintentar' }).last().click()
  await widget.getByText(/Se vuelve a intentar en \d+ segundos\./).waitFor()
  await expectTree(page, 'asked-to-pause')
  await page.context().setOffline(true)
  await widget.getByText(/^Sin conexión a internet/).waitFor()
  await expectTree(page, 'offline')
  await page.context().setOffline(false)
  await page.goto(`${stage.server.url}/unknown`)
  await page.locator('coach-widget[off]').waitFor({ state: 'attached' })
  expect(await page.locator('coach-widget').ariaSnapshot()).toBe('')
  stage.expectReports(/422|429|404|net::ERR_/)
})

test('what a screen reader finds in what is asked first, also when the visitor has not agreed', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: { ...sampleConfig, form: sampleForm } }))
  await page.goto(stage.server.url)
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('checkbox').waitFor()
  await expectTree(page, 'asked-to-agree')
  await widget.getByRole('button', { name: 'Empezar a chatear' }).click()
  await widget.getByText('Hace falta tu acuerdo para empezar.').waitFor()
  await expectTree(page, 'not-agreed')
})

test('what a screen reader finds in past conversations, the shortcuts, another wording, why not, what is looked up, versions and offers, stopped, reconnecting, sent away, with a new session and signed out', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  const { server } = stage
  server.remember([{ question, answer: sampleAnswer }])
  server.script([{ pieces: ['Con calma.\n\n[¿Y después?](reply:)'] }, { pieces: ['Antes de'] }, { pieces: ['Hola de nuevo.'] }])
  await page.goto(server.url)
  const widget = await opened(page)
  await expect.poll(() => server.isFollowed()).toBe(true)
  const inSheet = async (open: () => Promise<void>, title: string, state: string) => {
    await open()
    await widget.getByRole('dialog', { name: title }).waitFor()
    await expect.poll(() => widget.getByRole('dialog', { name: title }).getByRole('button').count()).toBeGreaterThan(state === 'shortcuts' ? 0 : 1)
    await expectTree(page, state)
    await page.keyboard.press('Escape')
  }
  await inSheet(() => page.keyboard.press('Alt+h'), 'Conversaciones anteriores', 'history')
  await inSheet(() => page.keyboard.press('Alt+k'), 'Atajos de teclado', 'shortcuts')
  await inSheet(() => widget.getByRole('button', { name: 'Editar la pregunta' }).click(), 'Editar la pregunta', 'edit')
  await inSheet(() => widget.getByRole('button', { name: 'No me ha servido' }).click(), '¿Qué ha faltado?', 'reason')
  await widget.getByRole('button', { name: 'Escribir otra respuesta' }).click()
  await expect.poll(() => server.isAnswering()).toBe(true)
  server.lookUp('las citas libres')
  await widget.locator('.looking').waitFor()
  await expectTree(page, 'looking-up')
  server.finish()
  await widget.getByText('2/2').waitFor()
  await widget.locator('.announcer', { hasText: 'Con calma' }).waitFor({ state: 'attached' })
  await expectTree(page, 'versions-and-offers')
  await widget.getByRole('button', { name: '¿Y después?' }).click()
  await expect.poll(() => server.isAnswering()).toBe(true)
  server.next()
  await widget.getByText('Antes de', { exact: true }).waitFor()
  await widget.getByRole('button', { name: 'Detener la respuesta' }).click()
  await widget.locator('.announcer', { hasText: 'Antes de Respuesta detenida.' }).waitFor({ state: 'attached' })
  await expectTree(page, 'stopped')
  server.disconnect()
  await widget.getByText(/Reconectando/).waitFor()
  await expectTree(page, 'reconnecting')
  server.connect()
  await widget.getByText(/Reconectando/).waitFor({ state: 'detached' })
  await expect.poll(() => server.isFollowed()).toBe(true)
  server.sendAway()
  await widget.getByText('La conexión se ha cerrado.').waitFor()
  await expectTree(page, 'sent-away')
  await widget.getByRole('button', { name: 'Reintentar' }).first().click()
  await widget.getByText('La conexión se ha cerrado.').waitFor({ state: 'detached' })
  server.endSession()
  await widget.getByRole('textbox').fill('¿Sigues ahí?')
  await page.keyboard.press('Enter')
  await expect.poll(() => server.isAnswering()).toBe(true)
  await widget.locator('.hidden[role=status]', { hasText: 'Escribiendo la respuesta…' }).waitFor({ state: 'attached' })
  server.finish()
  await widget.locator('.announcer', { hasText: 'Hola de nuevo.' }).waitFor({ state: 'attached' })
  await expectTree(page, 'session-ended')
  server.refuse({ status: 401, code: 'AUTH_006', message: 'The identity token is not valid.' })
  await widget.getByRole('textbox').fill('¿Y ahora?')
  await page.keyboard.press('Enter')
  await widget.getByRole('button', { name: 'Reintentar' }).waitFor()
  await expectTree(page, 'signed-out')
  stage.expectReports(/401|404|503|net::ERR_/)
})

test('what a screen reader finds with people: asked for, read, a person who writes and sent a file, files to send, unread, and what is said beside the launcher', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  const { server } = stage
  server.remember(['¿Sigue libre el piso?'])
  server.answeredBy('direct')
  await page.goto(server.url)
  const widget = await opened(page)
  await widget.getByText('Enviado').waitFor()
  await widget.getByRole('button', { name: 'Adjuntar un archivo' }).waitFor()
  await expect.poll(() => server.isFollowed()).toBe(true)
  await expectTree(page, 'people-asked-for')
  server.takeOver('Lucía')
  server.mark('read')
  await widget.getByText('Leído').waitFor()
  await widget.getByText('Lucía está aquí').waitFor()
  await expectTree(page, 'person-has-read')
  server.reply('Sí. Te mando el plano.', [new File(['%PDF-1.7'], 'plano.pdf', { type: 'application/pdf' })])
  await widget.getByRole('button', { name: /^Descargar: plano\.pdf/ }).waitFor()
  server.write()
  await widget.locator('.typing').waitFor()
  await expectTree(page, 'person-writes')
  const chooser = page.waitForEvent('filechooser')
  await widget.getByRole('button', { name: 'Adjuntar un archivo' }).click()
  await (await chooser).setFiles([{ name: 'firma.pdf', mimeType: 'application/pdf', buffer: Buffer.from('%PDF-1.7') }])
  await widget.getByRole('button', { name: 'Quitar: firma.pdf' }).waitFor()
  await expect.poll(() => widget.getByRole('button', { name: 'Enviar los archivos' }).isEnabled()).toBe(true)
  await expectTree(page, 'files-to-send')
  await widget.getByRole('button', { name: 'Cerrar el chat' }).first().click()
  server.reply('¿Quedamos el lunes?')
  await widget.locator('.launcher[data-count]').waitFor()
  await expectTree(page, 'unread')
  await page.evaluate(() => localStorage.clear())
  const nudges = [{ id: 'hello', text: '¿Te ayudo a elegir tu primera sesión?' }]
  await page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: { ...sampleConfig, nudges } }))
  await page.reload()
  await widget.getByRole('button', { name: '¿Te ayudo a elegir tu primera sesión?' }).waitFor()
  await expectTree(page, 'nudge')
})

test('that an answer is being written is announced once, what is looked up for it once, the finished answer once, and nothing while it grows', async () => {
  const page = await stage.open('/')
  stage.server.script([sampleAnswer])
  const widget = await opened(page)
  const announced = await page.locator('coach-panel').evaluateHandle((panel) => {
    const heard: string[] = []
    const live = '[role=status], [role=alert], [role=log], [aria-live]'
    new MutationObserver((changes) => {
      const regions = new Set(changes.map(({ target }) => (target instanceof Element ? target : target.parentElement)?.closest(live)))
      // What is not drawn is not heard.
      for (const region of regions)
        if (region instanceof HTMLElement && region.ariaLive !== 'off' && region.innerText.trim()) heard.push(region.innerText.trim())
    }).observe(panel.shadowRoot as ShadowRoot, { subtree: true, childList: true, characterData: true })
    return heard
  })
  await widget.getByRole('button', { name: question }).click()
  await expect.poll(() => stage.server.isAnswering()).toBe(true)
  await expect.poll(() => stage.server.isFollowed()).toBe(true)
  const begun = ['Escribiendo la respuesta…', 'Consultando las citas libres…']
  await expect.poll(() => announced.jsonValue()).toEqual(begun.slice(0, 1))
  stage.server.lookUp('las citas libres')
  await expect.poll(() => announced.jsonValue()).toEqual(begun)
  stage.server.found()
  stage.server.lookUp('las citas libres')
  for (const piece of sampleAnswer.pieces) {
    stage.server.next()
    await widget
      .getByText(/(\p{L}+)[^\p{L}]*$/u.exec(piece.replace(/\[.*/s, ''))?.[1] ?? '')
      .first()
      .waitFor()
  }
  expect(await announced.jsonValue()).toEqual(begun)
  stage.server.finish()
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
  await expect.poll(() => announced.jsonValue()).toEqual([...begun, expect.stringMatching(/^Respuesta: Antes de la sesión Reserva media hora/)])
})

test('nothing holds the keyboard but an open sheet, and that one lets go', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  const widget = await opened(page)
  await focusIs(page, 'TEXTAREA')
  await page.keyboard.press('Alt+k')
  await focusIs(page, 'BUTTON', 'icon-button')
  await page.keyboard.press('Tab')
  await focusIs(page, 'DL', 'keys')
  await page.keyboard.press('Tab')
  await focusIs(page, 'BUTTON', 'icon-button')
  // The page closes the chat over an open sheet; who opens it again can write.
  await page.locator('coach-widget').evaluate((each) => (each as unknown as { close(): void }).close())
  await focusIs(page, 'BUTTON', 'launcher')
  await page.keyboard.press('Tab')
  await focusIs(page, 'A')
  await page.keyboard.press('Shift+Tab')
  await focusIs(page, 'BUTTON', 'launcher')
  await page.keyboard.press('Enter')
  await focusIs(page, 'TEXTAREA')
  expect(await widget.getByRole('dialog', { name: 'Atajos de teclado' }).count()).toBe(0)
  await page.keyboard.type('Hola')
  await page.keyboard.press('Escape')
  await focusIs(page, 'BUTTON', 'launcher')
})

test('every target is 44 px wide and high, except in a sentence; at 320 px and at 200 % nothing is cut off or scrolls sideways', async () => {
  const views = [
    { viewport: { width: 1280, height: 860 } },
    { viewport: { width: 640, height: 430 }, deviceScaleFactor: 2 },
    { viewport: { width: 320, height: 640 } },
    { viewport: { width: 320, height: 256 }, deviceScaleFactor: 4 },
  ]
  for (const view of views) {
    stage.server.reset()
    stage.server.script([sampleAnswer, { pieces: ['Antes de'], status: 'failed' }])
    const page = await stage.open('/', { ...view, reducedMotion: 'reduce' })
    const widget = await opened(page)
    const found = async (state: string) => {
      await picture(page, `fit-${view.viewport.width}x${view.viewport.height}-${state}`)
      return { state, ...(await faults(page)) }
    }
    const all = [await found('empty')]
    await widget.getByRole('button', { name: question }).click()
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
    all.push(await found('answered'))
    await widget.getByRole('button', { name: /^Fuente 1: / }).click()
    await widget.getByRole('dialog', { name: /^Fuente 1: / }).waitFor()
    all.push(await found('passage'))
    await page.keyboard.press('Escape')
    await widget.getByRole('button', { name: 'Más opciones' }).click()
    await widget.getByRole('dialog', { name: 'Más opciones' }).waitFor()
    all.push(await found('menu'))
    await page.keyboard.press('Escape')
    await widget.getByRole('textbox').fill('¿Y ahora?')
    await page.keyboard.press('Enter')
    await expect.poll(() => stage.server.isAnswering()).toBe(true)
    stage.server.finish()
    await widget.getByText('No he podido responder.', { exact: true }).waitFor()
    all.push(await found('failed'))
    stage.server.refuse({ message: 'Este chat ya no admite mensajes hoy.' })
    await widget.getByRole('textbox').fill('¿De verdad?')
    await page.keyboard.press('Enter')
    await widget.getByText('No se ha podido enviar.').waitFor()
    all.push(await found('unsent'))
    stage.server.disconnect()
    await widget.getByText(/Reconectando/).waitFor()
    all.push(await found('reconnecting'))
    expect(all).toEqual(all.map(({ state }) => ({ state, small: [], cut: [], sideways: [] })))
  }
  stage.expectReports(/422|503|net::ERR_/)
}, 120_000)

test('forced colours keep every edge, state and focus; reduced motion moves nothing', async () => {
  const page = await stage.open('/', { forcedColors: 'active', reducedMotion: 'reduce' })
  stage.server.script([sampleAnswer])
  const widget = await ask(page, stage.server)
  await widget.getByRole('button', { name: 'Más opciones' }).waitFor()
  stage.server.next(2)
  await widget.getByRole('heading', { name: 'Antes de la sesión' }).waitFor()
  await picture(page, 'forced-streaming')
  const moving = await page.evaluate(() => document.getAnimations().map((each) => Number(each.effect?.getComputedTiming().endTime)))
  expect(moving.filter((endTime) => endTime > 1)).toEqual([])
  stage.server.finish()
  await widget.getByRole('button', { name: 'Copiar la respuesta' }).waitFor()
  await picture(page, 'forced-answered')
  await widget.getByRole('button', { name: 'Más opciones' }).click()
  const contrast = widget.getByRole('switch', { name: 'Contraste alto' })
  await contrast.focus()
  const look = () =>
    contrast.evaluate((each) =>
      ['backgroundColor', 'borderColor', 'marginInlineStart', 'justifyContent', 'boxShadow'].map((name) => getComputedStyle(each, '::after')[name as 'color']),
    )
  const off = await look()
  await picture(page, 'forced-menu')
  await contrast.click()
  await expect.poll(() => contrast.getAttribute('aria-checked')).toBe('true')
  expect(await look()).not.toEqual(off)
  await picture(page, 'forced-switched')
})

/** Targets that a finger misses, text that is cut off, and what scrolls sideways. */
function faults(page: Page) {
  return page.evaluate(async () => {
    const roots: (Document | ShadowRoot)[] = []
    const visit = (root: Document | ShadowRoot) => {
      roots.push(root)
      for (const each of root.querySelectorAll('*')) if (each.shadowRoot) visit(each.shadowRoot)
    }
    const widget = document.querySelector('coach-widget')
    if (widget?.shadowRoot) visit(widget.shadowRoot)
    const shown = roots
      .flatMap((root) => [...root.querySelectorAll<HTMLElement>('*')])
      .filter((each) => each.checkVisibility({ visibilityProperty: true, opacityProperty: true }))
    const told = (each: Element) => `${each.localName}.${each.className} ${each.ariaLabel ?? each.textContent?.slice(0, 40)}`
    const hits = (target: Element, x: number, y: number) => {
      const hit = (target.getRootNode() as ShadowRoot).elementFromPoint(x, y)
      return hit !== null && (hit === target || target.contains(hit))
    }
    const frame = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const isHit = (target: Element) => {
      const { left, right, top, bottom } = target.getBoundingClientRect()
      const [x, y] = [(left + right) / 2, (top + bottom) / 2]
      // A hit is rounded to whole pixels.
      return right - left >= 44 && bottom - top >= 44 && [-21, 21].every((reach) => hits(target, x, y + reach) && hits(target, x + reach, y))
    }
    const isSmall = async (target: Element) => {
      target.scrollIntoView({ block: 'center' })
      // Rows out of view are drawn when they come into it, and the way back to the end leaves once the reader is there.
      for (let frames = 0; frames < 20; frames += 1) {
        await frame()
        if (frames > 0 && isHit(target)) return false
      }
      return true
    }
    const targets = shown.filter(
      (each) => each.matches('button, a, textarea, input, select, [tabindex="0"]') && !each.closest('[inert], .markdown :is(p, li, td), blockquote'),
    )
    const small: string[] = []
    // In the lowest window what floats over the thread may cover what is scrolled below it.
    if (innerHeight > 300) for (const each of targets) if (await isSmall(each)) small.push(told(each))
    return {
      small,
      cut: shown
        .filter(
          (each) =>
            /hidden|clip/.test(getComputedStyle(each).overflowX) &&
            !each.closest('.hidden') &&
            !each.matches('.name, .log') &&
            each.scrollWidth > each.clientWidth + 1,
        )
        .map(told),
      sideways: [document.documentElement, ...shown.filter((each) => each.matches('.log, .card, .choices, textarea'))]
        .filter((each) => each.scrollWidth > each.clientWidth + 1)
        .map(told),
    }
  })
}
