import type { Conversation, WidgetConfig } from '@coachkit/contract'
import { html, type TemplateResult } from 'lit'
import { ifDefined } from 'lit/directives/if-defined.js'
import { within } from 'storybook/test'
import { openInPageCoach } from './in-page-coach.js'
import { sampleAnswer, sampleConfig } from './sample-answer.js'
import type { ScriptedAnswer, ScriptedCoach } from './scripted-coach.js'

/** What a story's page is like before the widget is on it. */
export interface Scene {
  config?: Partial<WidgetConfig>
  said?: (string | { question: string; answer: ScriptedAnswer })[]
  next?: ScriptedAnswer[]
  /** Who answers; the coach unless told. */
  kind?: Conversation['kind']
  /** The page reads from right to left. */
  rightToLeft?: boolean
  /** The visitor chose high contrast on an earlier visit. */
  contrast?: boolean
}

export const question = '¿Cómo preparo mi primera sesión?'
/** A question that was asked on another day, with its answer. */
export const past = { question, answer: sampleAnswer }

let current: ScriptedCoach | undefined

/** The server of the story that is shown. */
export function coach(): ScriptedCoach {
  if (!current) throw new Error('A story’s coach is there from before it is drawn')
  return current
}

/** Makes a visitor’s first visit of the page, except for what the scene says; ends it when called again. */
export function setCoach({ config, said = [], next = [], kind = 'ai', rightToLeft, contrast }: Scene = {}): () => void {
  localStorage.clear()
  sessionStorage.clear()
  if (contrast) localStorage.setItem('coachkit:contrast', 'more')
  document.documentElement.lang = 'es'
  document.documentElement.dir = rightToLeft ? 'rtl' : 'ltr'
  document.title = 'Coaching con Ana'
  const opened = openInPageCoach({ ...sampleConfig, ...config })
  if (said.length > 0) opened.remember(said)
  opened.script(next)
  opened.answeredBy(kind)
  current = opened
  return () => {
    document.querySelector('coach-widget')?.remove()
    opened.leave()
  }
}

/** A page with the widget, closed or open. */
export function widgetPage(attributes: { opened?: boolean; theme?: 'light' | 'dark'; lang?: string; mode?: string; embeddings?: string }): TemplateResult {
  const { opened = false, theme = 'light', lang = 'es', mode = 'floating', embeddings } = attributes
  return html`<main style="padding: 32px; font-family: system-ui">
      <h1>Coaching con Ana</h1>
      <p>Sesiones en Ronda y en línea.</p>
    </main>
    <coach-widget creator="ana" theme=${theme} lang=${lang} mode=${mode} embeddings=${ifDefined(embeddings)} ?opened=${opened}></coach-widget>`
}

/** The panel as soon as it is drawn, with queries that see what a screen reader does. */
export async function panelOf(canvas: HTMLElement) {
  const widget = canvas.querySelector('coach-widget')
  const panel = await until(() => widget?.shadowRoot?.querySelector('coach-panel'))
  const root = await until(() => panel.shadowRoot?.querySelector('.panel') && panel.shadowRoot)
  // What comes after the first use is there too, so that nothing moves any more.
  await until(() => root.querySelector('.menu'))
  return { root, ...within(root as unknown as HTMLElement) }
}

/** The launcher, once it knows how it looks. */
export async function launcherOf(canvas: HTMLElement): Promise<HTMLElement> {
  const widget = await until(() => canvas.querySelector('coach-widget[data-ready]'))
  return until(() => widget.shadowRoot?.querySelector<HTMLElement>('.launcher'))
}

/** What is found, as soon as it is; an error after ten seconds. */
export async function until<Found>(find: () => Found | null | undefined | false): Promise<Found> {
  const end = performance.now() + 10_000
  for (;;) {
    const found = find()
    if (found) return found
    if (performance.now() > end) throw new Error(`Waited in vain for ${find}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}
