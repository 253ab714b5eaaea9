import type { CreatorRecord } from '../../ports/index.js'
import { answeringOf } from '../creators/index.js'
import type { MessageParts } from './message-parts.js'

interface Answered {
  creator: CreatorRecord
  conversationId: string
}

/**
 * Calls `onLeft` once all who read an answer along have been gone for as long as its creator says. An answer that nobody reads is asked for
 * over HTTP and waited for: it is left alone. Returns how to end it.
 */
export function onceLeft({ watchReaders }: Pick<MessageParts, 'watchReaders'>, { creator, conversationId }: Answered, onLeft: () => void): () => void {
  const { stopWhenLeftSeconds: seconds } = answeringOf(creator)
  if (seconds === null) return () => undefined
  let wasRead = false
  let timer: NodeJS.Timeout | undefined
  const unwatch = watchReaders({
    conversationId,
    onChange(isRead) {
      clearTimeout(timer)
      if (isRead) wasRead = true
      else if (wasRead) timer = setTimeout(onLeft, seconds * 1000)
    },
  })
  return () => {
    clearTimeout(timer)
    unwatch()
  }
}
