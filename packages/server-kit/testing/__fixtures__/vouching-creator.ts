import { errorBody, routes } from '@coachkit/contract'
import { type JWTPayload, SignJWT } from 'jose'
import type { TestServer } from './test-server.js'

/** A creator of its own on `server`, with an owner and a key that vouches for its users. */
export async function vouchingCreator(server: TestServer) {
  const owner = await server.person()
  const { creator } = (await server.call(routes.auth.me, { token: owner })).membership
  const { key, secret } = await server.call(routes.identity.createKey, { token: owner })
  /** A token as the creator's own server signs it. */
  const vouch = (sub: string, claims: JWTPayload = {}, signedWith = secret) =>
    new SignJWT({ aud: `coachkit:${creator.slug}`, sub, exp: Math.floor(Date.now() / 1000) + 600, ...claims })
      .setProtectedHeader({ alg: 'HS256', typ: 'JWT' })
      .sign(new TextEncoder().encode(signedWith))
  const begin = (body: object = {}, token?: string) =>
    server.call(routes.sessions.create, { body: { creator: creator.slug, ...body }, ...(token === undefined ? {} : { token }) })
  return {
    creator,
    owner,
    key,
    secret,
    vouch,
    begin,
    /** A session of a vouched user. */
    signIn: async (sub: string, claims: JWTPayload = {}, token?: string) => begin({ identityToken: await vouch(sub, claims) }, token),
    /** The code with which a session is refused, or its user's id. */
    async outcome(body: object): Promise<string | undefined> {
      const response = await server.request(routes.sessions.create.path, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ creator: creator.slug, ...body }),
      })
      const answer: unknown = await response.json()
      return response.ok ? routes.sessions.create.result.parse(answer).session.user?.id : errorBody.parse(answer).error.code
    },
    require: (required: boolean, hmac = false) => server.call(routes.identity.update, { token: owner, body: { required, hmac } }),
    /** The code of a refused call with `token`, or its status. */
    async codeOf(method: string, path: string, token: string): Promise<string | number> {
      const response = await server.request(path, { method, token })
      return response.ok ? response.status : errorBody.parse(await response.json()).error.code
    },
  }
}
