import type { Link, LinkInput } from './link.js'

/** A stream of lines over `fetch`. */
export function openHttpStream(input: LinkInput): Link {
  const stop = new AbortController()
  const read = async () => {
    const response = await input.fetch(`${input.baseUrl}/v1/realtime/http-stream`, { method: 'POST', body: input.connect, signal: stop.signal })
    if (!response.ok || !response.body) return
    const reader = response.body.getReader()
    const decoder = new TextDecoder()
    let rest = ''
    for (let part = await reader.read(); !part.done; part = await reader.read()) {
      rest += decoder.decode(part.value, { stream: true })
      const end = rest.lastIndexOf('\n')
      if (end >= 0) input.onFrames(rest.slice(0, end))
      rest = rest.slice(end + 1)
    }
  }
  const ended = () => input.onClose(0)
  read().then(ended, ended)
  return { send: emulate(input), close: () => stop.abort() }
}

/** Server-sent events. */
export function openEventSource(input: LinkInput): Link {
  const source = new EventSource(`${input.baseUrl}/v1/realtime/sse?cf_connect=${encodeURIComponent(input.connect)}`)
  source.onmessage = (event) => input.onFrames(String(event.data))
  source.onerror = () => {
    source.close()
    input.onClose(0)
  }
  return { send: emulate(input), close: () => source.close() }
}

function emulate(input: LinkInput): (frames: string) => void {
  let last = Promise.resolve()
  return (data) => {
    const post = async () => {
      const response = await input.fetch(`${input.baseUrl}/v1/realtime/emulation`, { method: 'POST', body: JSON.stringify({ ...input.emulation(), data }) })
      if (!response.ok) input.onClose(0)
    }
    last = last.then(post).catch(() => input.onClose(0))
  }
}
