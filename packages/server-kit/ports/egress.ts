/** A request to an address that somebody else named. */
export interface EgressInit {
  /** Default GET. */
  method?: string
  headers?: Record<string, string>
  body?: string | Uint8Array<ArrayBuffer>
  /** `manual` hands a redirect back instead of following it. Default `follow`. */
  redirect?: 'follow' | 'manual'
  signal?: AbortSignal
}

/**
 * The one door for requests to addresses that a tenant, a document or a model can name.
 * Only public addresses are reached, every redirect is checked anew, and size and time end.
 */
export interface Egress {
  /**
   * Like `fetch`. Reading the body fails too when it grows past the cap or the time is up.
   * Fails with AdapterError: `blocked` (will never be reached), `too_large`, `timeout`, `unreachable`; or with the signal's reason.
   */
  fetch(url: string | URL, init?: EgressInit): Promise<Response>
  /** Whether it would try an address, before its name is looked up. A door without it is taken for one to public addresses on ports 80 and 443. */
  admits?(url: string): boolean
  close(): Promise<void>
}
