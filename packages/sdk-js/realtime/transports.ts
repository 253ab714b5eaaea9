export type TransportName = 'websocket' | 'http-stream' | 'sse'
export interface Link {
  send(frames: string): void
  close(): void
}
export interface LinkInput {
  baseUrl: string
  fetch: typeof fetch
  /** The connect command, which travels in the first request of the emulated transports. */
  connect: string
  onFrames(frames: string): void
  onClose(code: number): void
  /** Where an emulated command goes; known after the connect reply. */
  emulation(): { session?: string | undefined; node?: string | undefined }
}

/** Opens one transport; it reports its end through `onClose`. */
export function openLink(name: TransportName, input: LinkInput): Link {
  if (name === 'websocket') return openWebSocket(input)
  // Node has no EventSource; the stream over fetch carries the same frames.
  return name === 'http-stream' || !globalThis.EventSource ? openHttpStream(input) : openEventSource(input)
}

function openWebSocket(input: LinkInput): Link {
  const url = new URL(`${input.baseUrl}/v1/realtime/ws`, globalThis.location?.href)
  url.protocol = url.protocol.replace('http', 'ws')
  const socket = new WebSocket(url)
  socket.onopen = () => socket.send(input.connect)
  socket.onmessage = (event) => input.onFrames(String(event.data))
  socket.onclose = (event) => input.onClose(event.code)
  // Where a socket could not open, Node tells no more than this.
  socket.onerror = () => input.onClose(0)
  return { send: (frames) => socket.readyState === 1 && socket.send(frames), close: () => socket.close() }
}

function openHttpStream(input: LinkInput): Link {
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

function openEventSource(input: LinkInput): Link {
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
