import type { ExtrasHost } from './extras.js'

/** Shows older messages. What is being read stays where it is while rows come above it. */
export async function showOlder({ root, rows, conversation, draw }: Pick<ExtrasHost, 'root' | 'rows' | 'conversation' | 'draw'>): Promise<void> {
  const log = root.querySelector<HTMLElement>('.log')
  const first = rows.element.querySelector('.row')
  const top = () => first?.getBoundingClientRect().top ?? 0
  const before = top()
  if (!rows.showMore(conversation.snapshot?.messages ?? [])) await conversation.loadOlder()
  await draw()
  if (!log) return
  log.scrollTop += top() - before
  // The button may be gone, and the keyboard with it.
  log.focus({ preventScroll: true })
}
