import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { type RequestContext, visitorOf } from '../../dispatch/request-context.js'
import type { Clock, Storage } from '../../ports/index.js'
import { hashToken, newToken } from '../auth/index.js'
import { activeCreator, widgetConfigOf } from '../creators/index.js'

const sessionDays = 30

/** Visitor sessions. */
export function createSessions(deps: { storage: Storage; clock: Clock }): Handlers<Routes['sessions'], RequestContext> {
  return {
    async create({ body }) {
      const creator = await activeCreator({ storage: deps.storage, slug: body.creator })
      const token = newToken('cks')
      const expiresAt = new Date(deps.clock.now().getTime() + sessionDays * 86_400_000)
      const session = await deps.storage.as({ creatorId: creator.id }, (tx) => tx.sessions.create({ tokenHash: hashToken(token), expiresAt }))
      return { session, token, config: widgetConfigOf(creator) }
    },
    async current(_input, context) {
      const { creatorId, sessionId } = visitorOf(context)
      return deps.storage.as({ creatorId }, async (tx) => {
        const [session, creator] = [await tx.sessions.find(sessionId), await tx.creators.find(creatorId)]
        if (!session || !creator) throw new CoachError('AUTH_001')
        return { session, config: widgetConfigOf(creator) }
      })
    },
  }
}
