import type { Language, Nudge, WidgetConfig } from '@coachkit/contract'
import { wordsIn } from '../../locales/words-in.js'
import type { LauncherPlace } from '../dress/launcher-place.js'
import { showNudge } from './show-nudge.js'
import { noteShown, wasHereBefore, wasShown } from './visits.js'

interface Watched {
  widget: HTMLElement & { toggle(): void; emit(type: string, detail?: unknown): void }
  config: WidgetConfig
  place: LauncherPlace
  /** They are not saved yet: the first is shown at once, to whoever tries them out. */
  tried: boolean
}

const watching = new WeakMap<HTMLElement, AbortController>()

/** Waits until what is said of one of a creator's nudges holds, and shows it: one a page, each once for a visitor, none once the chat was open. */
export function watchNudges({ widget, config, place, tried }: Watched): void {
  watching.get(widget)?.abort()
  const end = new AbortController()
  watching.set(widget, end)
  const { signal } = end
  const { nudges = [], creator } = config
  const nameOf = ({ id }: Nudge) => `${creator}:${id}`
  const waiting = tried ? nudges.slice(0, 1) : nudges.filter((nudge) => !wasShown(nameOf(nudge)))
  const floating = !/inline|page/.test(widget.getAttribute('mode') ?? '')
  if (waiting.length === 0 || !floating || widget.hasAttribute('opened')) return
  widget.addEventListener('coach-open', () => end.abort(), { signal })

  const returns = waiting.some(({ returning }) => returning !== undefined) && wasHereBefore()
  const show = (nudge: Nudge) => {
    end.abort()
    const life = new AbortController()
    watching.set(widget, life)
    const language = languageOf(widget, config)
    const remove = showNudge({ widget, place, language, text: wordsIn(nudge.text, [language, config.language]), onAway: () => life.abort() })
    life.signal.addEventListener('abort', remove)
    widget.addEventListener('coach-open', () => life.abort(), { signal: life.signal })
    if (tried) return
    noteShown(nameOf(nudge))
    widget.emit('coach-nudge', { id: nudge.id })
  }
  const look = () => {
    if (signal.aborted) return
    // The page it was for is gone.
    if (!widget.isConnected) return end.abort()
    const due = waiting.find((nudge) => tried || holds(nudge, returns))
    if (due) show(due)
  }
  const timers = waiting.map(({ afterSeconds = 0 }) => setTimeout(look, tried ? 0 : Math.max(0, afterSeconds * 1000 + 20 - performance.now())))
  signal.addEventListener('abort', () => timers.forEach(clearTimeout))
  if (waiting.some(({ afterScroll }) => afterScroll)) addEventListener('scroll', look, { passive: true, signal })
  // Pages that change without a load.
  const { navigation } = globalThis as { navigation?: EventTarget }
  navigation?.addEventListener('navigatesuccess', look, { signal })
  addEventListener('popstate', look, { signal })
}

function holds({ afterSeconds = 0, afterScroll = 0, url, returning }: Nudge, returns: boolean): boolean {
  return (
    performance.now() >= afterSeconds * 1000 &&
    scrolled() >= afterScroll &&
    (url === undefined || isHere(url)) &&
    (returning === undefined || returning === returns)
  )
}

/** Hundredths of the page above the window's lower edge, for a reader who moved it. */
function scrolled(): number {
  const { scrollHeight } = document.documentElement
  return scrollY === 0 ? 0 : ((scrollY + innerHeight) / scrollHeight) * 100
}

/** `*` stands for anything; what begins with a slash is a path. */
function isHere(pattern: string): boolean {
  const { origin, pathname, search } = location
  const address = (pattern.startsWith('/') ? '' : origin) + pathname + search
  const [first = '', ...rest] = pattern.split('*')
  const last = rest.pop()
  if (last === undefined) return address === first
  if (!address.startsWith(first) || !address.endsWith(last)) return false
  const end = address.length - last.length
  let at = first.length
  for (const part of rest) {
    const found = address.indexOf(part, at)
    if (found < 0) return false
    at = found + part.length
  }
  return at <= end
}

/** As the widget chooses it. */
function languageOf(widget: HTMLElement, { language }: WidgetConfig): Language {
  const said = [widget.getAttribute('lang'), widget.parentElement?.closest('[lang]')?.getAttribute('lang')].map((tag) => tag?.toLowerCase().split('-')[0])
  return (said.find((tag) => tag === 'es' || tag === 'en' || tag === 'pt') as Language | undefined) ?? language
}
