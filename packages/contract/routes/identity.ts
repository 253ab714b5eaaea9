import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { identityKey, identitySettings } from '../entities/identity-key.js'
import { id } from '../fields.js'

const identityState = z.object({ ...identitySettings.shape, keys: z.array(identityKey) })

export const identity = {
  get: defineRoute({
    method: 'GET',
    path: '/v1/creators/identity',
    audience: 'member',
    summary: 'How users of the creator are identified, and the keys that vouch for them, newest first.',
    result: identityState,
    errors: [],
  }),
  update: defineRoute({
    method: 'PUT',
    path: '/v1/creators/identity',
    audience: 'member',
    summary: 'Whether users must be vouched for, at once and for open sockets within 5 s, and whether the older user hash is taken.',
    body: identitySettings,
    result: identityState,
    errors: ['VAL_001', 'IDENTITY_001'],
  }),
  createKey: defineRoute({
    method: 'POST',
    path: '/v1/creators/identity/keys',
    audience: 'member',
    summary: 'Make an identity key. Its secret is shown this once; the former key goes on for 24 hours, any older one ends.',
    result: z.object({ key: identityKey, secret: z.string() }),
    status: 201,
    idempotent: true,
    errors: [],
  }),
  removeKey: defineRoute({
    method: 'DELETE',
    path: '/v1/creators/identity/keys/{identityKeyId}',
    audience: 'member',
    summary: 'End an identity key at once. The last one stays while users must be vouched for.',
    params: z.object({ identityKeyId: id }),
    errors: ['RESOURCE_001', 'IDENTITY_001'],
  }),
}
