import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { examine } from './__fixtures__/examine.js'
import { sampleAnswer, sampleConfig } from './__fixtures__/sample-answer.js'
import { question, setStage } from './__fixtures__/stage.js'

const stage = setStage()

test('no accessibility violations closed, open, answering, answered and with a passage open, light and dark, wide and narrow', async () => {
  for (const colorScheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      stage.server.reset()
      stage.server.script([sampleAnswer])
      const page = await stage.open('/', { colorScheme, viewport: { width, height: width === 390 ? 780 : 860 }, bypassCSP: true, reducedMotion: 'reduce' })
      const widget = page.locator('coach-widget')
      const look = (state: string) => examine(page, `${state}-${colorScheme}-${width}`)
      await widget.getByRole('button').first().waitFor()
      await look('closed')
      await widget.getByRole('button').first().click()
      await widget.getByRole('button', { name: question }).waitFor()
      await look('open')
      await widget.getByRole('button', { name: question }).click()
      await widget.locator('.typing').waitFor()
      await look('waiting')
      await expect.poll(() => stage.server.isAnswering()).toBe(true)
      stage.server.next(3)
      await widget.getByRole('table').waitFor()
      await look('answering')
      stage.server.finish()
      await widget.getByRole('button', { name: /Fuente 2/ }).waitFor()
      await look('answered')
      await widget.getByRole('button', { name: /Fuente 1/ }).click()
      await widget.getByRole('blockquote').last().waitFor()
      await look('passage')
    }
  }
}, 120_000)

test('it works in the flow of a page, in another language, from right to left, at 320 px, under hostile styles', async () => {
  const page = await stage.open('/inline', { viewport: { width: 320, height: 640 } })
  const widget = page.locator('coach-widget')
  await widget.getByRole('button', { name: 'New conversation' }).waitFor()
  await widget.getByText(sampleConfig.greeting).waitFor()
  await applyHostileStyles(page)
  await widget.getByText(sampleConfig.greeting).waitFor()
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(320)
  await page.evaluate(() => {
    document.adoptedStyleSheets = []
  })
  await examine(page, 'inline-rtl-320')
})

test('styles of the page that are against everything leave it as it is', async () => {
  const page = await stage.open('/', { reducedMotion: 'reduce' })
  const launcher = page.locator('coach-widget').getByRole('button').first()
  await launcher.waitFor()
  const place = { x: 1200, y: 780, width: 60, height: 60 }
  await expect.poll(() => launcher.boundingBox()).toEqual(place)
  await applyHostileStyles(page)
  expect(await launcher.boundingBox()).toEqual(place)
  await launcher.click()
  await page.locator('coach-widget').getByRole('button', { name: question }).click()
  await page.locator('coach-widget').getByText(question).waitFor()
  await examine(page, 'hostile-styles')
})

async function applyHostileStyles(page: Page): Promise<void> {
  await page.evaluate(() => {
    const hostile = new CSSStyleSheet()
    hostile.replaceSync(`
      * { all: unset !important; --fill: red; --edge: -900px; --white: none }
      html { font-size: 2px; color: yellow; line-height: 0; letter-spacing: 2em; text-transform: uppercase; cursor: none }
      coach-widget { display: none !important; position: fixed !important; color: red !important; visibility: hidden !important; transform: scale(0) !important }
      button, textarea, p, svg { display: none !important }`)
    document.adoptedStyleSheets = [hostile]
  })
}
