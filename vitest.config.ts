import { fileURLToPath } from 'node:url'
import { defineConfig } from 'vitest/config'

const source = (path: string) => fileURLToPath(new URL(`./packages/${path}`, import.meta.url))

export default defineConfig({
  resolve: {
    alias: [
      { find: /^@coachkit\/contract$/, replacement: source('contract/index.ts') },
      { find: /^@coachkit\/contract\/openapi$/, replacement: source('contract/openapi/build-openapi.ts') },
      { find: /^@coachkit\/server-kit$/, replacement: source('server-kit/index.ts') },
      { find: /^@coachkit\/server-kit\/testing$/, replacement: source('server-kit/testing/index.ts') },
      { find: /^@coachkit\/server-kit\/testing\/model-servers$/, replacement: source('server-kit/testing/model-servers/index.ts') },
      { find: /^@coachkit\/server-kit\/(node|express|fastify|hono)$/, replacement: source('server-kit/hosts/$1.ts') },
      { find: /^@coachkit\/sdk$/, replacement: source('sdk-js/index.ts') },
      { find: /^@coachkit\/widget$/, replacement: source('widget/index.ts') },
    ],
  },
  test: {
    include: ['packages/**/*.test.{ts,tsx}', 'examples/**/*.test.ts', 'tests/**/*.test.ts'],
    exclude: ['**/node_modules/**', '**/dist/**'],
    setupFiles: ['tests/patience.ts'],
    globalSetup: ['packages/server-kit/testing/__fixtures__/migrated-snapshot.ts'],
    // Only what hangs takes so long: a busy machine is slow, and no test is about time.
    testTimeout: 90_000,
    hookTimeout: 120_000,
    expect: { poll: { timeout: 20_000 } },
    maxWorkers: 3,
  },
})
