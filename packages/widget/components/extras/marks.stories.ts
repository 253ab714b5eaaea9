import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, userEvent } from 'storybook/test'
import { coach, panelOf, past, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

/** What became of a visitor's messages that nobody has answered yet. */
const meta: Meta = {
  title: 'Marks',
  render: () => widgetPage({ opened: true }),
  parameters: { scene: { said: ['¿Sigue libre el piso de la calle Mayor?'], kind: 'direct' } },
}
export default meta

const followed = async (canvas: HTMLElement) => {
  const panel = await panelOf(canvas)
  await until(() => coach().isFollowed())
  return panel
}

export const Sent: StoryObj = {
  async play({ canvasElement }) {
    const panel = await followed(canvasElement)
    await panel.findByText('Enviado')
  },
}

export const Delivered: StoryObj = {
  async play({ canvasElement }) {
    const panel = await followed(canvasElement)
    await panel.findByText('Enviado')
    coach().mark('delivered')
    await panel.findByText('Entregado')
    expect(panel.queryByText('Enviado')).toBe(null)
  },
}

/** An earlier message keeps its mark where it has come further than the newest. */
export const Read: StoryObj = {
  async play({ canvasElement }) {
    const panel = await followed(canvasElement)
    coach().mark('read')
    await panel.findByText('Leído')
    await userEvent.type(panel.getByRole('textbox'), 'Y otra cosa: ¿admite perros?{Enter}')
    await panel.findByText('Enviado')
    await panel.findByText('Leído')
  },
}

export const Answered: StoryObj = {
  async play({ canvasElement }) {
    const panel = await followed(canvasElement)
    coach().mark('read')
    await panel.findByText('Leído')
    coach().takeOver('Lucía')
    coach().reply('Sí, sigue libre.')
    await panel.findByText('Sí, sigue libre.')
    expect(panel.queryByText('Leído')).toBe(null)
  },
}

/** Whether a machine has read it says nothing: its answer does. */
export const WithTheCoach: StoryObj = {
  parameters: { scene: { said: [past, '¿Y la segunda?'] } },
  async play({ canvasElement }) {
    const panel = await followed(canvasElement)
    await panel.findByText('Enviado')
    coach().mark('read')
    expect(panel.queryByText('Leído')).toBe(null)
  },
}

export const InTheDark: StoryObj = { ...Read, render: () => widgetPage({ opened: true, theme: 'dark' }) }
export const InHighContrast: StoryObj = { ...Read, parameters: { scene: { said: ['¿Sigue libre?'], kind: 'direct', contrast: true } } }
export const OnAPhone: StoryObj = { ...Read, globals: { viewport: { value: 'phone' } } }
export const InEnglish: StoryObj = {
  ...Delivered,
  play: async ({ canvasElement }) => {
    const panel = await followed(canvasElement)
    coach().mark('delivered')
    await panel.findByText('Delivered')
  },
  render: () => widgetPage({ opened: true, lang: 'en' }),
}
