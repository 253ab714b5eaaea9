import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { storybookTest } from '@storybook/addon-vitest/vitest-plugin'
import { playwright } from '@vitest/browser-playwright'
import type { Plugin } from 'vite'
import { defineConfig } from 'vitest/config'

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url))
/** How the stories looked when they were first run on this machine: other fonts make other pictures, so none are shared. `-u` takes them anew. */
const pictures = here('../../.screenshots/stories')

// Every story is a test: it is drawn, played, and examined for accessibility.
export default defineConfig({
  root: here('.'),
  plugins: [storybookTest({ configDir: here('.storybook') }), withoutDevelopmentBuilds()],
  // Found before the tests, or the page loads anew while they run.
  optimizeDeps: { include: ['lit', 'lit/html.js', 'storybook/test', 'axe-core'] },
  test: {
    name: 'stories',
    update: !existsSync(pictures),
    setupFiles: [here('.storybook/vitest.setup.ts')],
    testTimeout: 60_000,
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({
        launchOptions: {
          executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
          args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update'],
        },
        // Larger than any story, or they are shown scaled down.
        contextOptions: { viewport: { width: 1600, height: 1200 }, locale: 'es-ES', reducedMotion: 'reduce', deviceScaleFactor: 1 },
      }),
      instances: [{ browser: 'chromium' }],
      expect: {
        toMatchScreenshot: {
          comparatorName: 'pixelmatch',
          comparatorOptions: { allowedMismatchedPixelRatio: 0.01 },
          resolveScreenshotPath: ({ arg, testFileName, ext }) => `${pictures}/${testFileName.replace('.stories.ts', '')}/${arg}${ext}`,
        },
      },
    },
  },
})

/** A library's development build has more to say than the output of a test shall hold. */
function withoutDevelopmentBuilds(): Plugin {
  return {
    name: 'without-development-builds',
    enforce: 'post',
    config(config) {
      // In place: what is returned would be added to what is there.
      if (config.resolve?.conditions)
        config.resolve.conditions = config.resolve.conditions.map((each) => (each === 'development|production' ? 'production' : each))
    },
  }
}
