import { type CoachClient, type CoachClientOptions, type ConversationHandle, type ConversationSnapshot, createCoachClient } from '@coachkit/sdk'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

/** A client of your own, or where the server is and whose coach answers. */
export type UseConversationOptions =
  | { client: CoachClient; conversationId?: string }
  | (Pick<CoachClientOptions, 'baseUrl' | 'creator' | 'token' | 'identity' | 'channel'> & { conversationId?: string })
export interface UseConversation extends Omit<ConversationSnapshot, 'connection'>, Omit<ConversationHandle, 'subscribe' | 'getSnapshot' | 'open' | 'close'> {
  status: ConversationSnapshot['connection']
}

/** Follows one conversation for as long as the component is mounted. A client of your own must be the same object at every render. */
export function useConversation(options: UseConversationOptions): UseConversation {
  const given = 'client' in options ? options.client : undefined
  const {
    baseUrl = '',
    creator,
    token,
    identity,
    channel,
  } = options as Partial<Pick<CoachClientOptions, 'baseUrl' | 'creator' | 'token' | 'identity' | 'channel'>>
  const { conversationId } = options
  // A function written in place is another one at every render; whether there is one is what matters.
  const asked = useRef(identity)
  asked.current = identity
  const vouched = identity !== undefined
  const handle = useMemo(() => {
    const client =
      given ??
      createCoachClient({
        baseUrl,
        ...(creator === undefined ? {} : { creator }),
        ...(token === undefined ? {} : { token }),
        ...(channel === undefined ? {} : { channel }),
        ...(vouched ? { identity: () => asked.current?.() } : {}),
      })
    return client.conversation(conversationId)
  }, [given, baseUrl, creator, token, channel, vouched, conversationId])
  const { connection, ...snapshot } = useSyncExternalStore(handle.subscribe, handle.getSnapshot, handle.getSnapshot)
  useEffect(() => {
    // A failure to open is in the snapshot's error.
    handle.open().catch(() => undefined)
    return () => handle.close()
  }, [handle])
  const actions = useMemo(
    () => ({
      send: (input: { text: string }) => handle.send(input),
      stop: () => handle.stop(),
      retry: (messageId: string) => handle.retry(messageId),
      regenerate: (messageId: string) => handle.regenerate(messageId),
      edit: (messageId: string, input: { text: string }) => handle.edit(messageId, input),
      versions: (messageId: string) => handle.versions(messageId),
      rate: (...rating: Parameters<ConversationHandle['rate']>) => handle.rate(...rating),
      attach: (...file: Parameters<ConversationHandle['attach']>) => handle.attach(...file),
      sendFiles: (input: Parameters<ConversationHandle['sendFiles']>[0]) => handle.sendFiles(input),
      download: (...file: Parameters<ConversationHandle['download']>) => handle.download(...file),
      requestPerson: () => handle.requestPerson(),
      loadOlder: () => handle.loadOlder(),
      markRead: () => handle.markRead(),
      markDelivered: () => handle.markDelivered(),
      setTyping: (isTyping: boolean) => handle.setTyping(isTyping),
      startNew: () => handle.startNew(),
    }),
    [handle],
  )
  return { ...snapshot, ...actions, status: connection }
}
