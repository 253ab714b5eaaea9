import { chromium } from 'playwright-core'

/** DevTools' preset of that name. */
const slow4g = { offline: false, latency: 562.5, downloadThroughput: 180_000, uploadThroughput: 84_375 }

/** A browser in which each page is a first visit on a machine so many times slower than this one. */
export async function openBrowser({ slowdown = 4 } = {}) {
  const browser = await chromium.launch({
    executablePath: process.env.COACHKIT_CHROMIUM ?? '/usr/bin/chromium',
    args: ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage', '--disable-background-networking', '--disable-component-update', '--disable-extensions'],
  })
  return {
    close: () => browser.close(),
    /** Runs `visit` in a page of its own. `kept` is what the browser has stored of earlier visits. */
    async page({ phone = false, network = false, kept = {} }, visit) {
      const context = await browser.newContext(
        phone ? { viewport: { width: 390, height: 780 }, hasTouch: true, isMobile: true } : { viewport: { width: 1280, height: 860 } },
      )
      try {
        const page = await context.newPage()
        const devtools = await context.newCDPSession(page)
        await devtools.send('Emulation.setCPUThrottlingRate', { rate: slowdown })
        if (network) {
          await devtools.send('Network.enable')
          await devtools.send('Network.emulateNetworkConditions', slow4g)
        }
        await page.addInitScript((entries) => {
          for (const [key, value] of entries) localStorage.setItem(key, value)
        }, Object.entries(kept))
        return await visit(page, devtools)
      } finally {
        await context.close()
      }
    },
  }
}

/** Milliseconds of the processor that the page's main thread has taken since the last call, the throttle's included. */
export async function mainThread(devtools) {
  await devtools.send('Performance.enable', { timeDomain: 'threadTicks' })
  let before = await taken(devtools)
  return async () => {
    const now = await taken(devtools)
    const passed = now - before
    before = now
    return passed
  }
}

async function taken(devtools) {
  const { metrics } = await devtools.send('Performance.getMetrics')
  return 1000 * metrics.find(({ name }) => name === 'TaskDuration').value
}

/** Bytes of JavaScript objects that are in use. */
export async function heap(devtools) {
  await devtools.send('HeapProfiler.enable')
  await devtools.send('HeapProfiler.collectGarbage')
  await devtools.send('HeapProfiler.collectGarbage')
  return (await devtools.send('Runtime.getHeapUsage')).usedSize
}

/** Two frames later, when what was drawn is on the screen. */
export function painted(page) {
  return page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve))))
}
