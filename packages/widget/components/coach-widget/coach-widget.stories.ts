import type { WidgetConfig } from '@coachkit/contract'
import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { html } from 'lit'
import { expect, userEvent, waitFor } from 'storybook/test'
import { sampleAnswer } from '../../__fixtures__/sample-answer.js'
import { coach, launcherOf, panelOf, past, question, until, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

const meta: Meta = { title: 'Widget' }
export default meta

export const Closed: StoryObj = {
  render: () => widgetPage({}),
  async play({ canvasElement }) {
    const launcher = await launcherOf(canvasElement)
    await expect(launcher).toHaveAttribute('aria-expanded', 'false')
    expect(launcher.ariaLabel).toBe('Abrir el chat · Ana López')
  },
}

export const OpenedByKeyboard: StoryObj = {
  render: () => widgetPage({}),
  async play({ canvasElement }) {
    const launcher = await launcherOf(canvasElement)
    await waitFor(() => {
      launcher.focus()
      expect((launcher.getRootNode() as ShadowRoot).activeElement).toBe(launcher)
    })
    await userEvent.keyboard('{Enter}')
    const panel = await panelOf(canvasElement)
    const field = panel.getByRole('textbox')
    await waitFor(() => expect(panel.root.activeElement).toBe(field))
    await userEvent.keyboard('{Escape}')
    await waitFor(() => expect(launcher.ariaExpanded).toBe('false'))
    expect((launcher.getRootNode() as ShadowRoot).activeElement).toBe(launcher)
    await userEvent.keyboard('{Enter}')
    await waitFor(() => expect(launcher.ariaExpanded).toBe('true'))
  },
}

export const Phone: StoryObj = {
  globals: { viewport: { value: 'phone' } },
  parameters: { scene: { said: [past] } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    await waitFor(() => expect((panel.root.host as HTMLElement).getBoundingClientRect().width).toBe(innerWidth))
  },
}

export const InTheFlow: StoryObj = {
  render: () => widgetPage({ mode: 'inline' }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    expect(panel.root.host.role).toBe('region')
    expect(panel.queryByRole('button', { name: 'Cerrar el chat' })).toBe(null)
  },
}

export const Dark: StoryObj = {
  parameters: { scene: { said: [past] } },
  render: () => widgetPage({ opened: true, theme: 'dark' }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
  },
}

export const HighContrast: StoryObj = {
  parameters: { scene: { said: [past], contrast: true } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    expect(panel.root.host.hasAttribute('contrast')).toBe(true)
  },
}

export const RightToLeft: StoryObj = {
  parameters: { scene: { rightToLeft: true, said: [past] } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    const [title, close] = ['.title', '.head .icon-button'].map((part) => panel.root.querySelector(part)?.getBoundingClientRect().left ?? 0)
    expect(title).toBeGreaterThan(close ?? 0)
  },
}

const inLanguage = (lang: string, newConversation: string): StoryObj => ({
  parameters: { scene: { said: [past] } },
  render: () => widgetPage({ opened: true, lang }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await waitFor(() => expect(panel.getByRole('button', { name: newConversation })).toBeEnabled())
  },
})
export const Spanish = inLanguage('es', 'Nueva conversación')
export const English = inLanguage('en', 'New conversation')
export const Portuguese = inLanguage('pt', 'Nova conversa')

const branded = (primaryColor: string): StoryObj => ({
  parameters: { scene: { config: { primaryColor, position: 'bottom-left', borderRadius: 4 }, said: [past] } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    expect(panel.root.host.getBoundingClientRect().left).toBeLessThan(40)
  },
})
export const PaleBrand = branded('#ffe14d')
export const DarkBrand = branded('#12002b')

export const OtherLauncher: StoryObj = {
  parameters: { scene: { config: { launcher: { icon: 'heart', size: 80, offsetX: 48, offsetY: 96 }, font: 'page', position: 'bottom-left' }, said: [past] } },
  render: () => html`<div style="font-family: Georgia, serif">${widgetPage({ opened: true })}</div>`,
  async play({ canvasElement }) {
    const launcher = await launcherOf(canvasElement)
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    const placeOf = (each: Element) => {
      const { left, bottom, width } = each.getBoundingClientRect()
      return [left, innerHeight - bottom, width]
    }
    await waitFor(() =>
      expect([placeOf(launcher), placeOf(panel.root.host)]).toEqual([
        [48, 96, 80],
        [48, 192, 404],
      ]),
    )
    expect(getComputedStyle(panel.getByRole('heading', { name: 'Ana López' })).fontFamily).toMatch(/^Georgia/)
  },
}

/** As the server says it of every place but the lower corners. */
const launcher = { icon: 'chat', size: 60, offsetX: 20, offsetY: 20 } as const
const standing = (position: WidgetConfig['position'], more: { theme?: 'dark'; scene?: object } = {}): StoryObj => ({
  parameters: { scene: { config: { position, launcher }, said: [past], ...more.scene } },
  render: () => widgetPage({ opened: true, ...(more.theme ? { theme: more.theme } : {}) }),
  async play({ canvasElement }) {
    const button = (await launcherOf(canvasElement)).getBoundingClientRect()
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    const { left, top, right, bottom } = panel.root.host.getBoundingClientRect()
    const [fromTop, fromLeft] = [button.top < innerHeight / 4, button.left < innerWidth / 2]
    expect([fromTop, fromLeft]).toEqual([position.startsWith('top'), position.endsWith('left')])
    expect(Math.min(left, top, innerWidth - right, innerHeight - bottom)).toBeGreaterThanOrEqual(0)
    // Neither hides the other.
    expect(left >= button.right || right <= button.left || top >= button.bottom || bottom <= button.top).toBe(true)
  },
})
export const TopRight = standing('top-right')
export const TopLeft = standing('top-left', { theme: 'dark' })
export const MiddleRight = standing('middle-right', { scene: { contrast: true } })
export const MiddleLeft = standing('middle-left')
export const TopRightToLeft = standing('top-right', { scene: { rightToLeft: true } })
export const TopOnAPhone: StoryObj = {
  parameters: { scene: { config: { position: 'top-left', launcher }, said: [past] } },
  globals: { viewport: { value: 'phone' } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await panel.findByText(/Dibuja tu/)
    const { left, top, width, height } = panel.root.host.getBoundingClientRect()
    expect([left, top, width, height]).toEqual([0, 0, innerWidth, innerHeight])
  },
}

export const Unread: StoryObj = {
  parameters: { scene: { next: [sampleAnswer] } },
  render: () => widgetPage({ opened: true }),
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(await panel.findByRole('button', { name: question }))
    await until(() => coach().isAnswering())
    await userEvent.click(panel.getByRole('button', { name: 'Cerrar el chat' }))
    coach().finish()
    await waitFor(() => expect(document.title).toBe('(1) Coaching con Ana'))
  },
}
