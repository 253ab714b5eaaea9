import type { Nudge, WidgetConfig } from '@coachkit/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleConfig, sampleForm } from './__fixtures__/sample-answer.js'
import { focusIs, setStage } from './__fixtures__/stage.js'

const stage = setStage()
/** As if the creator had set it. */
const settings = (page: Page, change: Partial<WidgetConfig>) =>
  page.route('**/v1/widgets/ana/config', (route) => route.fulfill({ json: { ...sampleConfig, ...change } }))
const sent = () => stage.server.requests.filter((each) => /sessions|conversations|realtime/.test(each))

async function open(change: Partial<WidgetConfig>, options: Parameters<typeof stage.open>[1] = {}): Promise<Page> {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce', ...options })
  await settings(page, change)
  await page.goto(stage.server.url)
  return page
}

test('nothing is sent before the form is answered with the keyboard; then it is remembered, until it is another', async () => {
  for (const [colorScheme, width] of [
    ['light', 1280],
    ['dark', 390],
  ] as const) {
    stage.server.reset()
    const page = await open({ form: sampleForm }, { colorScheme, viewport: { width, height: 780 }, bypassCSP: true })
    const widget = page.locator('coach-widget')
    await widget.locator('.launcher').focus()
    await page.keyboard.press('Enter')
    await focusIs(page, 'INPUT')
    await examine(page, `form-${colorScheme}-${width}`)
    await page.keyboard.press('Enter')
    await widget.getByText('Hace falta tu acuerdo para empezar.').waitFor()
    await examine(page, `form-wrong-${colorScheme}-${width}`)
    expect(sent()).toEqual([])
    await focusIs(page, 'INPUT')
    await page.keyboard.type('Eva')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Tab')
    await page.keyboard.type('S')
    await page.keyboard.press('Tab')
    await page.keyboard.press('Space')
    await page.keyboard.press('Enter')
    await focusIs(page, 'TEXTAREA')
    expect(stage.server.forms).toEqual([{ version: 'v1', language: 'es', answers: { who: 'Eva', about: 'Sesiones' }, consent: true }])
    await page.reload()
    await widget.locator('.launcher').click()
    await widget.getByText(sampleConfig.greeting).waitFor()
    expect(await widget.locator('form.form').count()).toBe(0)
    await settings(page, { form: { ...sampleForm, version: 'v2' } })
    await page.reload()
    await widget.locator('.launcher').click()
    await widget.getByRole('checkbox').waitFor()
    expect(stage.server.forms).toHaveLength(1)
    await page.keyboard.press('Escape')
    await focusIs(page, 'BUTTON', 'launcher')
  }
}, 90_000)

test('what was said through the element waits for the form; a refusal is said, and it can be sent again', async () => {
  const page = await open({ form: { version: 'v1', fields: [], consent: { text: 'Acepto.' } } })
  const widget = page.locator('coach-widget')
  await widget.locator('.launcher').waitFor()
  await widget.evaluate((each) => (each as unknown as { send(text: string): void }).send('¿Cuánto cuesta?'))
  await widget.getByRole('checkbox', { name: 'Acepto.' }).check()
  await page.route('**/current/form', (route) => route.fulfill({ status: 409, json: { error: { code: 'FORM_001', message: 'El formulario ha cambiado.' } } }), {
    times: 1,
  })
  await widget.getByRole('button', { name: 'Empezar a chatear' }).click()
  await widget.getByText('El formulario ha cambiado.').waitFor()
  await widget.getByRole('button', { name: 'Empezar a chatear' }).click()
  await widget.getByText('¿Cuánto cuesta?').waitFor()
  stage.expectReports(/409/)
})

test('a form that is tried out is shown at once, in words that change, and nothing of it is sent', async () => {
  const page = await open({})
  const widget = page.locator('coach-widget')
  const preview = (config: Partial<WidgetConfig>) =>
    widget.evaluate((each, shown) => (each as unknown as { preview(config: object): void }).preview(shown), config)
  await widget.locator('.launcher').waitFor()
  const { version: _, ...unsaved } = sampleForm
  await preview({ form: { ...unsaved, intro: 'Uno' } as WidgetConfig['form'] })
  await widget.locator('.launcher').click()
  await widget.getByText('Uno').waitFor()
  await preview({ form: { ...unsaved, intro: 'Dos' } as WidgetConfig['form'] })
  await widget.getByText('Dos').waitFor()
  await preview({})
  await widget.getByText(sampleConfig.greeting).waitFor()
  await preview({ form: { ...unsaved, intro: 'Tres' } as WidgetConfig['form'] })
  await widget.getByText('Tres').waitFor()
  expect(stage.server.forms).toEqual([])
})

const nudge = (change: Partial<Nudge>): Nudge => ({ id: 'hello', text: '¿Te ayudo?', ...change })

test('a nudge comes when what is said of it holds, takes no focus, and comes once for a visitor', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce', bypassCSP: true, viewport: { width: 390, height: 780 }, colorScheme: 'dark' })
  await page.clock.install()
  await settings(page, { nudges: [nudge({ id: 'elsewhere', url: '/tarifas*' }), nudge({ afterSeconds: 30, url: '/*', returning: false })] })
  await page.goto(stage.server.url)
  const bubble = page.locator('coach-widget .nudge')
  await page.locator('coach-widget .launcher').waitFor()
  expect(await bubble.count()).toBe(0)
  await page.clock.fastForward(31_000)
  await bubble.getByText('¿Te ayudo?').waitFor()
  await focusIs(page, 'BODY')
  await examine(page, 'nudge-dark-390')
  expect(await page.evaluate(() => (globalThis as unknown as { heard: string[] }).heard)).not.toContain('coach-open')
  await page.getByRole('button', { name: 'Cerrar el aviso' }).click()
  expect(await bubble.count()).toBe(0)
  await page.reload()
  await page.locator('coach-widget .launcher').waitFor()
  await page.clock.fastForward(31_000)
  expect(await bubble.count()).toBe(0)
  // The page goes elsewhere without a load.
  await page.evaluate(() => {
    history.pushState(null, '', '/tarifas?a=1')
    dispatchEvent(new PopStateEvent('popstate'))
  })
  await bubble.getByText('¿Te ayudo?').click()
  await page.locator('coach-panel').getByRole('textbox').waitFor()
  expect(await bubble.count()).toBe(0)
})

test('a nudge waits for a reader who came back and scrolled, and what is tried out is shown at once', async () => {
  const page = await open({ nudges: [nudge({ returning: true, afterScroll: 60 })] })
  const bubble = page.locator('coach-widget .nudge')
  await page.locator('coach-widget .launcher').waitFor()
  await expect.poll(() => page.evaluate(() => localStorage.getItem('coachkit:visited'))).toBe('1')
  // Another tab.
  await page.evaluate(() => sessionStorage.removeItem('coachkit:visited'))
  await page.reload()
  await page.locator('coach-widget .launcher').waitFor()
  await page.evaluate(() => {
    document.body.style.height = '5000px'
  })
  await page.evaluate(() => scrollTo(0, 500))
  expect(await bubble.count()).toBe(0)
  await expect.poll(() => page.evaluate(() => sessionStorage.getItem('coachkit:visited'))).toBe('again')
  await page.evaluate(() => scrollTo(0, 3500))
  await bubble.getByText('¿Te ayudo?').waitFor()
  await page
    .locator('coach-widget')
    .evaluate(
      (each, nudges) => (each as unknown as { preview(config: object): void }).preview({ nudges }),
      [{ id: 'other', text: '¿Otra cosa?', afterSeconds: 3000 }],
    )
  await bubble.getByText('¿Otra cosa?').waitFor()
  expect(await bubble.count()).toBe(1)
})
