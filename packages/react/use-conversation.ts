import { type CoachClient, type CoachClientOptions, type ConversationHandle, type ConversationSnapshot, createCoachClient } from '@coachkit/sdk'
import { useEffect, useMemo, useRef, useSyncExternalStore } from 'react'

/** A client of your own, or where the server is and whose coach answers. */
export type UseConversationOptions =
  | { client: CoachClient; conversationId?: string }
  | (Pick<CoachClientOptions, 'baseUrl' | 'creator' | 'token' | 'identity' | 'channel'> & { conversationId?: string })
export interface UseConversation extends Omit<ConversationSnapshot, 'connection'>, Omit<ConversationHandle, 'subscribe' | 'getSnapshot' | 'open' | 'close'> {
  status: ConversationSnapshot['connection']
}

type Given<Method extends keyof ConversationHandle> = Parameters<ConversationHandle[Method]>

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
      send: (...given: Given<'send'>) => handle.send(...given),
      stop: (...given: Given<'stop'>) => handle.stop(...given),
      retry: (...given: Given<'retry'>) => handle.retry(...given),
      regenerate: (...given: Given<'regenerate'>) => handle.regenerate(...given),
      edit: (...given: Given<'edit'>) => handle.edit(...given),
      versions: (...given: Given<'versions'>) => handle.versions(...given),
      rate: (...given: Given<'rate'>) => handle.rate(...given),
      attach: (...given: Given<'attach'>) => handle.attach(...given),
      sendFiles: (...given: Given<'sendFiles'>) => handle.sendFiles(...given),
      download: (...given: Given<'download'>) => handle.download(...given),
      requestPerson: (...given: Given<'requestPerson'>) => handle.requestPerson(...given),
      loadOlder: (...given: Given<'loadOlder'>) => handle.loadOlder(...given),
      markRead: (...given: Given<'markRead'>) => handle.markRead(...given),
      markDelivered: (...given: Given<'markDelivered'>) => handle.markDelivered(...given),
      setTyping: (isTyping: boolean) => handle.setTyping(isTyping),
      startNew: () => handle.startNew(),
    }),
    [handle],
  )
  return { ...snapshot, ...actions, status: connection }
}
