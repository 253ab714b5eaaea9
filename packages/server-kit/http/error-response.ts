import { CoachError, type ErrorBody, errorMessage } from '@coachkit/contract'
import type { Context } from 'hono'
import { AdapterError, type Logger } from '../ports/index.js'
import type { AppEnv } from './app-deps.js'
import { callerLanguage } from './caller-language.js'
import { jsonAnswer } from './json-answer.js'

/** Every failure as the contract's error body; what is not ours becomes INTERNAL_001 and one log line. */
export function errorResponse(input: { error: unknown; context: Context<AppEnv>; logger: Logger }): Response {
  const { context } = input
  const requestId = context.get('requestId')
  const error = input.error === undefined ? new CoachError('RESOURCE_001') : asCoachError(input.error)
  if (error.status >= 500) {
    const cause = input.error instanceof Error ? input.error : undefined
    input.logger.error('request.failed', {
      requestId,
      code: error.code,
      error: cause?.name,
      reason: AdapterError.isInstance(cause) ? `${cause.adapter}.${cause.code}` : undefined,
    })
  }
  const body: ErrorBody = {
    error: {
      code: error.code,
      message: errorMessage(error.code, callerLanguage(context.req.header('accept-language')), error.details),
      requestId,
      ...(error.details ? { details: error.details } : {}),
      ...(error.retryAfterMs === undefined ? {} : { retryAfterMs: error.retryAfterMs }),
    },
  }
  if (error.retryAfterMs !== undefined) context.header('retry-after', String(Math.ceil(error.retryAfterMs / 1000)))
  return jsonAnswer(context, body, error.status)
}

/** What a failure of any layer means to a client. */
export function asCoachError(error: unknown): CoachError {
  if (CoachError.isInstance(error)) return error
  if (!AdapterError.isInstance(error)) return new CoachError('INTERNAL_001', { cause: error })
  if (error.code === 'no_space') return new CoachError('STORAGE_002', { cause: error })
  if (!error.retryable) return new CoachError('INTERNAL_001', { cause: error })
  return new CoachError(databases.has(error.adapter) ? 'SYS_001' : 'SYS_002', { cause: error, retryAfterMs: 2000 })
}

const databases = new Set(['pglite', 'postgres'])
