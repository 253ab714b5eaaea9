import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { Browser, BrowserContext, BrowserContextOptions, Locator, Page } from 'playwright-core'
import { build } from 'vite'
import { afterAll, afterEach, beforeAll, beforeEach, expect } from 'vitest'
import { type FakeServer, startFakeServer } from './fake-server.js'
import { launchChromium } from './launch-chromium.js'
import { sampleConfig } from './sample-answer.js'

const strict = "default-src 'self'; script-src 'self'; style-src 'self'; require-trusted-types-for 'script'"
export const question = '¿Cómo preparo mi primera sesión?'

export interface Stage {
  readonly server: FakeServer
  /** Opens a page of `elements` below, or an address, in a browser of its own. */
  open(path: string, options?: BrowserContextOptions): Promise<Page>
  /** Takes the browser's own reports of what the test has brought about out of what must not be. */
  expectReports(pattern: RegExp): void
}

/** The built widget on pages with a strict policy, before a server that the test leads. What the browser complains of fails the test. */
export function setStage(): Stage {
  let folder: string
  let server: FakeServer | undefined
  let browser: Browser | undefined
  let context: BrowserContext | undefined
  let problems: string[] = []
  let expected: RegExp[] = []

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'coach-widget-'))
    await build({ configFile: fileURLToPath(new URL('../vite.config.ts', import.meta.url)), logLevel: 'error', build: { outDir: folder } })
    server = await startFakeServer({ cdn: folder, config: sampleConfig, csp: strict, page: pageAt })
    browser = await launchChromium()
  }, 120_000)

  beforeEach(() => {
    server?.reset()
    problems = []
    expected = []
  })

  afterEach(async () => {
    await context?.close()
    // Violations of the page's policy are reported on its console.
    expect(problems.filter((each) => !expected.some((pattern) => pattern.test(each)))).toEqual([])
  })

  afterAll(async () => {
    await browser?.close()
    await server?.close()
    await rm(folder, { recursive: true, force: true })
  })

  return {
    get server() {
      if (!server) throw new Error('The stage is set before the first test')
      return server
    },
    expectReports(pattern) {
      // Some come a moment later.
      expected.push(pattern)
    },
    async open(path, options = {}) {
      if (!browser || !server) throw new Error('The stage is set before the first test')
      await context?.close()
      context = await browser.newContext({ locale: 'es-ES', viewport: { width: 1280, height: 860 }, ...options })
      const page = await context.newPage()
      page.on('pageerror', (error) => problems.push(String(error)))
      page.on('console', (message) => message.type() === 'error' && !/WebSocket connection/.test(message.text()) && problems.push(message.text()))
      await page.addInitScript(() => {
        const heard: string[] = []
        const details: unknown[] = []
        Object.assign(globalThis, { heard, details })
        for (const type of ['coach-ready', 'coach-open', 'coach-close', 'coach-message', 'coach-citation', 'coach-feedback', 'coach-error'])
          addEventListener(type, (event) => heard.push([type, (event as CustomEvent<{ role?: string } | undefined>).detail?.role].filter(Boolean).join(' ')))
        for (const type of ['coach-message', 'coach-conversation', 'coach-handover', 'coach-error'])
          addEventListener(type, (event) => details.push({ type, ...(event as CustomEvent<object>).detail }))
      })
      await page.goto(path.startsWith('/') ? server.url + path : path)
      return page
    },
  }
}

/** Opens the chat and asks; the server is answering when it returns. */
export async function ask(page: Page, server: FakeServer): Promise<Locator> {
  const widget = page.locator('coach-widget')
  await widget.getByRole('button').first().click()
  await widget.getByRole('textbox').fill(question)
  await page.keyboard.press('Enter')
  await expect.poll(() => server.isAnswering()).toBe(true)
  return widget
}

/** Keeps a picture, where `WIDGET_PICTURES` names a folder for them. */
export async function picture(page: Page, name: string): Promise<void> {
  const folder = process.env.WIDGET_PICTURES
  if (folder) await page.screenshot({ path: join(folder, `${name}.png`) })
}

export async function focusIs(page: Page, tag: string, className = ''): Promise<void> {
  const focused = () =>
    page.evaluate(() => {
      let element = document.activeElement
      while (element?.shadowRoot?.activeElement) element = element.shadowRoot.activeElement
      return `${element?.tagName} ${element?.className}`.trim()
    })
  await expect.poll(focused).toBe(`${tag} ${className}`.trim())
}

const elements: Record<string, string> = {
  '/': '<coach-widget creator="ana"></coach-widget>',
  '/named': '<coach-widget creator="ana" color="#aa2200" left></coach-widget>',
  '/late': '<coach-widget creator="ana"></coach-widget>',
  '/hostile': `<form id="fetch"></form><img id="customElements" name="body" alt=""><form name="title"></form><input id="location"><a id="localStorage"></a>
    <form id="CSSStyleSheet"><input name="attachShadow"></form><div id="coach-panel"></div><coach-widget creator="ana"></coach-widget>`,
  '/opened': '<coach-widget creator="ana" opened></coach-widget>',
  // As it was written before.
  '/unknown': '<coach-widget creator="nobody"></coach-widget>',
  '/inline': '<div class="box"><coach-widget creator="ana" mode="inline" lang="en"></coach-widget></div>',
  '/page': '<coach-widget creator="ana" mode="page"></coach-widget>',
  '/classic': '<script async src="/coach/widget.classic.js" data-creator="ana" data-lang="en"></script>',
}

function pageAt(path: string): string {
  const element = elements[path] ?? ''
  const direction = path === '/inline' ? ' dir="rtl"' : ''
  const script = ['/bare', '/classic'].includes(path) ? '' : '<script type="module" async src="/coach/widget.js"></script>'
  return `<!doctype html><html lang="es"${direction}><head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Una página</title>
    <link rel="icon" href="/favicon.ico">${['/late', '/hostile'].includes(path) ? '' : script}</head>
    <body><main><h1>Coaching con Ana</h1><p>Sesiones en Ronda y en línea.</p></main>${element}<footer><a href="/aviso">Aviso legal</a></footer>${['/late', '/hostile'].includes(path) ? script : ''}</body></html>`
}
