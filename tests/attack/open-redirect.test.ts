import { safeReturnPath } from '../../packages/server-kit/domain/identity/return-path.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface RedirectRow extends CorpusRow {
  payload: string
}

const allowed = ['https://www.whitelisteddomain.tld', 'http://www.whitelisteddomain.tld']
const ours = ['https://coach.example.net/v1/auth/login', 'http://coach.example.net/deep/page']

/** Follows the answer as a browser would, from pages of ours; then once more with one layer of percent signs gone, as some proxies do. */
runCorpus<RedirectRow>('open_redirect', ({ payload }) => {
  const target = safeReturnPath(payload, allowed)
  if (target === undefined) return undefined
  for (const page of ours) {
    for (const location of [target, decoded(target)]) {
      const { origin } = new URL(location, page)
      if (origin !== new URL(page).origin && !allowed.includes(origin)) return `leads to ${origin}: ${payload}`
    }
  }
})

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
