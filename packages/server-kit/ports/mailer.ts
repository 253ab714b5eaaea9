export interface Mail {
  to: string
  subject: string
  /** Plain text. */
  text: string
}

/** Sends e-mail. Fails with AdapterError. */
export interface Mailer {
  send(mail: Mail, options: { signal: AbortSignal }): Promise<void>
  /** Lets go of connections; nothing is sent afterwards. */
  close?(): Promise<void>
}
