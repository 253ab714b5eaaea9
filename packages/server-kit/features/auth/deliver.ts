import { AdapterError, type Mail } from '../../ports/index.js'
import type { AuthParts } from './auth-parts.js'

/** For both tries together, so that a server that stops is not held up. */
const patienceMs = 15_000

/** Sends a mail, a second time after a failure that may pass. One that cannot be sent is a line in the log, without the address: nobody waits for it. */
export async function deliver({ mailer, logger }: Pick<AuthParts, 'mailer' | 'logger'>, mail: Mail): Promise<void> {
  const signal = AbortSignal.timeout(patienceMs)
  const send = () => mailer.send(mail, { signal })
  try {
    await send().catch((error: unknown) => {
      if (signal.aborted || !AdapterError.isInstance(error) || !error.retryable) throw error
      return send()
    })
  } catch (error) {
    logger.error('auth.mail_failed', { reason: AdapterError.isInstance(error) ? `${error.adapter}.${error.code}` : 'unknown' })
  }
}
