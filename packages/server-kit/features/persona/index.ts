import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { Clock, LanguageModel, Storage } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'

interface PersonaDeps {
  storage: Storage
  clock: Clock
  languageModel: LanguageModel
}

const probeMs = 5000

/** How a creator's coach speaks, and by which model. */
export function createPersona({ storage, clock, languageModel }: PersonaDeps): Handlers<Routes['persona'], RequestContext> {
  const models = () => (languageModel.states?.() ?? [{ name: languageModel.id, id: languageModel.id }]).map(({ name, id }) => ({ name, id }))
  return {
    async get(_input, context) {
      const { creatorId } = principalOf(context)
      return { persona: await storage.as({ creatorId }, (tx) => tx.personas.get(creatorId)), models: models() }
    },
    async validate({ body }, { signal }) {
      if (body.model !== undefined && !models().some(({ name }) => name === body.model)) return { valid: false, problem: 'unknown_model' }
      const reached = await languageModel.health({ signal: AbortSignal.any([signal, AbortSignal.timeout(probeMs)]) }).then(
        () => true,
        () => false,
      )
      // Of several, one that is away is no fault of the others.
      const named = languageModel.states?.().find(({ name }) => name === body.model)
      const up = named ? named.status !== 'down' && named.circuit !== 'open' : reached
      return up ? { valid: true } : { valid: false, problem: 'model_unreachable' }
    },
    async set({ body }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      if (body.model !== undefined && !models().some(({ name }) => name === body.model))
        throw new CoachError('VAL_001', { details: { issues: [{ path: 'body.model', code: 'unknown_model' }] } })
      await storage.as({ creatorId }, async (tx) => {
        await tx.personas.set({ creatorId, persona: body })
        const entry = {
          actor: actorOf(principal),
          action: 'creator.persona_changed',
          subject: `creator:${creatorId}`,
          details: { fields: Object.keys(body).join(' ') },
        }
        await tx.audit.append({ creatorId, entry, at: clock.now() })
      })
      return { persona: body, models: models() }
    },
  }
}
