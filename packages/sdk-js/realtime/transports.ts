import type { Link, LinkInput } from './link.js'

export type TransportName = 'websocket' | 'http-stream' | 'sse'
/** Opens one transport; it reports its end through `onClose`. */
export function openLink(name: TransportName, input: LinkInput): Link {
  return name === 'websocket' ? openWebSocket(input) : openEmulated(name, input)
}

/** Few networks need them, so they are loaded when one does. Nothing is sent before the connect reply, which they bring. */
function openEmulated(name: 'http-stream' | 'sse', input: LinkInput): Link {
  let link: Link | undefined
  let closed = false
  const open = ({ openHttpStream, openEventSource }: typeof import('./emulated-transports.js')) => {
    // Node has no EventSource; the stream over fetch carries the same frames.
    if (!closed) link = name === 'http-stream' || !globalThis.EventSource ? openHttpStream(input) : openEventSource(input)
  }
  import('./emulated-transports.js').then(open).catch(() => input.onClose(0))
  const close = () => {
    closed = true
    link?.close()
  }
  return { send: (frames) => link?.send(frames), close }
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
