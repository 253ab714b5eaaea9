import { figure, median, round } from './realtime/figures.mjs'
import { heap, openBrowser, painted } from './widget/browser.mjs'
import { preparePeers } from './widget/peers.mjs'
import { openStand } from './widget/stand.mjs'

const rounds = Number(process.env.COACHKIT_ROUNDS ?? 7)

/** What a page pays for a chat that nobody has opened yet, and for one that is opened: beside the same page without, with the processor four times slower. */
export async function measure() {
  const peers = await preparePeers(['deep-chat-start', 'flowise'])
  const [stand, browser] = [await openStand(), await openBrowser()]
  try {
    const found = new Map()
    const names = ['blank', 'widget', ...peers]
    // The first round warms files and caches.
    for (let round = -1; round < rounds; round += 1) {
      for (const name of names) {
        const figures = await browser.page({}, (page, devtools) => visit({ page, devtools, url: `${stand.url}/${name}`, name }))
        if (round >= 0) found.set(name, [...(found.get(name) ?? []), figures])
      }
    }
    const blank = found.get('blank')
    return names.flatMap((name) => figuresOf(name, found.get(name), blank))
  } finally {
    await browser.close()
    await stand.close()
  }
}

async function visit({ page, devtools, url, name }) {
  await page.addInitScript(watch)
  await page.goto(url, { waitUntil: 'load' })
  await page.waitForFunction((blank) => globalThis.seen.paint > 0 && (blank || globalThis.seen.visible > 0), name === 'blank', { polling: 100 })
  await idle(page)
  const closed = { ...(await page.evaluate(() => globalThis.seen)), heap: await heap(devtools) }
  if (name !== 'widget') return closed
  await page.evaluate(open)
  await idle(page)
  const { blocked } = await page.evaluate(() => globalThis.seen)
  return { ...closed, opened: { blocked, heap: await heap(devtools) } }
}

/**
 * In the page: opens the chat and waits until everything of it is there. Looked at from here because a locator brings its own code into the
 * page, which takes as much memory and time as what is measured.
 */
async function open() {
  const widget = document.querySelector('coach-widget')
  widget.open()
  while (!widget.shadowRoot.querySelector('coach-panel')?.shadowRoot.querySelector('.menu')) await new Promise((resolve) => setTimeout(resolve, 20))
}

/** Long tasks are told a moment after they have ended. */
async function idle(page) {
  await painted(page)
  await page.evaluate(() => new Promise((resolve) => requestIdleCallback(resolve)))
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 200)))
}

/** In the page, before anything else: its first paint, the frame in which the chat is there, and for how long the main thread let nothing through. */
function watch() {
  const seen = { paint: 0, visible: 0, blocked: 0, longTasks: 0 }
  globalThis.seen = seen
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries()) if (entry.name === 'first-paint') seen.paint = entry.startTime
  }).observe({ type: 'paint', buffered: true })
  new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) {
      seen.longTasks += 1
      seen.blocked += duration - 50
    }
  }).observe({ type: 'longtask', buffered: true })
  const isThere = () => {
    const widget = document.querySelector('coach-widget')
    if (widget) return widget.shadowRoot && Number(getComputedStyle(widget.shadowRoot.querySelector('.launcher')).opacity) > 0
    const peer = document.querySelector('deep-chat, flowise-chatbot')
    const part = peer?.shadowRoot?.querySelector('#text-input-container, button')
    return part && part.getBoundingClientRect().height > 0
  }
  const look = () => {
    if (isThere()) seen.visible = performance.now()
    else requestAnimationFrame(look)
  }
  requestAnimationFrame(look)
}

function figuresOf(name, own, blank) {
  const values = (key) => own.map((each) => each[key])
  const over = (bytes) => round((median(bytes) - median(blank.map((each) => each.heap))) / 1e6)
  const plain = (key, value, unit) => ({ name: `widget-start.${name}.${key}`, value: round(value), unit })
  const blocked = [plain('blocked', median(values('blocked')), 'ms'), plain('long-tasks', median(values('longTasks')), 'tasks')]
  if (name === 'blank') return [plain('first-paint', median(values('paint')), 'ms'), ...blocked]
  return [
    figure(`widget-start.${name}.visible`, { values: values('visible'), floors: blank.map((each) => each.paint), unit: 'ms' }),
    ...blocked,
    plain('heap-over-blank', over(values('heap')), 'MB'),
    ...(name === 'widget'
      ? [
          plain('opened.blocked', median(own.map((each) => each.opened.blocked)), 'ms'),
          plain('opened.heap-over-blank', over(own.map((each) => each.opened.heap)), 'MB'),
        ]
      : []),
  ]
}
