import type { GeneratePart, GenerateRequest } from '../../ports/index.js'

/** Characters of a call; what is longer is none. */
const longestCall = 20_000
/** A line that may become a call: an object, in a code fence or not. */
const begins = /^[^\S\n]*(?:```|\{)/mu
const mayBegin = /^[^\S\n]*`{1,2}$/u
const namesTool = /"tool"\s*:/u

/** Reads the text of a model that was told how to call: words pass, an object that calls becomes a call. */
export function readCalls(request: GenerateRequest) {
  const earlier = request.messages.filter(({ role }) => role === 'tool').length
  let text = ''
  let sent = 0
  /** Where what is held begins. */
  let from = 0
  let state: 'words' | 'holding' | 'words only' = 'words'

  const lineAt = (at: number) => text.lastIndexOf('\n', at - 1) + 1
  function* say(until: number): Generator<GeneratePart> {
    if (until > sent) yield { type: 'text', text: text.slice(sent, until) }
    sent = Math.max(sent, until)
  }

  function* take(part: GeneratePart): Generator<GeneratePart> {
    if (part.type !== 'text') yield part
    else yield* read(part.text)
  }

  function* read(piece: string): Generator<GeneratePart> {
    text += piece
    if (state === 'words') lookForCall()
    if (state === 'holding' && text.length - from > longestCall) state = 'words only'
    yield* say(sayable())
    if (state === 'holding') yield { type: 'tool-input' }
  }

  function lookForCall(): void {
    const line = lineAt(sent)
    const at = text.slice(line).search(begins)
    if (at < 0) return
    state = 'holding'
    from = line + at
  }

  /** A line that has begun like a call waits for what comes. */
  function sayable(): number {
    if (state === 'holding') return from
    const line = lineAt(text.length)
    return state === 'words' && mayBegin.test(text.slice(line)) ? line : text.length
  }

  /** Returns what was to be a call and cannot be read as one. */
  function* end(): Generator<GeneratePart, string | undefined> {
    const held = text.slice(sent)
    const call = state === 'holding' ? callIn(held) : undefined
    if (call) yield { type: 'tool-call', id: `call_${earlier + 1}`, ...call }
    else if (state === 'holding' && namesTool.test(held)) return held.trim()
    else yield* say(text.length)
    return undefined
  }

  return { take, end }
}

/** The first object in a text, if it is a call; what follows it is what the model made up of the result. */
function callIn(text: string): { name: string; input: unknown } | undefined {
  const from = text.indexOf('{')
  if (from < 0) return undefined
  const value = parse(text.slice(from, endOfObject(text, from)))
  if (typeof value !== 'object' || value === null || !('tool' in value) || typeof value.tool !== 'string') return undefined
  return { name: value.tool, input: 'input' in value ? value.input : {} }
}

/** Where the object that begins at `from` is closed. */
function endOfObject(text: string, from: number): number {
  let depth = 0
  let quoted = false
  for (let at = from; at < text.length; at += 1) {
    const character = text[at]
    if (quoted && character === '\\') at += 1
    else if (character === '"') quoted = !quoted
    else if (!quoted && character === '{') depth += 1
    else if (!quoted && character === '}') depth -= 1
    if (depth === 0) return at + 1
  }
  return text.length
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
