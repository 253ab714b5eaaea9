import type { WidgetConfig } from '@coachkit/contract'
import { createScriptedCoach, mountedAt, type ScriptedCoach } from './scripted-coach.js'

const original = { fetch: globalThis.fetch, WebSocket: globalThis.WebSocket, XMLHttpRequest: globalThis.XMLHttpRequest }

/** A socket that does not open, as behind a strict proxy: the client goes on over `fetch`. */
class ClosedSocket extends EventTarget {
  readyState = 3
  onclose: ((event: { code: number }) => void) | null = null
  constructor() {
    super()
    setTimeout(() => this.onclose?.({ code: 1006 }))
  }
  send(): void {}
  close(): void {}
}

/** The page's own server: what is asked of the mount path is answered in the page, the rest goes where it went. */
export function openInPageCoach(config: WidgetConfig): ScriptedCoach & { leave(): void } {
  const coach = createScriptedCoach(config)
  const ownFetch: typeof fetch = async (input, options) => {
    const request = new Request(input, options)
    if (!new URL(request.url).pathname.startsWith(`${mountedAt}/v1/`)) return original.fetch(request)
    const form = options?.body
    // Not every engine reads back a form that it was given.
    if (form instanceof FormData) request.formData = async () => form
    const { signal } = request
    const { body, status, headers } = await coach.answer(request)
    signal.throwIfAborted()
    // What is read on ends when the caller says so.
    return new Response(body?.pipeThrough(new TransformStream(), { signal }), { status, headers })
  }
  // Without it uploads go by `fetch` too.
  Object.assign(globalThis, { fetch: ownFetch, WebSocket: ClosedSocket, XMLHttpRequest: undefined })
  return { ...coach, leave: () => void Object.assign(globalThis, original) }
}
