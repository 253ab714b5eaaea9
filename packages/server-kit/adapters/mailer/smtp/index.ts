import type { Mailer } from '../../../ports/index.js'
import { deliveryError, smtpError } from './smtp-error.js'
import { isHeaderText, isPlainAddress, readSmtpOptions, type SmtpOptions, type SmtpSettings } from './smtp-settings.js'

export type { SmtpOptions, SmtpServerOptions } from './smtp-settings.js'

/** Sends through a mail server, over connections that are opened when they are needed and kept. Needs the package nodemailer. */
export function smtp(options: SmtpOptions): Mailer {
  const settings = readSmtpOptions(options)
  let opening: ReturnType<typeof open> | undefined
  let closed = false
  return {
    async send({ to, subject, text }, { signal }) {
      if (closed) throw smtpError({ code: 'closed', retryable: false, message: 'The mailer was closed.' })
      if (!isPlainAddress(to) || !isHeaderText(subject)) {
        throw smtpError({ code: 'invalid_mail', retryable: false, message: 'A mail goes to one plain address, and its subject is one line.' })
      }
      opening ??= open(settings)
      const transport = await opening
      try {
        await transport.sendMail({
          from: settings.from,
          // As a pair, so that nothing is looked for in it: a text could list several addresses.
          to: { name: '', address: to },
          subject,
          text,
          // Nobody answers it with a notice of absence (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
          disableFileAccess: true,
          disableUrlAccess: true,
          signal,
        })
      } catch (error) {
        throw deliveryError(error, signal)
      }
    },
    async close() {
      closed = true
      const transport = await opening?.catch(() => undefined)
      transport?.close()
    },
  }
}

async function open({ host, port, secure, local, auth }: SmtpSettings) {
  const { createTransport } = await load()
  return createTransport({
    pool: true,
    host,
    port,
    secure,
    ...(auth ? { auth } : {}),
    // Nobody stands between two programs of one machine, whose mail server often has a certificate of its own making.
    ...(local ? { tls: { rejectUnauthorized: false } } : { requireTLS: !secure }),
    // For a kept connection that the server had closed meanwhile; who sends decides about anything else.
    maxRequeues: 1,
  })
}

async function load() {
  try {
    return await import('nodemailer')
  } catch (cause) {
    throw smtpError({ code: 'package_missing', retryable: false, message: 'Sending e-mail needs the package nodemailer. Run: npm install nodemailer', cause })
  }
}
