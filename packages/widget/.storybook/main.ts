import { fileURLToPath } from 'node:url'
import type { StorybookConfig } from '@storybook/web-components-vite'

const source = (path: string) => fileURLToPath(new URL(`../${path}`, import.meta.url))

const config: StorybookConfig = {
  framework: { name: '@storybook/web-components-vite', options: { builder: { viteConfigPath: fileURLToPath(new URL('vite.config.ts', import.meta.url)) } } },
  stories: ['../components/**/*.stories.ts'],
  addons: ['@storybook/addon-a11y', '@storybook/addon-vitest'],
  core: { disableTelemetry: true, disableWhatsNewNotifications: true },
  // The bundle's own settings are for the bundle.
  viteFinal: (vite) => ({
    ...vite,
    resolve: {
      ...vite.resolve,
      alias: {
        '@coachkit/sdk/embeddings': source('../sdk-js/embeddings'),
        '@coachkit/sdk': source('../sdk-js/index.ts'),
        '@coachkit/contract': source('../contract/index.ts'),
      },
    },
  }),
}
export default config
