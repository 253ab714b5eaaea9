import { figure } from './realtime/figures.mjs'
import { mainThread, openBrowser, painted } from './widget/browser.mjs'
import { preparePeers } from './widget/peers.mjs'
import { openStand } from './widget/stand.mjs'

const rounds = Number(process.env.COACHKIT_ROUNDS ?? 7)
const messages = Number(process.env.COACHKIT_MESSAGES ?? 2000)
const tokens = 300

/**
 * A conversation of 2,000 messages, then an answer of 300 tokens: what the main thread is taken for, with the processor four times slower,
 * beside a page that is fed the same and shows nothing, and beside other chats that are fed the same. The widget asks for the newest page;
 * as `widget-all` somebody has gone back to the first message before asking. `history` is from the page's load until the conversation is
 * there, `answer` from the question to the last word, `whole` both together: in it the widget has the advantage that it leaves most of the
 * history unread until somebody goes back, which `widget-all` has not.
 */
export async function measure() {
  const peers = await preparePeers(['deep-chat', 'stream-chat', 'chatscope'])
  const [stand, browser] = [await openStand(), await openBrowser()]
  try {
    stand.pace({ pieces: 20, delayMs: 0 })
    const kept = await stand.remember(messages)
    stand.pace({ pieces: tokens, delayMs: 20 })
    const found = new Map()
    for (let round = 0; round < rounds; round += 1) {
      for (const name of ['fed', 'widget', 'widget-all', ...peers]) {
        const figures = await browser.page({ kept }, (page, devtools) =>
          visit({ page, devtools, url: `${stand.url}/${name === 'widget-all' ? 'widget' : name}`, name }),
        )
        found.set(name, [...(found.get(name) ?? []), figures])
      }
    }
    return [...found.keys()].filter((name) => name !== 'fed').flatMap((name) => figuresOf(name, found.get(name), found.get('fed')))
  } finally {
    await browser.close()
    await stand.close()
  }
}

async function visit({ page, devtools, url, name }) {
  await page.goto(url, { waitUntil: 'load' })
  const passed = await mainThread(devtools)
  const ours = name.startsWith('widget')
  if (ours) await show(page, name === 'widget-all')
  else await page.locator('html[data-ready]').waitFor({ state: 'attached', timeout: 120_000 })
  await painted(page)
  const history = await passed()
  if (ours) await askWidget(page)
  else await page.evaluate(() => globalThis.ask())
  await painted(page)
  const answer = await passed()
  return { history, answer, whole: history + answer }
}

/** Opens the chat and, if asked to, goes back to its first message. */
async function show(page, all) {
  await page.evaluate(async (back) => {
    const until = async (find) => {
      for (;;) {
        const found = find()
        if (found) return found
        await new Promise((resolve) => setTimeout(resolve, 20))
      }
    }
    const widget = document.querySelector('coach-widget')
    await until(() => widget.hasAttribute('data-ready'))
    widget.open()
    const root = await until(() => widget.shadowRoot.querySelector('coach-panel')?.shadowRoot)
    await until(() => root.querySelector('.menu') && root.querySelector('.row.question'))
    for (let rows = 0; back; ) {
      const older = root.querySelector('.older')
      if (!older) break
      rows = root.querySelectorAll('.row').length
      older.click()
      await until(() => root.querySelectorAll('.row').length > rows || !root.querySelector('.older'))
    }
    const log = root.querySelector('.log')
    log.scrollTop = log.scrollHeight
  }, all)
}

async function askWidget(page) {
  await page.evaluate(async () => {
    const widget = document.querySelector('coach-widget')
    const ended = new Promise((resolve) => {
      widget.addEventListener('coach-message', ({ detail }) => detail.role === 'assistant' && resolve())
    })
    await widget.send('¿Cómo preparo mi primera sesión?')
    await ended
  })
}

function figuresOf(name, own, blank) {
  return ['history', 'answer', 'whole'].map((phase) =>
    figure(`widget-long.${name}.${phase}`, { values: own.map((each) => each[phase]), floors: blank.map((each) => each[phase]), unit: 'ms' }),
  )
}
