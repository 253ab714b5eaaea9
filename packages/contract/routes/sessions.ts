import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { formAnswers } from '../entities/form.js'
import { session } from '../entities/session.js'
import { widgetConfig } from '../entities/widget-config.js'
import { slug } from '../fields.js'

/** Characters; larger tokens are refused unread. */
const maxIdentityToken = 8192

export const sessions = {
  create: defineRoute({
    method: 'POST',
    path: '/v1/channels/sessions',
    audience: 'public',
    summary:
      'Start a visitor session with a creator: an anonymous one, or that of the user whom the host vouches for with a signed token (or, if allowed, a user hash). ' +
      'The credential of an anonymous session brings its conversations along. The token is shown once.',
    body: z
      .strictObject({
        creator: slug,
        identityToken: z.optional(z.string().check(z.maxLength(maxIdentityToken))),
        user: z.optional(z.strictObject({ id: z.string().check(z.minLength(1), z.maxLength(200)), hash: z.string().check(z.maxLength(200)) })),
      })
      .check(z.refine(({ identityToken, user }) => identityToken === undefined || user === undefined)),
    result: z.object({ session, token: z.string(), config: widgetConfig }),
    status: 201,
    errors: ['CREATOR_001', 'CREATOR_003', 'VAL_001', 'AUTH_005', 'AUTH_006'],
  }),
  current: defineRoute({
    method: 'GET',
    path: '/v1/channels/sessions/current',
    audience: 'visitor',
    summary: 'The session of the token, with the widget configuration of its creator.',
    result: z.object({ session, config: widgetConfig }),
    errors: [],
  }),
  answerForm: defineRoute({
    method: 'PUT',
    path: '/v1/channels/sessions/current/form',
    audience: 'visitor',
    summary:
      'Answer what the creator asks before a conversation (`form` of the widget’s configuration), in the version that was shown. ' +
      'It is kept with the visitor and with each conversation, in the words that were shown.',
    body: formAnswers,
    result: session,
    errors: ['VAL_001', 'FORM_001', 'FORM_002'],
  }),
  end: defineRoute({
    method: 'DELETE',
    path: '/v1/channels/sessions/current',
    audience: 'visitor',
    summary: 'End the token at once, and sockets opened with it within 5 s, as when a user signs out. Other devices stay.',
    errors: [],
  }),
}
