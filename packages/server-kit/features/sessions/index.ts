import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { type RequestContext, visitorOf } from '../../dispatch/request-context.js'
import { answerForm } from '../../domain/form/answer-form.js'
import type { MessageLength } from '../../domain/limits/message-length.js'
import type { Storage } from '../../ports/index.js'
import { hashToken, newToken } from '../auth/index.js'
import { activeCreator, widgetConfigOf } from '../creators/index.js'
import { checkVouch, type VouchDeps } from '../identity/index.js'

const dayMs = 86_400_000
/** The host vouches again each time its page loads. */
const vouchedMs = dayMs

/** Visitor sessions; an anonymous one lasts for `sessionDays`. */
export function createSessions(deps: VouchDeps & { sessionDays: number; messageLength: MessageLength }): Handlers<Routes['sessions'], RequestContext> {
  return {
    async create({ body }, { credential }) {
      const creator = await activeCreator({ storage: deps.storage, slug: body.creator })
      const user = await checkVouch(deps, creator, body)
      const token = newToken('cks')
      const expiresAt = new Date(deps.clock.now().getTime() + (user ? vouchedMs : deps.sessionDays * dayMs))
      const session = await deps.storage.as({ creatorId: creator.id }, async (tx) => {
        const made = await tx.sessions.create({ tokenHash: hashToken(token), expiresAt, user })
        // Whoever signs in goes on with what they talked about before.
        if (user && credential !== undefined) await tx.sessions.takeOver({ tokenHash: hashToken(credential), into: made.id })
        return made
      })
      return { session, token, config: widgetConfigOf(creator, deps) }
    },
    async current(_input, context) {
      const { creatorId, tokenHash } = visitorOf(context)
      return deps.storage.as({ creatorId }, async (tx) => {
        const [found, creator] = [await tx.sessions.findByTokenHash(tokenHash), await tx.creators.find(creatorId)]
        if (!found || !creator) throw new CoachError('AUTH_001')
        return { session: found.session, config: widgetConfigOf(creator, deps) }
      })
    },
    async answerForm({ body }, context) {
      const { creatorId, tokenHash } = visitorOf(context)
      return deps.storage.as({ creatorId }, async (tx) => {
        const [found, creator] = [await tx.sessions.findByTokenHash(tokenHash), await tx.creators.find(creatorId)]
        if (!found || !creator) throw new CoachError('AUTH_001')
        const { form } = creator.widget
        if (!form) throw new CoachError('FORM_001')
        const answered = answerForm({ form, given: body, language: creator.language, at: deps.clock.now() })
        await tx.sessions.answerForm({ sessionId: found.session.id, form: answered })
        return { ...found.session, formVersion: answered.version }
      })
    },
    async end(_input, context) {
      const { creatorId, tokenHash } = visitorOf(context)
      await deps.storage.as({ creatorId }, (tx) => tx.sessions.endToken(tokenHash))
      return undefined
    },
  }
}

/** Removes visitors' tokens that have ended, and what is left of sessions that nothing keeps. */
export async function removeEndedSessions({ storage }: { storage: Storage }): Promise<void> {
  const { creatorIds } = await storage.as({ system: 'upkeep' }, (tx) => tx.upkeep.removeSessionTokens())
  for (const creatorId of creatorIds) await storage.as({ creatorId }, (tx) => tx.sessions.removeEmpty())
}
