import { AdapterError, type Mailer } from '../../../ports/index.js'

/** Stands where no mailer was given: says so to the log, whatever is to be sent. */
export function noMailer(): Mailer {
  return {
    async send() {
      throw new AdapterError({
        adapter: 'mailer',
        code: 'missing',
        retryable: false,
        message: 'This server cannot send e-mail: set SMTP_URL and MAIL_FROM, or give createCoachServer a `mailer`.',
      })
    },
  }
}
