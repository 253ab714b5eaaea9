import { events } from '@coachkit/contract'
import * as z from 'zod/mini'
import type { BusFrame } from '../../../ports/index.js'

/** The topic of a doorbell for every topic there is. */
export const allTopics = '*'

export type WireFrame = { topic: string } & BusFrame

const topic = z.string().check(z.maxLength(255))
const shortText = z.string().check(z.maxLength(64))
const someEvent = z.looseObject({ type: z.string() })
const envelope = z.object({
  /** The process that sends. */
  from: z.string(),
  /** Asks for nothing but to be heard. */
  probe: z.optional(z.int()),
  frames: z.array(
    z.union([
      z.object({ topic, kind: z.literal('doorbell'), offset: z.optional(z.int()) }),
      z.object({ topic, kind: z.literal('recap') }),
      z.object({
        topic,
        kind: z.literal('presence'),
        node: z.string(),
        participants: z.array(z.string().check(z.maxLength(64))).check(z.maxLength(100)),
        asks: z.optional(z.boolean()),
      }),
      z.object({ topic, kind: z.literal('stop'), messageId: z.string().check(z.maxLength(64)) }),
      z.object({
        topic,
        kind: z.literal('commands'),
        post: shortText,
        from: shortText,
        session: shortText,
        part: z.int().check(z.gte(0)),
        parts: z.int().check(z.gte(1), z.lte(1000)),
        data: z.string().check(z.maxLength(1000)),
      }),
      z.object({ topic, kind: z.literal('commands-taken'), post: shortText, taken: z.boolean() }),
      z.object({ topic, kind: z.literal('ephemeral'), event: someEvent }),
      z.object({ topic, kind: z.literal('durable'), offset: z.int(), event: someEvent }),
    ]),
  ),
})

/** What another process sent, as far as it is understood: an event of a later version is left out. */
export function readText(text: string): { from: string; probe?: number | undefined; frames: WireFrame[] } | undefined {
  const { data } = envelope.safeParse(parseJson(text))
  return data && { ...data, frames: data.frames.flatMap((frame) => ('event' in frame && !isEvent(frame.event) ? [] : [frame as WireFrame])) }
}

function isEvent(event: { type: string }): boolean {
  const schema = Object.hasOwn(events, event.type) ? events[event.type as keyof typeof events] : undefined
  return schema?.safeParse(event).success ?? false
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

/** Frames as texts of at most `mostBytes`. For an event that is too large by itself a doorbell stands; anything else is left out. */
export function writeTexts({ from, frames, mostBytes }: { from: string; frames: WireFrame[]; mostBytes: number }): string[] {
  const head = `{"from":${JSON.stringify(from)},"frames":[`
  const room = mostBytes - head.length - 2
  const texts: string[] = []
  let [body, bytes] = ['', 0]
  const finish = () => {
    if (body !== '') texts.push(`${head}${body}]}`)
    body = ''
    bytes = 0
  }
  for (const frame of frames) {
    const whole = JSON.stringify(frame)
    const small = Buffer.byteLength(whole) <= room ? whole : 'event' in frame ? JSON.stringify(doorbell(frame)) : ''
    if (small === '') continue
    const size = Buffer.byteLength(small) + 1
    if (bytes + size > room) finish()
    body += body === '' ? small : `,${small}`
    bytes += size
  }
  finish()
  return texts
}

export function doorbell({ topic: name, offset }: { topic: string; offset?: number | undefined }): WireFrame {
  return { topic: name, kind: 'doorbell', offset }
}
