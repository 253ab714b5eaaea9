import { join } from 'node:path'
import type { Browser, BrowserContext, Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest'
import { launchChromium, launchFirefox } from './browser.js'
import { quickstart } from './quickstart-process.js'

/** Set to a folder to keep a picture of each page. */
const pictures = process.env.COACHKIT_PICTURES
const question = '¿Cómo preparo mi primera sesión?'
const paths = ['/strict-policy', '/hostile', '/wordpress', '/vue']

let app: Awaited<ReturnType<typeof quickstart>>
let context: BrowserContext | undefined
let asked: string[] = []
let problems: string[] = []

beforeAll(async () => {
  app = await quickstart({ script: 'examples/pages/start.ts' })
}, 120_000)

afterEach(async () => {
  await context?.close()
  context = undefined
  expect(problems).toEqual([])
  expect(asked.filter((url) => !url.startsWith(app.url) && !url.startsWith('data:'))).toEqual([])
})

afterAll(() => app?.remove())

describe.each([
  ['Chromium', launchChromium],
  ['Firefox', launchFirefox],
])('in %s', (name, launch) => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launch()
  }, 60_000)
  afterAll(() => browser?.close())

  test.each(paths)('the widget opens and answers with its source on %s; nothing is forbidden, nothing is asked of another host', async (path) => {
    const page = await open(browser, path)
    const widget = await answered(page)
    // In Firefox the library takes them with a style of its own, which a strict policy forbids.
    if (pictures && name === 'Chromium') await picture(page, path.slice(1))
    await widget
      .getByRole('button', { name: /^Fuente 1: / })
      .first()
      .click()
    await widget
      .getByRole('dialog')
      .getByText(/rueda de la vida/)
      .first()
      .waitFor()
    await page.keyboard.press('Escape')
    await page.keyboard.press('Escape')
    await widget.getByRole('textbox').waitFor({ state: 'hidden' })
    expect(app.output()).not.toContain('Policy violation')
  })
})

describe('beside the page', () => {
  let browser: Browser

  beforeAll(async () => {
    browser = await launchChromium()
  })
  afterAll(() => browser?.close())

  test.each(paths.filter((path) => path !== '/vue'))('nothing is left on %s but the element: no global, no style, no other element', async (path) => {
    const alone = await open(browser, path, (page) => page.route('**/coach/widget*.js', (route) => route.fulfill({ contentType: 'text/javascript', body: '' })))
    // The script to paste puts the element there; elsewhere it is in the page.
    if (path === '/wordpress') await alone.evaluate(() => document.body.append(document.createElement('coach-widget')))
    const before = await traces(alone)
    await context?.close()
    const page = await open(browser, path)
    await answered(page)
    expect(await traces(page)).toEqual(before)
  })

  test('what is typed in the chat is no shortcut of the page', async () => {
    const page = await open(browser, '/wordpress')
    const field = (await opened(page)).getByRole('textbox')
    await field.press('/')
    await field.press('a')
    expect(await field.inputValue()).toBe('/a')
    expect(await page.getByRole('searchbox').evaluate((each) => each === document.activeElement)).toBe(false)
  })

  test('a Vue template binds the attributes and the events of the element, and calls its methods', async () => {
    const page = await open(browser, '/vue')
    await page.getByText('Preguntas en esta visita: 0').waitFor()
    await page.getByRole('checkbox', { name: 'Chat oscuro' }).check()
    expect(await page.locator('coach-widget').getAttribute('theme')).toBe('dark')
    const opened = page.getByRole('checkbox', { name: 'Chat abierto' })
    const field = page.locator('coach-widget').getByRole('textbox')
    await opened.check()
    await field.waitFor()
    await opened.uncheck()
    await field.waitFor({ state: 'hidden' })
    await page.locator('coach-widget').getByRole('button').first().click()
    await field.waitFor()
    expect(await opened.isChecked()).toBe(true)
    await page.getByRole('button', { name: 'Preguntar por la primera sesión' }).click()
    await page
      .locator('coach-widget')
      .getByRole('button', { name: /^Fuente 1: / })
      .first()
      .waitFor()
    await page.getByText('Preguntas en esta visita: 1').waitFor()
  })
})

/** A page in a browser of its own. */
async function open(browser: Browser, path: string, prepare?: (page: Page) => Promise<unknown>): Promise<Page> {
  asked = []
  problems = []
  context = await browser.newContext({ viewport: { width: 1280, height: 860 } })
  const page = await context.newPage()
  page.on('request', (request) => asked.push(request.url()))
  page.on('pageerror', (error) => problems.push(String(error)))
  page.on('console', (message) => message.type() === 'error' && problems.push(message.text()))
  await prepare?.(page)
  await page.goto(app.url + path)
  return page
}

async function opened(page: Page): Promise<Locator> {
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('textbox').waitFor()
  return widget
}

async function answered(page: Page): Promise<Locator> {
  const widget = await opened(page)
  await widget.getByRole('textbox').fill(question)
  await page.keyboard.press('Enter')
  await widget
    .getByRole('button', { name: /^Fuente 1: / })
    .first()
    .waitFor()
  return widget
}

/** What a script can leave on a page. */
function traces(page: Page) {
  return page.evaluate(() => ({
    globals: Object.getOwnPropertyNames(globalThis).sort(),
    elements: Array.from(document.querySelectorAll('*'), (each) => each.localName).sort(),
    styles: [document.styleSheets.length, document.adoptedStyleSheets.length],
    attributes: [document.documentElement, document.body].flatMap((each) => each.getAttributeNames()),
  }))
}

async function picture(page: Page, name: string): Promise<void> {
  for (const [width, height] of [
    [1280, 860],
    [390, 780],
  ] as const) {
    await page.setViewportSize({ width, height })
    await page.screenshot({ path: join(pictures ?? '', `${name}-${width}.png`) })
  }
}
