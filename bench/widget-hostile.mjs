import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { dataDirectory } from '../eval/parts.js'
import { round } from './realtime/figures.mjs'
import { openBrowser, painted } from './widget/browser.mjs'
import { openStand } from './widget/stand.mjs'

const corpus = join(process.env.COACHKIT_ATTACK ?? join(dataDirectory, '../attack'), 'markdown_output.jsonl')
/** What all of them lie together in is no answer. */
const short = 400
const goal = 50

/**
 * Answers that are made to be slow to show: for how long the widget's longest task held the page, with the processor as it is. The short ones
 * come as one answer, each long one as an answer of its own, in one piece.
 */
export async function measure() {
  if (!existsSync(corpus)) throw new Error(`${corpus} is not there: set COACHKIT_ATTACK.`)
  const rows = readFileSync(corpus, 'utf8')
    .split('\n')
    .filter(Boolean)
    .map((row) => JSON.parse(row))
  const long = rows.filter(({ payload }) => payload.length > short)
  const brief = rows.filter(({ payload }) => payload.length <= short).map(({ payload }) => payload)
  const answers = [{ id: 'short', payload: brief.join('\n\n') }, ...long]
  const [stand, browser] = [await openStand(), await openBrowser({ slowdown: 1 })]
  try {
    const found = []
    for (const { id, payload } of answers) {
      stand.pace({ text: [payload], delayMs: 0 })
      found.push({ id, longest: await browser.page({}, (page) => visit(page, `${stand.url}/widget`)) })
    }
    found.sort((one, other) => other.longest - one.longest)
    for (const { id, longest } of found.slice(0, 3)) process.stderr.write(`${id}: ${round(longest)} ms\n`)
    return [
      { name: 'widget-hostile.longest-task', value: round(found[0].longest), unit: 'ms', floor: goal },
      { name: 'widget-hostile.answers-over', value: found.filter(({ longest }) => longest > goal).length, unit: 'answers', floor: 0 },
      { name: 'widget-hostile.answers', value: found.length, unit: 'answers' },
    ]
  } finally {
    await browser.close()
    await stand.close()
  }
}

/** The longest task from the question on; one that the browser does not tell of took less than 50 ms. */
async function visit(page, url) {
  await page.goto(url, { waitUntil: 'load' })
  await page.evaluate(async () => {
    const widget = document.querySelector('coach-widget')
    while (!widget.hasAttribute('data-ready')) await new Promise((resolve) => setTimeout(resolve, 20))
    widget.open()
  })
  await page.locator('coach-widget').getByRole('button', { name: 'Más opciones' }).waitFor()
  await painted(page)
  const longest = await page.evaluate(async () => {
    let most = 0
    new PerformanceObserver((list) => {
      for (const { duration } of list.getEntries()) most = Math.max(most, duration)
    }).observe({ type: 'longtask' })
    const widget = document.querySelector('coach-widget')
    const ended = new Promise((resolve) => {
      widget.addEventListener('coach-message', ({ detail }) => detail.role === 'assistant' && resolve())
    })
    await widget.send('¿Cómo preparo mi primera sesión?')
    await ended
    await new Promise((resolve) => requestAnimationFrame(() => requestAnimationFrame(resolve)))
    // Long tasks are told a moment after they have ended.
    await new Promise((resolve) => setTimeout(resolve, 200))
    return most
  })
  return longest
}
