import * as z from 'zod/mini'
import { defineRoute } from '../define-route.js'
import { account, membership, signIn, tokenPair } from '../entities/account.js'
import { id, language, slug } from '../fields.js'

/** Longer is nobody's address (RFC 5321); what is within is judged when it is normalised. */
const email = z.string().check(z.minLength(3), z.maxLength(254))
/** Judged by its bytes and against known ones on the server. */
const password = z.string().check(z.minLength(1), z.maxLength(1024))
const personName = z.string().check(z.trim(), z.minLength(1), z.maxLength(200))
const token = z.string().check(z.minLength(16), z.maxLength(4096))

export const auth = {
  register: defineRoute({
    method: 'POST',
    path: '/v1/auth/register',
    audience: 'public',
    summary: 'Open an account and its coach. The answer is the same for an address that is known; what comes by e-mail is not.',
    body: z.strictObject({ email, password, fullName: personName, companyName: z.optional(personName), slug: z.optional(slug), language }),
    result: z.object({ email }),
    status: 202,
    errors: ['VAL_001', 'ACCOUNT_001', 'ACCOUNT_002', 'CREATOR_002', 'RATE_001'],
  }),
  verifyEmail: defineRoute({
    method: 'POST',
    path: '/v1/auth/verify-email',
    audience: 'public',
    summary: 'Confirm an e-mail address with the code that was sent there.',
    body: z.strictObject({ token }),
    errors: ['VAL_001', 'ACCOUNT_003'],
  }),
  acceptInvitation: defineRoute({
    method: 'POST',
    path: '/v1/auth/accept-invitation',
    audience: 'public',
    summary: 'Join a creator with the code that was sent. Who has no account yet gives a name and a password.',
    body: z.strictObject({ token, fullName: z.optional(personName), password: z.optional(password) }),
    errors: ['VAL_001', 'ACCOUNT_002', 'ACCOUNT_003', 'ACCOUNT_005', 'RATE_001'],
  }),
  login: defineRoute({
    method: 'POST',
    path: '/v1/auth/login',
    audience: 'public',
    summary: 'Sign in for one creator: the named one, or the first the account belongs to.',
    body: z.strictObject({ email, password, creator: z.optional(slug) }),
    result: z.extend(tokenPair, { account, membership }),
    errors: ['VAL_001', 'AUTH_003', 'AUTH_001', 'ACCOUNT_004', 'RATE_001'],
  }),
  refresh: defineRoute({
    method: 'POST',
    path: '/v1/auth/refresh',
    audience: 'public',
    summary: 'The next pair of tokens. A refresh token that was used before ends the sign-in: somebody else has it.',
    body: z.strictObject({ refreshToken: token }),
    result: tokenPair,
    errors: ['VAL_001', 'AUTH_002'],
  }),
  logout: defineRoute({
    method: 'POST',
    path: '/v1/auth/logout',
    audience: 'member',
    summary: 'End this sign-in: its tokens stop working at once.',
    errors: [],
  }),
  me: defineRoute({
    method: 'GET',
    path: '/v1/auth/me',
    audience: 'member',
    summary: 'Who is signed in, and for which creator.',
    result: z.object({ account, membership }),
    errors: [],
  }),
  verifyToken: defineRoute({
    method: 'POST',
    path: '/v1/auth/verify-token',
    audience: 'member',
    summary: 'Whether an access token is valid now, for another service of the same creator.',
    body: z.strictObject({ token }),
    result: z.object({ active: z.boolean(), accountId: z.optional(id), creatorId: z.optional(id), role: z.optional(z.string()) }),
    errors: ['VAL_001'],
  }),
  requestPasswordReset: defineRoute({
    method: 'POST',
    path: '/v1/auth/password-reset/request',
    audience: 'public',
    summary: 'Send a code for a new password, if there is such an account. The answer does not tell.',
    body: z.strictObject({ email, language }),
    result: z.object({ email }),
    status: 202,
    errors: ['VAL_001', 'RATE_001'],
  }),
  resetPassword: defineRoute({
    method: 'POST',
    path: '/v1/auth/password-reset/confirm',
    audience: 'public',
    summary: 'Set a new password with the code that was sent. Every sign-in of the account ends.',
    body: z.strictObject({ token, password }),
    errors: ['VAL_001', 'ACCOUNT_002', 'ACCOUNT_003', 'RATE_001'],
  }),
  changePassword: defineRoute({
    method: 'POST',
    path: '/v1/auth/password',
    audience: 'member',
    summary: 'Change the password. Every other sign-in of the account ends.',
    body: z.strictObject({ currentPassword: password, newPassword: password }),
    result: tokenPair,
    errors: ['VAL_001', 'AUTH_001', 'ACCOUNT_002', 'RATE_001'],
  }),
  signIns: defineRoute({
    method: 'GET',
    path: '/v1/auth/sessions',
    audience: 'member',
    summary: 'Where the account is signed in, the last used first.',
    result: z.object({ items: z.array(signIn) }),
    errors: [],
  }),
  endSignIn: defineRoute({
    method: 'DELETE',
    path: '/v1/auth/sessions/{signInId}',
    audience: 'member',
    summary: 'End one of the account’s sign-ins.',
    params: z.object({ signInId: id }),
    errors: ['RESOURCE_001'],
  }),
}
