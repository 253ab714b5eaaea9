import type { DurableConversationEvent, Message } from '@coachkit/contract'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { emptyThread, reduceThread, type Thread, type ThreadAction } from './reducer.js'

/** What happens in a conversation, one after another; what cannot be done then is passed over. `pick` chooses among the messages there are. */
type Step =
  | { does: 'ask'; text: string }
  | { does: 'write'; text: string }
  | { does: 'complete' | 'fail' | 'stop' | 'retry' | 'regenerate' }
  | { does: 'edit'; text: string }
  | { does: 'archive' | 'restore' | 'rate'; pick: number }

const words = fc.constantFrom('Hola', ' Ana', ' sesión', ' de', ' una hora', ' 👍', '.')
const pick = fc.nat(20)
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ does: fc.constant('ask' as const), text: words }) },
  { weight: 6, arbitrary: fc.record({ does: fc.constant('write' as const), text: words }) },
  {
    weight: 6,
    arbitrary: fc.record({ does: fc.constantFrom('complete' as const, 'fail' as const, 'stop' as const, 'retry' as const, 'regenerate' as const) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('edit' as const), text: words }) },
  { weight: 3, arbitrary: fc.record({ does: fc.constantFrom('archive' as const, 'restore' as const, 'rate' as const), pick }) },
)

/** The server as the protocol describes it: a log of durable events without gaps, and what is said beside it. */
function serve(steps: readonly Step[]) {
  const messages: Message[] = []
  const log: { offset: number; event: DurableConversationEvent }[] = []
  const frames: ThreadAction[] = []
  let ids = 0
  const write = (type: 'message.created' | 'message.completed' | 'message.failed' | 'message.archived' | 'message.restored', change: Message) => {
    const offset = log.length + 1
    const message = type === 'message.created' && !change.offset ? { ...change, offset } : change
    const at = messages.findIndex(({ id }) => id === message.id)
    messages[at < 0 ? messages.length : at] = message
    for (const id of message.supersedes ?? []) {
      const old = messages.find((each) => each.id === id)
      if (old) old.supersededBy = message.id
    }
    const { supersededBy: _, feedback: __, ...told } = message
    const event = { type, message: told } as DurableConversationEvent
    log.push({ offset, event })
    frames.push({ type: 'event', offset, event })
  }
  const add = (change: Partial<Message>) => {
    ids += 1
    const message = { id: `m${ids}`, conversationId: 'c', offset: 0, text: '', citations: [], createdAt: '2026-01-01T00:00:00Z', ...change }
    write('message.created', message as Message)
  }
  const shown = () => messages.filter(({ supersededBy, archivedAt }) => !supersededBy && !archivedAt)
  const last = () => messages.findLast(({ supersededBy }) => !supersededBy)
  const pending = () => messages.find(({ status }) => status === 'pending')
  const asked = (text: string, more: Partial<Message> = {}) => {
    add({ role: 'user', status: 'sent', text, clientMessageId: `own-${ids}`, ...more })
    add({ role: 'assistant', status: 'pending', replyTo: `m${ids}` })
    begin()
  }
  const begin = () => {
    const answer = pending()
    if (answer) frames.push({ type: 'event', event: { type: 'message.started', messageId: answer.id } })
  }
  const end = (type: 'message.completed' | 'message.failed', change: (answer: Message) => Partial<Message>) => {
    const answer = pending()
    if (answer) write(type, { ...answer, ...change(answer) })
  }
  /** The answer at the end, unless one is being written. */
  const ended = () => {
    const answer = last()
    return pending() || answer?.role !== 'assistant' || answer.archivedAt ? undefined : answer
  }
  const deeds: { [Does in Step['does']]: (one: Extract<Step, { does: Does }>) => void } = {
    ask: ({ text }) => pending() ?? asked(text),
    write({ text }) {
      const answer = pending()
      if (!answer) return
      frames.push({ type: 'event', event: { type: 'message.delta', messageId: answer.id, index: answer.text.length, text } })
      answer.text += text
    },
    complete: () => end('message.completed', ({ text }) => ({ status: 'completed', text: `${text}!` })),
    stop: () => end('message.completed', () => ({ status: 'stopped' })),
    fail: () => end('message.failed', ({ text }) => ({ status: text ? 'interrupted' : 'failed', errorCode: 'AI_001' })),
    retry() {
      const old = ended()
      if (!old || old.status === 'completed') return
      const { errorCode: _, ...again } = old
      write('message.created', { ...again, status: 'pending', text: '' })
      begin()
    },
    regenerate() {
      const old = ended()
      if (!old) return
      add({ role: 'assistant', status: 'pending', supersedes: [old.id], ...(old.replyTo ? { replyTo: old.replyTo } : {}) })
      begin()
    },
    edit({ text }) {
      const old = ended()
      if (old?.replyTo) asked(text, { supersedes: [old.replyTo, old.id] })
    },
    archive: (one) => mark(one),
    restore: (one) => mark(one),
    rate: (one) => mark(one),
  }
  const doOne = (one: Step): void => (deeds[one.does] as (step: Step) => void)(one)
  const mark = ({ does, pick: at }: Extract<Step, { pick: number }>) => {
    const candidates = messages.filter(
      ({ supersededBy, archivedAt, status }) => !supersededBy && status !== 'pending' && (does === 'restore') === Boolean(archivedAt),
    )
    const chosen = candidates[at % Math.max(1, candidates.length)]
    if (!chosen) return
    const { archivedAt: _, ...back } = chosen
    if (does === 'archive') write('message.archived', { ...chosen, archivedAt: '2026-01-02T00:00:00Z' })
    else if (does === 'restore') write('message.restored', back)
    // What a visitor thinks is in no event: who says it shows it, and the history has it.
    else if (chosen.role === 'assistant') chosen.feedback = { rating: 'up' }
  }
  for (const one of steps) doOne(one)
  /** As a reply to a subscribe has it. */
  const streams: ThreadAction[] = messages.flatMap(({ id, status, text }) => (status === 'pending' ? [{ type: 'draft', messageId: id, text } as const] : []))
  return { frames, log, streams, shown }
}

interface Delivery {
  fate: { copies: number; at: number }[]
  upTo: number
}
const delivery = fc.record({
  /** Each frame: how often it comes, and how far from its place. */
  fate: fc.array(fc.record({ copies: fc.constantFrom(0, 1, 1, 1, 2, 3), at: fc.integer({ min: -6, max: 6 }) }), { minLength: 60, maxLength: 60 }),
  upTo: fc.nat(100),
})

function deliver(frames: readonly ThreadAction[], { fate }: Delivery): Thread {
  return frames
    .flatMap((frame, place) => {
      const { copies, at } = fate[place % fate.length] ?? { copies: 1, at: 0 }
      return Array.from({ length: copies }, (_, copy) => ({ frame, key: place + at * (copy + 1) }))
    })
    .sort((first, second) => first.key - second.key)
    .reduce((thread, { frame }) => reduceThread(thread, frame), emptyThread)
}

const steps = fc.array(step, { maxLength: 40 })
const runs = { numRuns: 500 }
const withoutFeedback = (messages: readonly object[]) => messages.map((message) => ({ ...message, feedback: undefined }))

it('whatever is lost, repeated or late, recovery from before the loss ends in the state of the server', () => {
  fc.assert(
    fc.property(steps, delivery, (history, how) => {
      const { frames, log, streams, shown } = serve(history)
      // A reader's position is never beyond what it has heard without a gap.
      const lost = frames.findIndex((frame, place) => frame.type === 'event' && frame.offset !== undefined && how.fate[place % how.fate.length]?.copies === 0)
      const heard = lost < 0 ? log.length : frames.slice(0, lost).filter((frame) => frame.type === 'event' && frame.offset !== undefined).length
      const missed = log.slice(Math.min(heard, how.upTo)).map(({ offset, event }): ThreadAction => ({ type: 'event', offset, event }))
      const thread = [...missed, { type: 'whole' } as const, ...streams].reduce<Thread>(reduceThread, deliver(frames, how))
      expect(withoutFeedback(thread.messages)).toEqual(withoutFeedback(shown()))
      expect(thread.gap).toBe(false)
    }),
    runs,
  )
})

it('whatever is lost, repeated or late, the newest page ends in the state of the server, opinions included', () => {
  fc.assert(
    fc.property(steps, delivery, (history, how) => {
      const { frames, log, streams, shown } = serve(history)
      const page: ThreadAction = { type: 'history', items: shown(), offset: log.length, from: 0 }
      const thread = [page, ...streams].reduce<Thread>(reduceThread, deliver(frames, how))
      expect(thread.messages).toEqual(shown())
    }),
    runs,
  )
})

it('once all has come, what comes again or late changes nothing', () => {
  fc.assert(
    fc.property(steps, delivery, (history, how) => {
      const { frames, log, shown } = serve([...history, { does: 'complete' }])
      const whole = log.map(({ offset, event }): ThreadAction => ({ type: 'event', offset, event })).reduce<Thread>(reduceThread, emptyThread)
      expect(withoutFeedback(whole.messages)).toEqual(withoutFeedback(shown()))
      const again = frames
        .filter((_, place) => how.fate[place % how.fate.length]?.copies !== 0)
        .toReversed()
        .reduce<Thread>(reduceThread, whole)
      expect(again.messages).toEqual(whole.messages)
    }),
    runs,
  )
})
