import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { apiKey, keyScope } from '../entities/api-key.js'
import { id } from '../fields.js'

export const apiKeys = {
  list: defineRoute({
    method: 'GET',
    path: '/v1/creators/api-keys',
    audience: 'member',
    summary: "The creator's API keys, newest first; the keys themselves are not kept.",
    result: z.object({ items: z.array(apiKey) }),
    errors: [],
  }),
  create: defineRoute({
    method: 'POST',
    path: '/v1/creators/api-keys',
    audience: 'member',
    summary: 'Make an API key. It is shown this once.',
    body: z.strictObject({ name: z.string().check(z.trim(), z.minLength(1), z.maxLength(100)), scopes: z.array(keyScope).check(z.minLength(1)) }),
    result: z.object({ apiKey, key: z.string() }),
    status: 201,
    idempotent: true,
    errors: ['VAL_001'],
  }),
  remove: defineRoute({
    method: 'DELETE',
    path: '/v1/creators/api-keys/{keyId}',
    audience: 'member',
    summary: 'End an API key at once.',
    params: z.object({ keyId: id }),
    errors: ['RESOURCE_001'],
  }),
}
