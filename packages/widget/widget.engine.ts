import axe from 'axe-core'
import { html, render } from 'lit'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { sampleAnswer, sampleForm } from './__fixtures__/sample-answer.js'
import { coach, launcherOf, panelOf, past, question, type Scene, setCoach, until, widgetPage } from './__fixtures__/story-scene.js'
import './define.js'

// Runs in each engine, by the test runner's own words.
declare const it: (name: string, run: () => Promise<void>) => void
declare const afterEach: (run: () => void) => void
/** Put in when the tests are bundled. */
declare const HOSTILE_MARKDOWN: string[]

let leave: (() => void) | undefined
afterEach(() => leave?.())

function open(scene: Scene, isOpened: boolean, theme: 'light' | 'dark' = 'light'): HTMLElement {
  leave = setCoach(scene)
  const page = document.createElement('div')
  document.body.replaceChildren(page)
  render(html`${widgetPage({ opened: isOpened, theme })}`, page)
  return page
}

async function ask(page: HTMLElement) {
  const panel = await panelOf(page)
  await userEvent.type(panel.getByRole('textbox'), question)
  await userEvent.keyboard('{Enter}')
  await until(() => coach().isAnswering())
  return panel
}

async function expectAccessible(): Promise<void> {
  const widget = document.querySelector('coach-widget')
  // Not every engine counts what moves within shadow roots among the document's.
  const roots = [document, widget?.shadowRoot, widget?.shadowRoot?.querySelector('coach-panel')?.shadowRoot]
  const moving = roots.flatMap((root) => root?.getAnimations() ?? []).filter((each) => each.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY)
  await Promise.all(moving.map((each) => each.finished.catch(() => undefined)))
  const { violations } = await axe.run(widget ?? document)
  expect(violations.map(({ id, nodes }) => `${id}: ${nodes[0]?.html} ${nodes[0]?.failureSummary}`)).toEqual([])
}

it('opens by the keyboard, writes, breaks a line, sends, closes, and gives the focus back', async () => {
  const page = open({ next: [sampleAnswer] }, false)
  const launcher = await launcherOf(page)
  await waitFor(() => {
    launcher.focus()
    expect((launcher.getRootNode() as ShadowRoot).activeElement).toBe(launcher)
  })
  await userEvent.keyboard('{Enter}')
  const panel = await panelOf(page)
  const field = panel.getByRole('textbox') as HTMLTextAreaElement
  await waitFor(() => expect(panel.root.activeElement).toBe(field))
  await userEvent.type(field, 'Una línea{Shift>}{Enter}{/Shift}y otra')
  expect(field.value).toBe('Una línea\ny otra')
  await waitFor(() => expect(field.rows).toBe(2))
  await userEvent.keyboard('{Enter}')
  await waitFor(() => expect(field.value).toBe(''))
  await panel.findByText(/y otra/)
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect((launcher.getRootNode() as ShadowRoot).activeElement).toBe(launcher))
  expect(launcher.getAttribute('aria-expanded') ?? launcher.ariaExpanded).toBe('false')
})

it('streams an answer, says it once it is whole, and opens the passage of a citation', async () => {
  const panel = await ask(open({ next: [sampleAnswer] }, true))
  coach().next(2)
  await panel.findByRole('heading', { name: 'Antes de la sesión' })
  expect(panel.root.querySelector('.announcer')?.textContent).toBe('')
  coach().finish()
  const chip = await panel.findByRole('button', { name: /^Fuente 1: / })
  await waitFor(() => expect(panel.root.querySelector('.announcer')?.textContent).toMatch(/^Respuesta: Antes de la sesión/))
  await panel.findByRole('table')
  await expectAccessible()
  await userEvent.click(chip)
  await panel.findByText(/Dibuja tu rueda de la vida y escribe una sola frase/)
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(panel.root.activeElement).toBe(chip))
})

it('lists past conversations over the inert chat, holds the keyboard there and lets go', async () => {
  const panel = await panelOf(open({ said: [past] }, true))
  const field = panel.getByRole('textbox')
  field.focus()
  await userEvent.keyboard('{Alt>}h{/Alt}')
  const sheet = within(await panel.findByRole('dialog', { name: 'Conversaciones anteriores' }))
  await sheet.findByRole('button', { name: new RegExp(question.replace('?', '\\?')) })
  expect(panel.root.querySelector('.panel')).toHaveProperty('inert', true)
  await userEvent.keyboard('{Tab}{Tab}{Tab}')
  expect(panel.root.activeElement?.closest('.card')).not.toBe(null)
  await expectAccessible()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(panel.root.activeElement).toBe(field))
})

it('asks first what the creator wants to know, says what is missing, and then is the chat', async () => {
  const page = open({ config: { form: sampleForm } }, true)
  const root = await until(() => {
    const panel = page.querySelector('coach-widget')?.shadowRoot?.querySelector('coach-form-panel')
    return panel?.shadowRoot?.querySelector('form') && panel.shadowRoot
  })
  const form = within(root as unknown as HTMLElement)
  await userEvent.click(form.getByRole('button', { name: 'Empezar a chatear' }))
  const name = form.getByRole('textbox', { name: 'Nombre' })
  await waitFor(() => expect(root.activeElement).toBe(name))
  expect(name).toHaveAccessibleDescription('Hace falta rellenar esto.')
  await userEvent.type(name, 'Eva')
  await userEvent.selectOptions(form.getByRole('combobox', { name: 'Tema' }), 'Tarifas')
  await userEvent.click(form.getByRole('checkbox'))
  await userEvent.click(form.getByRole('button', { name: 'Empezar a chatear' }))
  await until(() => root.querySelector('textarea'))
  expect(coach().forms).toMatchObject([{ answers: { who: 'Eva', about: 'Tarifas' }, consent: true }])
})

it('says something beside the launcher, which Escape sends away', async () => {
  const launcher = await launcherOf(open({ config: { nudges: [{ id: 'hello', text: '¿Te ayudo a elegir?' }] } }, false))
  const root = launcher.getRootNode() as ShadowRoot
  const nudge = await until(() => root.querySelector<HTMLElement>('.nudge button'))
  await expectAccessible()
  nudge.focus()
  await userEvent.keyboard('{Escape}')
  await waitFor(() => expect(root.querySelector('.nudge')).toBe(null))
  expect(root.activeElement).toBe(launcher)
})

it('takes files that are dropped, and shows what the server has', async () => {
  const panel = await panelOf(open({ said: ['¿Sigue libre el piso?'], kind: 'direct' }, true))
  await panel.findByRole('button', { name: 'Adjuntar un archivo' })
  const data = new DataTransfer()
  data.items.add(new File(['%PDF-1.7'], 'plano.pdf', { type: 'application/pdf' }))
  panel.getByRole('log').dispatchEvent(new DragEvent('drop', { dataTransfer: data, bubbles: true, composed: true, cancelable: true }))
  await panel.findByRole('button', { name: 'Quitar: plano.pdf' })
  await waitFor(() => expect(panel.getByRole('button', { name: 'Enviar los archivos' })).toBeEnabled())
  await expectAccessible()
  await userEvent.click(panel.getByRole('button', { name: 'Enviar los archivos' }))
  await panel.findByRole('button', { name: /^Descargar: plano\.pdf/ })
})

it('can be read in the dark, and in high contrast', async () => {
  const page = open({ said: [past], contrast: true }, true, 'dark')
  const panel = await panelOf(page)
  await panel.findByRole('table')
  await until(() => panel.root.host.hasAttribute('contrast'))
  const ground = getComputedStyle(panel.root.querySelector('.panel') as Element).backgroundColor
  const text = getComputedStyle(panel.root.querySelector('.markdown') as Element).color
  expect([ground, text].map((each) => /^rgb/.test(each) && each !== 'rgba(0, 0, 0, 0)')).toEqual([true, true])
  await expectAccessible()
})

it('draws every hostile answer as text: nothing runs, nothing is fetched', async () => {
  const ran: string[] = []
  Object.assign(globalThis, { alert: (word: unknown) => ran.push(String(word)) })
  const panel = await ask(open({ next: [{ pieces: HOSTILE_MARKDOWN.map((each) => `${each}\n\n`) }] }, true))
  const before = performance.getEntriesByType('resource').length
  coach().finish()
  await until(() => !panel.root.querySelector('.growing, .typing') && panel.root.querySelector('.markdown'))
  const drawn = [...panel.root.querySelectorAll('.markdown *')].filter((each) => !each.closest('.copy-code'))
  const names = new Set(drawn.map((each) => each.localName))
  for (const name of ['script', 'img', 'iframe', 'svg', 'style', 'form', 'input', 'object', 'embed', 'link', 'meta', 'base'])
    expect([...names]).not.toContain(name)
  expect(drawn.flatMap((each) => each.getAttributeNames()).filter((name) => name.startsWith('on') || name === 'style')).toEqual([])
  const links = drawn.flatMap((each) => (each instanceof HTMLAnchorElement ? [new URL(each.href).protocol] : []))
  for (const protocol of links) expect(['http:', 'https:', 'mailto:']).toContain(protocol)
  const fetched = performance.getEntriesByType('resource').slice(before)
  expect(fetched.map(({ name }) => new URL(name).hostname).filter((host) => host !== location.hostname)).toEqual([])
  expect(ran).toEqual([])
})
