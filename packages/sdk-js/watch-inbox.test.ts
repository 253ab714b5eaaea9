import { expect, it, vi } from 'vitest'
import { CoachClientError } from './http/client-error.js'
import type { Realtime } from './realtime/create-realtime.js'
import { watchInbox } from './watch-inbox.js'

type Listener = Parameters<Realtime['subscribe']>[1]

it('says that the inbox cannot be followed', async () => {
  let refuse = (_code: number): void => undefined
  const subscribe = (_channel: string, listener: Listener) => {
    refuse = (code) => listener.onError(code)
    return { close: () => undefined }
  }
  const realtime = { subscribe } as unknown as Realtime
  const seen: string[] = []
  const listener = { onEvent: () => undefined, onError: ({ code }: CoachClientError) => void seen.push(code) }
  const stop = watchInbox({ ticket: async () => ({ creatorId: 'c' }), realtime })(listener)
  await vi.waitFor(() => {
    refuse(103)
    expect(seen).toContain('REALTIME_103')
  })
  stop()
  const refusal = new CoachClientError({ code: 'AUTH_003', message: 'No.', status: 403 })
  watchInbox({ ticket: () => Promise.reject(refusal), realtime })(listener)
  await vi.waitFor(() => expect(seen.at(-1)).toBe('AUTH_003'))
})
