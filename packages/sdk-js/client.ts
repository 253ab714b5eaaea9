import { type CoachClientOptions, createCore } from './core.js'
import { calls } from './http/calls.js'
import { fetchWithProgress, type UploadProgress } from './http/fetch-with-progress.js'
import { createWatch } from './watch-documents.js'

export interface UploadDetails {
  name?: string
  signal?: AbortSignal
  onProgress?(progress: UploadProgress): void
}
export type CoachClient = ReturnType<typeof createCoachClient>

/** A typed client of one CoachKit server. Each call is named as in the contract and takes `{ params?, query?, body?, signal? }`. */
export function createCoachClient(options: CoachClientOptions) {
  const { http, ensure, call, bound, ticket, realtime, conversation } = createCore(options, calls)
  return {
    session: { ensure },
    conversations: { create: bound('conversations.create'), list: bound('conversations.list'), get: bound('conversations.get') },
    messages: { send: bound('messages.send'), list: bound('messages.list'), stop: bound('messages.stop'), retry: bound('messages.retry') },
    health: { get: () => http.call('health.get', {}) },
    widget: { config: () => http.call('widget.config', { params: { creator: options.creator ?? '' } }) },
    knowledge: {
      /** `name` instead of the file's own. In browsers `onProgress` follows the bytes that leave; elsewhere it is not called. */
      upload: (file: Blob, { name, signal, onProgress }: UploadDetails = {}) =>
        call('knowledge.upload', {
          body: name ? new File([file], name, { type: file.type }) : file,
          fetch: onProgress && globalThis.XMLHttpRequest ? fetchWithProgress(onProgress) : undefined,
          ...(signal ? { signal } : {}),
        }),
      list: bound('knowledge.list'),
      status: bound('knowledge.status'),
      remove: bound('knowledge.remove'),
      passage: bound('knowledge.passage'),
      /** Tells of every document's progress, live or, without a connection, every few seconds. Returns how to stop. */
      watch: createWatch({ call, ticket, realtime }),
    },
    conversation,
  }
}
