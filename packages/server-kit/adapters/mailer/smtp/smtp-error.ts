import { AdapterError } from '../../../ports/index.js'

export function smtpError(input: { code: string; retryable: boolean; message: string; cause?: unknown }): AdapterError {
  return new AdapterError({ adapter: 'smtp', ...input })
}

interface Failure {
  /** One of nodemailer's own words. */
  code: string
  /** The server's reply code, when it gave one. */
  reply: number | undefined
}

/** A failed delivery as an AdapterError that repeats neither addresses nor what the server wrote, which quotes them. */
export function deliveryError(error: unknown, signal: AbortSignal): AdapterError {
  if (AdapterError.isInstance(error)) return error
  if (signal.aborted) return endedBy(signal)
  const { code, reply } = failureOf(error)
  // 4yz means later, 5yz never (RFC 5321, 4.2.1).
  const later = reply !== undefined && reply < 500
  const said = reply === undefined ? '' : ` (${reply})`
  if (code === 'EAUTH' || code === 'ENOAUTH')
    return smtpError({ code: 'credentials', retryable: later, message: `The mail server refused the user or password${said}.` })
  if (code === 'ETLS')
    return smtpError({ code: 'tls', retryable: later, message: `The mail server gave no safe TLS connection${said}. Check its name, port and certificate.` })
  if (reply !== undefined) return smtpError({ code: 'refused', retryable: later, message: `The mail server refused the mail${said}.` })
  return smtpError({ code: 'unreachable', retryable: true, message: 'The mail server cannot be reached. Check that it runs and that its address is right.' })
}

function endedBy({ reason }: AbortSignal): AdapterError {
  const late = reason instanceof Error && reason.name === 'TimeoutError'
  return late
    ? smtpError({ code: 'timeout', retryable: true, message: 'The mail server took too long to answer.' })
    : smtpError({ code: 'aborted', retryable: false, message: 'Sending was given up.' })
}

function failureOf(error: unknown): Failure {
  if (!(error instanceof Error)) return { code: '', reply: undefined }
  const code = 'code' in error ? String(error.code) : ''
  const reply = 'responseCode' in error && typeof error.responseCode === 'number' ? error.responseCode : undefined
  // A certificate that is not believed ends an implicit TLS connection as a failure of its socket.
  const untrusted = 'originalCode' in error && /CERT|TLS|SSL/.test(String(error.originalCode))
  return { code: untrusted ? 'ETLS' : code, reply }
}
