import type { Meta, StoryObj } from '@storybook/web-components-vite'
import { userEvent } from 'storybook/test'
import { panelOf, widgetPage } from '../../__fixtures__/story-scene.js'
import '../../define.js'

/** A worker that has loaded some of its model, and no more. */
class SlowWorker extends EventTarget {
  postMessage(): void {
    setTimeout(() => this.dispatchEvent(new MessageEvent('message', { data: { type: 'progress', loaded: 43, total: 100 } })))
  }
  terminate(): void {}
}

/** Questions are embedded in the page, where its host wants that. */
const meta: Meta = {
  title: 'Embedder',
  render: () => widgetPage({ opened: true, embeddings: '/models/' }),
  beforeEach() {
    const { Worker } = globalThis
    Object.assign(globalThis, { Worker: SlowWorker })
    return () => void Object.assign(globalThis, { Worker })
  },
}
export default meta

export const Preparing: StoryObj = {
  async play({ canvasElement }) {
    const panel = await panelOf(canvasElement)
    await userEvent.click(panel.getByRole('textbox'))
    await panel.findByText(/43\s%/)
  },
}

export const InTheDark: StoryObj = { ...Preparing, render: () => widgetPage({ opened: true, theme: 'dark', embeddings: '/models/' }) }
export const InHighContrast: StoryObj = { ...Preparing, parameters: { scene: { contrast: true } } }
export const OnAPhone: StoryObj = { ...Preparing, globals: { viewport: { value: 'phone' } } }
