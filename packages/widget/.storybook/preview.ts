import type { Preview } from '@storybook/web-components-vite'
import { setCoach, until } from '../__fixtures__/story-scene.js'

const preview: Preview = {
  parameters: {
    layout: 'fullscreen',
    // A violation fails the story.
    a11y: { test: 'error' },
    viewport: {
      options: {
        phone: { name: 'Phone', styles: { width: '390px', height: '780px' }, type: 'mobile' },
        desk: { name: 'Desk', styles: { width: '1280px', height: '860px' }, type: 'desktop' },
      },
    },
  },
  initialGlobals: { viewport: { value: 'desk' } },
  beforeEach({ parameters }) {
    // Who asks for high contrast gets 7:1 (WCAG 1.4.6, AAA).
    if (parameters.scene?.contrast) parameters.a11y = { ...parameters.a11y, config: { rules: [{ id: 'color-contrast-enhanced', enabled: true }] } }
    return setCoach(parameters.scene)
  },
  /** It comes with what the first use does without; the examination follows. */
  async afterEach({ parameters, canvasElement }) {
    if (parameters.scene?.contrast) await until(() => canvasElement.querySelector('coach-widget')?.shadowRoot?.querySelector('[contrast]'))
  },
}
export default preview
