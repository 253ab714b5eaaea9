/** Who calls. The tenant always comes from here, never from a body. */
export type Principal = { kind: 'visitor'; creatorId: string; sessionId: string } | { kind: 'member'; creatorId: string; memberId: string }

/** Turns a request's credential into a principal; `undefined` when there is none or it is not valid. */
export interface Authenticator {
  authenticate(credential: string): Promise<Principal | undefined>
}
