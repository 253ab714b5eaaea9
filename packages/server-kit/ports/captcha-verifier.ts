/**
 * Asks a captcha service whether a visitor solved its challenge, when an address has become suspicious.
 * The host brings the adapter of the service it trusts (Turnstile, hCaptcha, reCAPTCHA …); without one no challenge is posed.
 */
export interface CaptchaVerifier {
  /** What the page needs to draw the challenge; nothing here is secret. */
  readonly challenge: { readonly provider: string; readonly siteKey: string }
  /**
   * Whether `response`, the token the challenge gave the page, is genuine, fresh and unused, and was given to this address.
   * Fails with AdapterError when the service cannot be asked: the caller then keeps its limits as they are.
   */
  verify(input: { response: string; clientAddress?: string; signal: AbortSignal }): Promise<{ passed: boolean }>
}
