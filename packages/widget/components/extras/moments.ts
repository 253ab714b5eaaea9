import type { Language } from '@coachkit/contract'
import type { ThreadMessage } from '@coachkit/sdk'
import { html, type TemplateResult } from 'lit/html.js'
import type { ExtrasWords } from '../../locales/extras/words.js'

/** Names the day of a message when it is another than that of the one before; the first one only when it is not today. */
export function dayTemplate(input: {
  previous: ThreadMessage | undefined
  message: ThreadMessage
  words: ExtrasWords
  language: Language
}): TemplateResult | undefined {
  const { previous, message, words, language } = input
  const day = new Date(message.createdAt)
  const today = new Date()
  const before = previous ? new Date(previous.createdAt) : today
  if (sameDay(before, day)) return undefined
  return html`<div class="day">${sameDay(day, today) ? words.today : dateIn(day, today, language)}</div>`
}

/** `9 de marzo`; of another year with the year. */
export function dateIn(day: Date, today: Date, language: Language): string {
  const year = day.getFullYear() === today.getFullYear() ? undefined : 'numeric'
  return new Intl.DateTimeFormat(language, { day: 'numeric', month: 'long', ...(year ? { year } : {}) }).format(day)
}

/** How long until it may be tried again. */
export function countdown(retryAt: number, language: Language, words: ExtrasWords): string {
  const seconds = Math.max(1, Math.ceil((retryAt - Date.now()) / 1000))
  const format = new Intl.NumberFormat(language, { style: 'unit', unit: seconds > 90 ? 'minute' : 'second', unitDisplay: 'long' })
  return words.again.replace('{time}', format.format(seconds > 90 ? Math.ceil(seconds / 60) : seconds))
}

function sameDay(one: Date, other: Date): boolean {
  return one.toDateString() === other.toDateString()
}
