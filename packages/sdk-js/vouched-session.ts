import type { BeginSession, EnsuredSession, Identity } from './core.js'
import { CoachClientError } from './http/client-error.js'
import type { SessionStore } from './session-store.js'

type Kept = Parameters<BeginSession>[0]

interface Vouched {
  identity: Identity
  creator: string
  /** Where visitors without a name keep theirs: what they talked about goes along when they sign in. */
  anonymous: SessionStore
  /** What this client has shown was somebody else's. */
  onOther(): void
}

/** Begins sessions of whom the host vouches for. What is kept of another user is gone before anything is shown or sent. */
export function vouchedSession({ identity, creator, anonymous, onOther }: Vouched): BeginSession {
  return async (kept) => {
    const { http, store, key } = kept
    const identityToken = (await identity()) || undefined
    const user = subjectOf(identityToken)
    const former = store.get(`${key}:user`)
    if (former && former !== user) {
      forget(store, key)
      onOther()
    }
    const known = (former ?? '') === user
    const found = known ? await resume(kept) : undefined
    if (found) return found
    const ending = user && !known ? anonymousSession(kept, anonymous) : undefined
    const made = await http.call('sessions.create', { body: { creator, identityToken }, token: ending?.token })
    ending?.end()
    store.set(key, made.token)
    store.set(`${key}:user`, user)
    if (!user) store.set(`${key}:conversation`, '')
    return made
  }
}

/** What somebody who signs in had before, here or in another client of the page, and ends with it. */
function anonymousSession({ store, key }: Kept, anonymous: SessionStore): { token: string; end(): void } | undefined {
  const own = store.get(key)
  if (own) return { token: own, end: () => undefined }
  const token = anonymous.get(key)
  return token ? { token, end: () => forget(anonymous, key) } : undefined
}

/** The session of the kept token, while it lasts. */
async function resume({ http, store, key }: Kept): Promise<EnsuredSession | undefined> {
  const token = store.get(key)
  if (!token) return undefined
  try {
    return { ...(await http.call('sessions.current', { token })), token }
  } catch (error) {
    if (error instanceof CoachClientError && error.status === 401) return undefined
    throw error
  }
}

/** Removes a session and everything of it. */
export function forget(store: SessionStore, key: string): void {
  for (const name of ['', ':user', ':conversation', ':outbox']) store.set(key + name, '')
}

/** Whom a token names; whether that is true the server says. One that cannot be read names nobody who is known. */
function subjectOf(token: string | undefined): string {
  if (token === undefined) return ''
  try {
    const bytes = atob((token.split('.')[1] ?? '').replace(/-/g, '+').replace(/_/g, '/'))
    const claims = JSON.parse(new TextDecoder().decode(Uint8Array.from(bytes, (each) => each.charCodeAt(0)))) as { sub?: unknown }
    return String(claims.sub || token)
  } catch {
    return token
  }
}
