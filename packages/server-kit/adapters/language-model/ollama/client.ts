import { Ollama } from 'ollama'
import { fetchUntil } from '../fetch-until.js'
import { chatLines } from './chat-lines.js'
import { ollamaRefusal } from './ollama-error.js'

export const defaultUrl = 'http://127.0.0.1:11434'

/**
 * Ollama's own client, for one call: the signal closes the connection, so the server stops computing. Redirects lead elsewhere and are refused.
 * The client passes over broken lines, and prints them and the server's errors; here both end the call with an AdapterError before it sees them.
 */
export function clientOf({ id, host, signal }: { id: string; host: string; signal: AbortSignal }): Ollama {
  const guarded: typeof fetch = async (address, init) => {
    const either = init?.signal ? AbortSignal.any([init.signal, signal]) : signal
    const response = await fetchUntil(address, { ...init, redirect: 'error', signal: either })
    if (!response.ok) {
      await response.body?.cancel()
      throw ollamaRefusal(id, response)
    }
    const isChat = String(address).endsWith('/api/chat')
    return isChat && response.body ? new Response(response.body.pipeThrough(chatLines(id)), response) : response
  }
  return new Ollama({ host, fetch: guarded })
}
