import type { Message } from '@coachkit/contract'
import type { MessageVersion } from './conversation-handle.js'

interface VersionsPage {
  items: readonly Message[]
  nextCursor?: string | undefined
}

/** How a message was put, the earliest first. `read` gives pages of history with what others took the place of, the newest page first. */
export async function readVersions(messageId: string, read: (cursor: string | undefined) => Promise<VersionsPage>): Promise<MessageVersion[]> {
  const known = new Map<string, Message>()
  let page: VersionsPage = { items: [] }
  const more = async () => {
    page = await read(page.nextCursor)
    for (const message of page.items) known.set(message.id, message)
  }
  const find = async (id: string) => {
    await whileOlder(() => !known.has(id))
    return known.get(id)
  }
  const whileOlder = async (missing: () => boolean) => {
    while (missing() && page.nextCursor !== undefined) await more()
  }
  await more()
  const found: MessageVersion[] = []
  let current = await find(messageId)
  let answer: Message | undefined
  while (current) {
    found.unshift({ message: current, ...(answer ? { answer } : {}) })
    const { role, supersedes = [] }: Message = current
    const earlier: (Message | undefined)[] = await Promise.all(supersedes.map(find))
    current = earlier.find((each) => each?.role === role)
    answer = earlier.find((each) => each?.replyTo !== undefined && each.replyTo === current?.id)
  }
  return found
}
