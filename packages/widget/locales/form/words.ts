/** What the form before the first conversation says. */
export interface FormWords {
  name: string
  email: string
  /** Beside what may be left empty. */
  optional: string
  choose: string
  readMore: string
  /** Of a link. */
  newTab: string
  missing: string
  noEmail: string
  noConsent: string
  start: string
  formSending: string
  formFailed: string
}
