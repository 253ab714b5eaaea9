import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { sampleForm } from '../../__fixtures__/sample-answer.js'
import { coach, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

const meta: Meta = { title: 'Form before the chat', parameters: { scene: { config: { form: sampleForm } } } }
export default meta

/** The panel once the form is there, with queries that see what a screen reader does. */
async function formOf(canvas: HTMLElement) {
  const panel = await until(() => canvas.querySelector('coach-widget')?.shadowRoot?.querySelector('coach-form-panel'))
  const root = await until(() => panel.shadowRoot?.querySelector('form') && panel.shadowRoot)
  return { root, ...within(root as unknown as HTMLElement) }
}

export const Asked: StoryObj = {
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const form = await formOf(canvasElement)
    expect(form.getByRole('textbox', { name: 'Nombre' })).toBeRequired()
    expect(form.getByRole('textbox', { name: 'Correo electrónico (opcional)' })).not.toBeRequired()
    expect(coach().forms).toEqual([])
  },
}

export const Incomplete: StoryObj = {
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const form = await formOf(canvasElement)
    await userEvent.type(form.getByRole('textbox', { name: /Correo/ }), 'ana')
    await userEvent.click(form.getByRole('button', { name: 'Empezar a chatear' }))
    const name = form.getByRole('textbox', { name: 'Nombre' })
    await waitFor(() => expect(form.root.activeElement).toBe(name))
    expect(name).toHaveAccessibleDescription('Hace falta rellenar esto.')
    expect(form.getByRole('checkbox')).toHaveAccessibleDescription('Hace falta tu acuerdo para empezar.')
    expect(coach().forms).toEqual([])
  },
}

export const Answered: StoryObj = {
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const form = await formOf(canvasElement)
    await userEvent.type(form.getByRole('textbox', { name: 'Nombre' }), 'Eva')
    await userEvent.selectOptions(form.getByRole('combobox', { name: 'Tema' }), 'Sesiones')
    await userEvent.click(form.getByRole('checkbox'))
    await userEvent.keyboard('{Enter}')
    const field = await form.findByRole('textbox', { name: 'Escribe tu pregunta…' })
    await waitFor(() => expect(form.root.activeElement).toBe(field))
    expect(coach().forms).toEqual([{ version: 'v1', language: 'es', answers: { who: 'Eva', about: 'Sesiones' }, consent: true }])
    await until(() => form.root.querySelector('.menu'))
  },
}

const inLanguage = (lang: string, start: string): StoryObj => ({
  render: () => widgetPage({ opened: true, lang }),
  async play({ canvasElement }) {
    const form = await formOf(canvasElement)
    await form.findByRole('button', { name: start })
  },
})
export const English = inLanguage('en', 'Start the chat')
export const Portuguese = inLanguage('pt', 'Começar a conversar')

export const Dark: StoryObj = { ...Incomplete, render: () => widgetPage({ opened: true, theme: 'dark' }) }
export const HighContrast: StoryObj = { ...Incomplete, parameters: { scene: { config: { form: sampleForm }, contrast: true } } }
export const Phone: StoryObj = { ...Asked, globals: { viewport: { value: 'phone' } } }
export const InTheFlow: StoryObj = { ...Asked, render: () => widgetPage({ mode: 'inline' }) }
export const RightToLeft: StoryObj = { ...Asked, parameters: { scene: { config: { form: sampleForm }, rightToLeft: true } } }
