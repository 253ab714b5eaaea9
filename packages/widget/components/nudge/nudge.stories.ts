import type { Nudge } from '@coachkit/contract'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { expect, userEvent, waitFor, within } from 'storybook/test'
import { launcherOf, panelOf, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

const nudges: Nudge[] = [
  {
    id: 'hello',
    text: { es: '¿Te ayudo a elegir tu primera sesión?', en: 'May I help you choose your first session?', pt: 'Posso ajudar a escolher sua primeira sessão?' },
  },
]
const meta: Meta = { title: 'Beside the launcher', parameters: { scene: { config: { nudges } } } }
export default meta

async function nudgeOf(canvas: HTMLElement) {
  const launcher = await launcherOf(canvas)
  const root = launcher.getRootNode() as ShadowRoot
  await until(() => root.querySelector('.nudge'))
  return { root, launcher, ...within(root as unknown as HTMLElement) }
}

export const Shown: StoryObj = {
  render: () => widgetPage({}),
  async play({ canvasElement }) {
    const nudge = await nudgeOf(canvasElement)
    nudge.getByRole('button', { name: '¿Te ayudo a elegir tu primera sesión?' })
    await waitFor(() => expect(nudge.getByRole('status')).toHaveTextContent('¿Te ayudo a elegir'))
    expect(document.activeElement).toBe(document.body)
  },
}

export const SentAway: StoryObj = {
  render: () => widgetPage({}),
  async play({ canvasElement }) {
    const nudge = await nudgeOf(canvasElement)
    nudge.getByRole('button', { name: 'Cerrar el aviso' }).focus()
    await userEvent.keyboard('{Escape}')
    expect(nudge.root.querySelector('.nudge')).toBe(null)
    expect(nudge.root.activeElement).toBe(nudge.launcher)
    expect(nudge.launcher.ariaExpanded).toBe('false')
  },
}

export const Followed: StoryObj = {
  render: () => widgetPage({}),
  async play({ canvasElement }) {
    const nudge = await nudgeOf(canvasElement)
    await userEvent.click(nudge.getByRole('button', { name: /Te ayudo/ }))
    const panel = await panelOf(canvasElement)
    await waitFor(() => expect(panel.root.activeElement).toBe(panel.getByRole('textbox')))
    expect(nudge.root.querySelector('.nudge')).toBe(null)
  },
}

export const Dark: StoryObj = { ...Shown, render: () => widgetPage({ theme: 'dark' }) }
export const Phone: StoryObj = { ...Shown, globals: { viewport: { value: 'phone' } } }
export const OnTheLeft: StoryObj = {
  ...Shown,
  parameters: { scene: { config: { nudges, position: 'bottom-left', launcher: { icon: 'spark', size: 72, offsetX: 40, offsetY: 60 } } } },
}
export const UnderIt: StoryObj = { ...Shown, parameters: { scene: { config: { nudges, position: 'top-right' } } } }
export const AtItsSide: StoryObj = { ...Shown, parameters: { scene: { config: { nudges, position: 'middle-left' } } } }
export const AtItsSideOnAPhone: StoryObj = { ...AtItsSide, globals: { viewport: { value: 'phone' } } }
export const RightToLeft: StoryObj = { ...Shown, parameters: { scene: { config: { nudges }, rightToLeft: true } } }
