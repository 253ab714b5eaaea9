import type { WidgetConfig } from '@coachkit/contract'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { sampleConfig, sampleForm } from './__fixtures__/sample-answer.js'
import { setStage } from './__fixtures__/stage.js'

const stage = setStage()
const launcherOf = (page: Page) => page.locator('coach-widget .launcher')
const colourOf = (page: Page) => page.locator('coach-widget').evaluate((each) => getComputedStyle(each).getPropertyValue('--coach-color').trim())

/** Its server holds the settings back until they are let go. */
async function holdSettings(page: Page, answer: { status?: number; json: WidgetConfig | object } = { json: sampleConfig }) {
  let letGo = () => {}
  const held = new Promise<void>((resolve) => {
    letGo = resolve
  })
  await page.route('**/v1/widgets/**', async (route) => {
    await held
    await route.fulfill(answer).catch(() => undefined)
  })
  return letGo
}
const ready = (page: Page) => page.locator('coach-widget[data-ready]').waitFor({ state: 'attached' })

test('the launcher is there before its settings, in the colour the pasted code names, and can be used', async () => {
  const page = await stage.open('about:blank')
  const letGo = await holdSettings(page)
  await page.goto(`${stage.server.url}/named`)
  await launcherOf(page).waitFor()
  expect(await colourOf(page)).toBe('#aa2200')
  expect((await launcherOf(page).boundingBox())?.x).toBe(20)
  await launcherOf(page).click()
  letGo()
  await page.locator('coach-widget').getByRole('textbox').waitFor()
  expect(await colourOf(page)).toBe(sampleConfig.primaryColor)
})

test('at the next visit it looks at once as the last one left it, also with a launcher of the creator’s own', async () => {
  const page = await stage.open('about:blank', { reducedMotion: 'reduce' })
  const mine = { ...sampleConfig, primaryColor: '#7a1fa2', launcher: { icon: 'heart', size: 80, offsetX: 30, offsetY: 30 } } as const
  const letGo = await holdSettings(page, { json: mine })
  letGo()
  await page.goto(`${stage.server.url}/`)
  await ready(page)
  await page.unrouteAll()
  await holdSettings(page)
  await page.reload()
  await launcherOf(page).waitFor()
  expect([await colourOf(page), (await launcherOf(page).boundingBox())?.width]).toEqual(['#7a1fa2', 80])
})

test('what was switched off stays unseen at the next visit, until it is on again', async () => {
  const page = await stage.open('about:blank')
  const letGo = await holdSettings(page, { json: { ...sampleConfig, active: false } })
  letGo()
  await page.goto(`${stage.server.url}/`)
  await page.locator('coach-widget[off]').waitFor({ state: 'attached' })
  await page.unrouteAll()
  const on = await holdSettings(page)
  const asked = page.waitForRequest('**/v1/widgets/**')
  await page.reload()
  await asked
  expect(await launcherOf(page).isVisible()).toBe(false)
  on()
  await launcherOf(page).waitFor()
})

test('without a network it looks as at the last visit; without a place to keep things it waits for nothing either', async () => {
  const page = await stage.open('/')
  await ready(page)
  await page.route('**/v1/**', (route) => route.abort())
  await page.reload()
  await ready(page)
  expect(await colourOf(page)).toBe(sampleConfig.primaryColor)
  await page.addInitScript(() => Object.defineProperty(globalThis, 'localStorage', { get: () => undefined }))
  await page.reload()
  await launcherOf(page).waitFor()
  stage.expectReports(/ERR_FAILED|Failed to fetch|net::/)
})

test('who comes back opens the chat while the settings are still on their way, and sees them when they have come', async () => {
  const page = await stage.open('/')
  await ready(page)
  const letGo = await holdSettings(page, { json: { ...sampleConfig, greeting: 'Un saludo nuevo.' } })
  await page.reload()
  const widget = page.locator('coach-widget')
  await launcherOf(page).click()
  await widget.getByText(sampleConfig.greeting).waitFor()
  await widget.getByRole('textbox').fill('Sin enviar')
  letGo()
  await widget.getByText('Un saludo nuevo.').waitFor()
  expect(await widget.getByRole('textbox').inputValue()).toBe('Sin enviar')
})

test('a form that has come to be asked since the last visit is asked, though the chat is open already', async () => {
  const page = await stage.open('/')
  await ready(page)
  const letGo = await holdSettings(page, { json: { ...sampleConfig, form: sampleForm } })
  await page.reload()
  const widget = page.locator('coach-widget')
  await launcherOf(page).click()
  await widget.getByText(sampleConfig.greeting).waitFor()
  letGo()
  await widget.getByRole('button', { name: 'Empezar a chatear' }).waitFor()
  expect(await page.locator('coach-panel').count()).toBe(0)
})

test('settings that never come are not waited for', async () => {
  const page = await stage.open('about:blank')
  await holdSettings(page)
  await page.goto(`${stage.server.url}/`)
  await launcherOf(page).click()
  await page.locator('coach-widget').getByText(sampleConfig.greeting).waitFor()
})
