import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { feedback as feedbackEntity, givenFeedback, opinions, opinionsOfModel, rating } from '../entities/feedback.js'
import { id, pageOf, pageQuery } from '../fields.js'

const inMessage = z.object({ conversationId: id, messageId: id })
const day = z.optional(z.iso.date())

/** What visitors think of the coach's answers. */
export const feedback = {
  give: defineRoute({
    method: 'PUT',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/feedback',
    audience: 'visitor',
    summary: 'Say whether an answer helped, and why if you like; again, it takes the place of what you said before. Refused while the answer is being written.',
    params: inMessage,
    body: feedbackEntity,
    result: feedbackEntity,
    errors: ['RESOURCE_001', 'VAL_001', 'CONVERSATION_001'],
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: '/v1/conversations/{conversationId}/messages/{messageId}/feedback',
    audience: 'visitor',
    summary: 'Take back what you said of an answer.',
    params: inMessage,
    errors: ['RESOURCE_001'],
  }),
  list: defineRoute({
    method: 'GET',
    path: '/v1/creators/feedback',
    audience: 'member',
    summary:
      'What visitors said of answers, that of the newest answer first, from one UTC day to another, both included (this month unless told), at most 400 days. `total` counts all of those days, whatever the `rating` asked for, and `byModel` by who wrote the answers.',
    query: z.extend(pageQuery, { from: day, to: day, rating: z.optional(rating) }),
    result: z.extend(pageOf(givenFeedback), { total: opinions, byModel: z.array(opinionsOfModel) }),
    errors: ['VAL_001'],
  }),
}
