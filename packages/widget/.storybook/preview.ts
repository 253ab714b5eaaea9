import type { Preview } from '@storybook/web-components-vite'
import { setCoach } from '../__fixtures__/story-scene.js'

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
  beforeEach: ({ parameters }) => setCoach(parameters.scene),
}
export default preview
