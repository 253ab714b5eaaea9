import type { KeyScope, MemberRole } from '@coachkit/contract'

/**
 * Who calls. The tenant always comes from here, never from a body.
 * A visitor is known by one token of its session. A member is a person who signed in (`memberId` is the account) or an API key (`role` is `key`).
 * `isAdmin`: one of the platform's own people. `impersonationId`: one of them, acting for the creator.
 */
export type Principal =
  | { kind: 'visitor'; creatorId: string; sessionId: string; tokenHash: string }
  | {
      kind: 'member'
      creatorId: string
      memberId: string
      role: MemberRole
      signInId?: string | undefined
      isAdmin?: true | undefined
      impersonationId?: string | undefined
    }
  | {
      kind: 'member'
      creatorId: string
      memberId: string
      role: 'key'
      scopes: KeyScope[]
      signInId?: undefined
      isAdmin?: undefined
      impersonationId?: undefined
    }

/** Turns a request's bearer credential into a principal; `undefined` when it is not valid. */
export interface Authenticator {
  authenticate(credential: string): Promise<Principal | undefined>
  /** What an open connection's principal may do now, asked every 4 s and before each call; `undefined` when its credential has ended. Absent: it stays as it was. */
  recheck?(principal: Principal): Promise<Principal | undefined>
}
