import { normaliseEmail, sameAccount } from '../../packages/server-kit/domain/identity/email.js'
import { slugProblem } from '../../packages/server-kit/domain/identity/slug.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface IdentityRow extends CorpusRow {
  a: string
  b: string | null
}

const checks: Record<string, (a: string, b: string) => string | undefined> = {
  email_same: (a, b) => (sameAccount(a, b) ? undefined : 'two accounts'),
  email_distinct: (a, b) => {
    if (sameAccount(a, b)) return 'one account'
    // A link goes to the stored address, so what is stored for `b` must be `b` and nothing that merely resembles it.
    const stored = normaliseEmail(b)
    return stored === undefined || stored === b.toLowerCase() ? undefined : `stored as ${stored}`
  },
  slug_reserved: (a) => (slugProblem(a) ? undefined : 'free'),
  slug_confusable: (_a, b) => (slugProblem(b) ? undefined : 'free'),
}

runCorpus<IdentityRow>('unicode_identity', ({ category, a, b }) => {
  const check = checks[category]
  return check ? check(a, b ?? '') : `no check for the category ${category}`
})
