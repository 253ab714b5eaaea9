import { CoachError } from '@coachkit/contract'
import type { RawCall } from '../dispatch/create-dispatcher.js'
import { type CallingPage, pageOfRequest } from '../domain/origin/calling-page.js'
import { parseOrigin } from '../domain/origin/parse-origin.js'
import type { CreatorReference } from '../features/creators/index.js'
import type { Principal } from '../ports/index.js'
import type { OriginPolicy } from './origin-policy.js'

/** Refuses a page that neither the server nor the creator of this call lists. */
export async function admitPage(input: { origins: OriginPolicy; request: Request; principal: Principal | undefined; call: RawCall }): Promise<void> {
  const page = pageOfRequest(input.request)
  const creator = input.principal ? { id: input.principal.creatorId } : namedCreator(input.call)
  if (!(await input.origins.mayCall(page, creator))) throw originRefused(page)
}

/** ORIGIN_001, with the origin that would have to be listed. */
export function originRefused({ origin }: CallingPage): CoachError {
  const page = parseOrigin(origin)
  return new CoachError('ORIGIN_001', page ? { details: { origin: page.origin } } : {})
}

/** The creator that a call without a credential is about, before it is parsed. */
function namedCreator({ params, body }: RawCall): CreatorReference | undefined {
  for (const part of [params, body]) {
    const slug = typeof part === 'object' && part !== null && 'creator' in part ? part.creator : undefined
    if (typeof slug === 'string') return { slug }
  }
  return undefined
}
