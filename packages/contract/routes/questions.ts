import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { unansweredQuestion } from '../entities/unanswered-question.js'
import { id } from '../fields.js'

export const questions = {
  unanswered: defineRoute({
    method: 'GET',
    path: '/v1/creators/questions/unanswered',
    audience: 'member',
    summary: 'What the material does not cover, of the last 1,000 such questions: the most asked first.',
    result: z.object({ items: z.array(unansweredQuestion) }),
    errors: [],
  }),
  dismiss: defineRoute({
    method: 'DELETE',
    path: '/v1/creators/questions/unanswered/{questionId}',
    audience: 'member',
    summary: 'Take a question off the list, with those that mean the same. The conversations stay.',
    params: z.object({ questionId: id }),
    errors: ['RESOURCE_001'],
  }),
}
