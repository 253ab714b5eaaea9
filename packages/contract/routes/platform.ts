import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { tier } from '../entities/creator.js'
import { instance } from '../entities/instance.js'
import { hostedAccount, hostedCreator, impersonation } from '../entities/platform.js'
import { id, pageOf, pageQuery } from '../fields.js'

const byAccount = z.object({ accountId: id })

/** What the platform's own people do, across creators; each deed is in the log of the creator it is done to. */
export const platform = {
  creators: defineRoute({
    method: 'GET',
    path: '/v1/admin/creators',
    audience: 'admin',
    summary: 'Every creator, the oldest first.',
    query: pageQuery,
    result: pageOf(hostedCreator),
    errors: ['VAL_001'],
  }),
  setCreator: defineRoute({
    method: 'PATCH',
    path: '/v1/admin/creators/{creatorId}',
    audience: 'admin',
    summary: 'Suspend or readmit a creator, or change its tier. A suspended one answers nobody, at once.',
    params: z.object({ creatorId: id }),
    body: z.strictObject({ tier: z.optional(tier), isActive: z.optional(z.boolean()) }),
    result: hostedCreator,
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
  accounts: defineRoute({
    method: 'GET',
    path: '/v1/admin/accounts',
    audience: 'admin',
    summary: 'The account of an e-mail address, if there is one.',
    query: z.strictObject({ email: z.string().check(z.minLength(3), z.maxLength(254)) }),
    result: z.object({ items: z.array(hostedAccount) }),
    errors: ['VAL_001'],
  }),
  setAccount: defineRoute({
    method: 'PATCH',
    path: '/v1/admin/accounts/{accountId}',
    audience: 'admin',
    summary: 'Suspend or readmit an account. A suspended one is signed out everywhere, at once.',
    params: byAccount,
    body: z.strictObject({ isActive: z.boolean() }),
    result: hostedAccount,
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
  impersonate: defineRoute({
    method: 'POST',
    path: '/v1/admin/impersonations',
    audience: 'admin',
    summary: 'Act for a creator as its support for 15 minutes. Each call with the token is in the creator’s log.',
    body: z.strictObject({ creatorId: id, reason: z.string().check(z.trim(), z.minLength(10), z.maxLength(500)) }),
    result: z.object({ impersonation, accessToken: z.string(), tokenType: z.literal('Bearer'), expiresIn: z.number() }),
    status: 201,
    errors: ['VAL_001', 'RESOURCE_001'],
  }),
  cleanup: defineRoute({
    method: 'POST',
    path: '/v1/admin/cleanup',
    audience: 'admin',
    summary: 'Remove what is older than it is kept, now instead of at its next turn.',
    result: z.object({ conversations: z.number(), messages: z.number() }),
    errors: [],
  }),
  instance: defineRoute({
    method: 'GET',
    path: '/v1/admin/instance',
    audience: 'admin',
    summary: 'The server that answers, in figures: connections, memory, database pool and work.',
    result: instance,
    errors: [],
  }),
  endImpersonation: defineRoute({
    method: 'DELETE',
    path: '/v1/admin/impersonations/{impersonationId}',
    audience: 'admin',
    summary: 'End an impersonation before its time.',
    params: z.object({ impersonationId: id }),
    errors: ['RESOURCE_001'],
  }),
}
