import type { Handlers, Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { actorOf } from '../audit/index.js'
import type { AllowedDomainLists } from './allowed-domain-lists.js'
import { readDomains } from './allowed-domains.js'
import { answeringOf, setAnswering } from './answering.js'
import { type LogoParts, readLogo, removeLogo, uploadLogo } from './logo.js'
import { mustExist, profileOf, updateProfile } from './profile.js'

/** What a creator says of itself. */
export function createCreators(parts: LogoParts & { lists: AllowedDomainLists }): Handlers<Routes['creators'], RequestContext> {
  const { storage, clock, lists } = parts
  return {
    async profile(_input, context) {
      const { creatorId } = principalOf(context)
      return profileOf(mustExist(await storage.as({ creatorId }, (tx) => tx.creators.profile(creatorId))))
    },
    updateProfile: ({ body }, context) => updateProfile(parts, principalOf(context), body),
    async allowedDomains(_input, context) {
      const { creatorId } = principalOf(context)
      return { domains: mustExist(await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))).allowedDomains }
    },
    async setAllowedDomains({ body }, context) {
      const principal = principalOf(context)
      const { creatorId } = principal
      const domains = readDomains(body.domains, 'body.domains')
      const set = storage.as({ creatorId }, async (tx) => {
        await tx.creators.setAllowedDomains({ id: creatorId, allowedDomains: domains })
        const entry = {
          actor: actorOf(principal),
          action: 'creator.domains_changed',
          subject: `creator:${creatorId}`,
          details: { count: String(domains.length) },
        }
        await tx.audit.append({ creatorId, entry, at: clock.now() })
      })
      await set.finally(lists.forget)
      return { domains }
    },
    async answering(_input, context) {
      const { creatorId } = principalOf(context)
      return answeringOf(mustExist(await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))))
    },
    setAnswering: ({ body }, context) => setAnswering(parts, principalOf(context), body),
    uploadLogo: ({ body }, context) => uploadLogo(parts, principalOf(context), body.content),
    async removeLogo(_input, context) {
      await removeLogo(parts, principalOf(context))
      return undefined
    },
    logo: ({ params }) => readLogo(parts, params.creator),
  }
}
