import { originAllowed } from '../../packages/server-kit/domain/origin/origin-allowed.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface OriginRow extends CorpusRow {
  allow: string[]
  payload: string | null
  expect: 'allow' | 'deny'
}

runCorpus<OriginRow>('origins', (row) => {
  const allowed = originAllowed({ origin: row.payload ?? undefined, host: 'coach.internal.test', allowedDomains: row.allow, development: false })
  const answer = allowed ? 'allow' : 'deny'
  return answer === row.expect ? undefined : `${answer}: ${row.payload}`
})
