import { CoachError } from '@coachkit/contract'
import {
  AdapterError,
  type Clock,
  type Logger,
  type Mailer,
  type MembershipRecord,
  type PasswordHasher,
  type Storage,
  type StorageTx,
  type Tokens,
} from '../../ports/index.js'

/** Pages of the host that take a code as `#token=…`; without one the mail carries the code alone. */
export interface AccountPages {
  verifyEmail?: string | undefined
  resetPassword?: string | undefined
  acceptInvitation?: string | undefined
}

export interface AuthParts {
  storage: Storage
  tokens: Tokens
  hasher: PasswordHasher
  mailer: Mailer
  clock: Clock
  logger: Logger
  pages: AccountPages
  /** Counts a try at an account, from wherever it comes. Throws RATE_001. */
  countTry(input: { route: 'auth.login' | 'auth.requestPasswordReset'; accountId: string }): Promise<void>
  /** Runs what the answer must not wait for, so that its time tells nothing. */
  later(work: () => Promise<void>): void
}

export function withAccounts<Result>({ storage }: Pick<AuthParts, 'storage'>, work: (tx: StorageTx) => Promise<Result>): Promise<Result> {
  return storage.as({ system: 'accounts' }, work)
}

/** What an account is to a creator now; nothing while the creator is suspended. */
export async function membershipOf(tx: StorageTx, { accountId, creatorId }: { accountId: string; creatorId: string }): Promise<MembershipRecord | undefined> {
  return (await tx.members.ofAccount(accountId)).find(({ creator, active }) => active && creator.id === creatorId)
}

/** A hasher with too many waiting is a moment's overload, not a fault. */
export async function whenFree<Result>(work: Promise<Result>): Promise<Result> {
  try {
    return await work
  } catch (error) {
    if (AdapterError.isInstance(error) && error.code === 'busy') throw new CoachError('RATE_001', { retryAfterMs: 1000, cause: error })
    throw error
  }
}

/** What an account did or what befell it, in the log of the creator it was for. */
export function noteAccount(parts: Pick<AuthParts, 'clock'>, tx: StorageTx, input: { creatorId: string; accountId: string; action: string }): Promise<void> {
  const { creatorId, accountId, action } = input
  const account = `account:${accountId}`
  return tx.audit.append({ creatorId, entry: { actor: account, action, subject: account, details: {} }, at: parts.clock.now() })
}
