import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { startTestRunner } from '@web/test-runner'
import { chromeLauncher, puppeteerCore } from '@web/test-runner-chrome'
import { webdriverLauncher } from '@web/test-runner-webdriver'
import { build } from 'vite'
import { hostileMarkdown } from '../packages/widget/__fixtures__/hostile-markdown.ts'
import { freePort, prepareBrowsers } from './services.mjs'

// `npm run test:engines`: the widget's component tests in Chromium, Firefox and WebKit.
const root = fileURLToPath(new URL('..', import.meta.url))
const source = (path) => `${root}packages/${path}`
const browsers = prepareBrowsers()
// Below the project, from where the runner serves.
const folder = mkdtempSync(`${root}.engines-`)
const started = []
let failed = true
try {
  await bundle()
  failed = !(await passes(await startWebKitDriver()))
} finally {
  for (const each of started) each.kill()
  rmSync(folder, { recursive: true, force: true })
}
process.exit(failed ? 1 : 0)

async function bundle() {
  await build({
    configFile: false,
    logLevel: 'error',
    resolve: {
      alias: {
        '@coachkit/sdk/embeddings': source('sdk-js/embeddings'),
        '@coachkit/sdk': source('sdk-js/index.ts'),
        '@coachkit/contract': source('contract/index.ts'),
      },
    },
    define: { HOSTILE_MARKDOWN: JSON.stringify(await hostileMarkdown()), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: folder,
      target: 'es2022',
      minify: false,
      modulePreload: false,
      // One file: the runner asks for it under a name of its own, and a chunk that asked for it again would run it twice.
      rolldownOptions: { input: source('widget/widget.engine.ts'), output: { entryFileNames: 'widget.engine.js', codeSplitting: false } },
    },
  })
}

/** WebKitGTK has no way to be without a screen, so it gets one that nobody sees. */
async function startWebKitDriver() {
  const screen = start(browsers.xvfb, ['-displayfd', '3', '-screen', '0', '1280x1024x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const [shown] = await once(screen.stdio[3], 'data', { signal: AbortSignal.timeout(20_000) })
  const display = `:${String(shown).trim()}`
  const port = await freePort()
  start(browsers.webkitDriver, [`--port=${port}`], { stdio: 'ignore', env: { ...process.env, DISPLAY: display, WEBKIT_DISABLE_COMPOSITING_MODE: '1' } })
  return port
}

function start(command, args, options) {
  const child = spawn(command, args, options)
  started.push(child)
  return child
}

async function passes(port) {
  const runner = await startTestRunner({
    readCliArgs: false,
    readFileConfig: false,
    autoExitProcess: false,
    config: {
      rootDir: root,
      files: [`${folder}/widget.engine.js`],
      concurrentBrowsers: 3,
      concurrency: 1,
      browserStartTimeout: 90_000,
      testsStartTimeout: 90_000,
      testsFinishTimeout: 180_000,
      testFramework: { config: { timeout: 60_000 } },
      browsers: [
        chromeLauncher({ launchOptions: { executablePath: browsers.chromium, args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'] } }),
        chromeLauncher({
          puppeteer: puppeteerCore,
          launchOptions: { browser: 'firefox', executablePath: browsers.firefox },
          // The long-term version has no command for what the runner asks of the screen.
          createPage: async ({ context }) => Object.assign(await context.newPage(), { setViewport: async () => undefined }),
        }),
        webdriverLauncher({
          hostname: '127.0.0.1',
          port,
          path: '/',
          capabilities: {
            browserName: 'MiniBrowser',
            'wdio:enforceWebDriverClassic': true,
            'webkitgtk:browserOptions': { binary: browsers.webkit, args: ['--automation'] },
          },
        }),
      ],
    },
  })
  return new Promise((resolve) => {
    runner.on('finished', () => void runner.stop())
    runner.on('stopped', resolve)
  })
}
