import { CoachError, type Handlers, type Routes, type UnansweredQuestion } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { groupQuestions } from '../../domain/retrieval/group-questions.js'
import type { Storage, StorageTx } from '../../ports/index.js'

/** Questions that are looked at; older ones no longer tell what to write next. */
const considered = 1000
const shownWordings = 3

type Asked = Awaited<ReturnType<StorageTx['unansweredQuestions']['newest']>>[number]

/** What visitors asked in vain. */
export function createQuestions({ storage }: { storage: Storage }): Handlers<Routes['questions'], RequestContext> {
  const inGroups = async (tx: StorageTx, creatorId: string) => {
    const creator = await tx.creators.find(creatorId)
    return groupQuestions(await tx.unansweredQuestions.newest({ limit: considered }), creator?.language ?? 'en')
  }
  return {
    async unanswered(_input, context) {
      const { creatorId } = principalOf(context)
      const groups = await storage.as({ creatorId }, (tx) => inGroups(tx, creatorId))
      // The sort is stable: among those asked as often the newest comes first.
      return { items: groups.map(toUnanswered).sort((one, other) => other.count - one.count) }
    },
    async dismiss({ params }, context) {
      const { creatorId } = principalOf(context)
      await storage.as({ creatorId }, async (tx) => {
        const group = (await inGroups(tx, creatorId)).find((each) => each.some(({ messageId }) => messageId === params.questionId))
        if (!group) throw new CoachError('RESOURCE_001')
        await tx.unansweredQuestions.remove({ messageIds: group.map(({ messageId }) => messageId) })
      })
      return undefined
    },
  }
}

function toUnanswered(group: [Asked, ...Asked[]]): UnansweredQuestion {
  const [newest] = group
  const others = new Set(group.map(({ text }) => text).filter((text) => text !== newest.text))
  return {
    id: newest.messageId,
    text: newest.text,
    count: group.length,
    otherWordings: [...others].slice(0, shownWordings),
    firstAskedAt: (group.at(-1) ?? newest).askedAt.toISOString(),
    lastAskedAt: newest.askedAt.toISOString(),
  }
}
