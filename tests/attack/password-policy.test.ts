import { createPasswordHasher } from '../../packages/server-kit/adapters/password-hasher/argon2/index.js'
import { type PasswordContext, passwordProblems } from '../../packages/server-kit/domain/password-policy/password-problems.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface PasswordRow extends CorpusRow {
  payload: string
  note: string
  context: PasswordContext
}

const hasher = createPasswordHasher()

runCorpus<PasswordRow>('password_policy', async ({ payload, context, note, expect: expected }) => {
  const problems = passwordProblems({ password: payload, context })
  const [, relation, other = ''] = /^(accept_distinct|same_as):(.*)$/s.exec(expected) ?? []
  if (relation === undefined) return (problems.length === 0) === (expected === 'accept') ? undefined : `${problems.join() || 'accepted'}: ${note}`
  if (problems.join() !== passwordProblems({ password: other, context }).join()) return `one is accepted, one refused: ${note}`
  const same = await hasher.verify(other, await hasher.hash(payload))
  return same === (relation === 'same_as') ? undefined : `${same ? 'taken for the same' : 'told apart'}: ${note}`
})
