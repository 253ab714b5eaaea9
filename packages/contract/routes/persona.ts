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
