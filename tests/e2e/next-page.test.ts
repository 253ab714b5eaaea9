import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { expect, test, vi } from 'vitest'
import { launchChromium } from './browser.js'
import { freePort } from './free-port.js'

const folder = fileURLToPath(new URL('../../examples/next', import.meta.url))
const pictures = process.env.COACHKIT_PICTURES

// Next is installed and built for this alone, so it runs where it is asked for.
test.runIf(process.env.COACHKIT_NEXT)(
  'in a Next page the element comes from the server, opens, answers with its source over HTTP and tells its page',
  async () => {
    expect(spawnSync('npm', ['install', '--workspaces=false', '--ignore-scripts'], { cwd: folder }).status).toBe(0)
    const [port, dataDir] = [String(await freePort()), await mkdtemp(join(tmpdir(), 'coachkit-next-'))]
    const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', OLLAMA_URL: 'http://127.0.0.1:9', PORT: port, COACHKIT_DATA_DIR: dataDir }
    const next = join(folder, 'node_modules/next/dist/bin/next')
    expect(spawnSync(process.execPath, [next, 'build'], { cwd: folder, env }).status).toBe(0)
    const child: ChildProcess = spawn(process.execPath, [next, 'start', '--hostname', '127.0.0.1'], { cwd: folder, env, stdio: 'ignore' })
    const browser = await launchChromium()
    try {
      const url = `http://127.0.0.1:${port}`
      await vi.waitFor(async () => expect((await fetch(`${url}/coach/v1/widgets/ana-lopez/config`)).status).toBe(200), { timeout: 60_000, interval: 200 })
      expect(await (await fetch(url)).text()).toContain('<coach-widget creator="ana-lopez"')
      const page = await browser.newPage({ viewport: { width: 1280, height: 860 } })
      await page.goto(url)
      const widget = page.locator('coach-widget')
      await widget.getByRole('button').first().click()
      await widget.getByRole('textbox').fill('¿Cómo preparo mi primera sesión?')
      await page.keyboard.press('Enter')
      await widget
        .getByRole('button', { name: /^Fuente 1: / })
        .first()
        .waitFor()
      await page.getByText('Preguntas en esta visita: 1').waitFor()
      for (const [width, height] of [
        [1280, 860],
        [390, 780],
      ] as const) {
        await page.setViewportSize({ width, height })
        if (pictures) await page.screenshot({ path: join(pictures, `next-${width}.png`) })
      }
    } finally {
      await browser.close()
      const gone = once(child, 'exit')
      child.kill('SIGKILL')
      await gone
      await rm(dataDir, { recursive: true, force: true })
    }
  },
  300_000,
)
