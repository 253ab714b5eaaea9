import { beforeEach, expect, test } from 'vitest'
import { AdapterError, type Logger, type Mailer } from '../../ports/index.js'
import { deliver } from './deliver.js'

const mail = { to: 'jose@example.com', subject: 'Hola', text: 'Un código' }
const lines: unknown[][] = []
const logger: Logger = { info: () => undefined, warn: () => undefined, error: (...line) => void lines.push(line) }
const failed = (retryable: boolean) => new AdapterError({ adapter: 'smtp', code: 'refused', retryable, message: 'No' })

/** Fails with these, one a try, then sends. */
function mailerWith(...failures: Error[]) {
  const tries: AbortSignal[] = []
  const mailer: Mailer = {
    async send(_mail, { signal }) {
      tries.push(signal)
      const failure = failures[tries.length - 1]
      if (failure) throw failure
    },
  }
  return { mailer, tries }
}

beforeEach(() => void lines.splice(0))

test('a failure that may pass is tried once more, within the same time', async () => {
  const { mailer, tries } = mailerWith(failed(true))
  await deliver({ mailer, logger }, mail)
  expect([tries.length, new Set(tries).size, lines.length]).toEqual([2, 1, 0])
})

test.each([
  ['that may pass, twice', [failed(true), failed(true), failed(true)], 2, 'smtp.refused'],
  ['that will not pass', [failed(false)], 1, 'smtp.refused'],
  ['of a host’s own mailer', [new TypeError('jose@example.com is odd')], 1, 'unknown'],
])('a failure %s is one line without the address', async (_, failures, tried, reason) => {
  const { mailer, tries } = mailerWith(...failures)
  await deliver({ mailer, logger }, mail)
  expect(tries).toHaveLength(tried)
  expect(lines).toEqual([['auth.mail_failed', { reason }]])
})
