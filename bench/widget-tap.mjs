import { median, round } from './realtime/figures.mjs'
import { openBrowser } from './widget/browser.mjs'
import { openStand } from './widget/stand.mjs'

const rounds = Number(process.env.COACHKIT_ROUNDS ?? 7)

/** From a visitor's tap on the launcher to a field that takes what they type: a first visit by phone, on Slow 4G, with the processor four times slower. */
export async function measure() {
  const [stand, browser] = [await openStand(), await openBrowser()]
  try {
    const found = []
    for (let round = 0; round < rounds; round += 1) found.push(await browser.page({ phone: true, network: true }, (page) => visit(page, `${stand.url}/widget`)))
    const figureOf = (key) => {
      const values = found.map((each) => each[key])
      return { name: `widget-tap.${key}`, value: round(median(values)), unit: 'ms', min: round(Math.min(...values)), max: round(Math.max(...values)) }
    }
    return [figureOf('launcher'), figureOf('composer')]
  } finally {
    await browser.close()
    await stand.close()
  }
}

async function visit(page, url) {
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction(() => globalThis.seen.launcher > 0, undefined, { polling: 50 })
  await page.locator('coach-widget').getByRole('button').first().tap()
  await page.waitForFunction(() => globalThis.seen.composer > 0, undefined, { polling: 50 })
  return page.evaluate(() => globalThis.seen)
}

/** In the page: when the launcher was there, and how long after the finger the field has the keyboard. */
function watch() {
  const seen = { launcher: 0, composer: 0 }
  globalThis.seen = seen
  let touched = 0
  addEventListener(
    'pointerdown',
    (event) => {
      touched ||= event.timeStamp
    },
    { capture: true },
  )
  const look = (now) => {
    const root = document.querySelector('coach-widget')?.shadowRoot
    if (root && !seen.launcher && Number(getComputedStyle(root.querySelector('.launcher')).opacity) > 0) seen.launcher = now
    const inside = root?.querySelector('coach-panel')?.shadowRoot
    const field = inside?.querySelector('textarea')
    if (field && inside.activeElement === field) seen.composer = performance.now() - touched
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}
