import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { memberRole } from '../entities/account.js'
import { member } from '../entities/member.js'
import { id, language } from '../fields.js'

const byAccount = z.object({ accountId: id })

export const members = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/creators/members',
    audience: 'member',
    summary: 'Who works for the creator, the oldest first.',
    result: z.object({ items: z.array(member) }),
    errors: [],
  }),
  invite: defineRoute({
    method: 'POST',
    path: '/v1/creators/members',
    audience: 'member',
    summary: 'Invite somebody by e-mail; the code in it is valid for 7 days.',
    body: z.strictObject({ email: z.string().check(z.minLength(3), z.maxLength(254)), role: memberRole, language }),
    result: z.object({ email: z.string() }),
    status: 202,
    idempotent: true,
    errors: ['VAL_001', 'ACCOUNT_001'],
  }),
  setRole: defineRoute({
    method: 'PATCH',
    path: '/v1/creators/members/{accountId}',
    audience: 'member',
    summary: 'Change what a member may do, at once.',
    params: byAccount,
    body: z.strictObject({ role: memberRole }),
    errors: ['VAL_001', 'RESOURCE_001', 'MEMBER_001'],
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: '/v1/creators/members/{accountId}',
    audience: 'member',
    summary: 'End a membership and its sign-ins.',
    params: byAccount,
    errors: ['RESOURCE_001', 'MEMBER_001'],
  }),
}
