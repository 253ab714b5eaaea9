import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { persona as personaEntity } from '../entities/persona.js'

const result = z.object({ persona: personaEntity, models: z.array(z.object({ name: z.string(), id: z.string() })) })

export const persona = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/creators/persona',
    audience: 'member',
    summary: 'How the coach speaks, and the models it can be answered by.',
    result,
    errors: [],
  }),
  validate: defineRoute({
    method: 'POST',
    path: '/v1/creators/persona/validate',
    audience: 'member',
    summary: 'Whether a coach that speaks so could answer now: its model is known and reached. Nothing is changed, and nothing is written by the model.',
    body: personaEntity,
    result: z.object({ valid: z.boolean(), problem: z.optional(z.enum(['unknown_model', 'model_unreachable'])) }),
    errors: ['VAL_001'],
  }),
  set: defineRoute({
    method: 'PUT',
    path: '/v1/creators/persona',
    audience: 'member',
    summary: 'Say how the coach speaks, in place of what was said before. It holds from the next answer on.',
    body: personaEntity,
    result,
    errors: ['VAL_001'],
  }),
}
