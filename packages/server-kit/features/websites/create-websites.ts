import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import { readPublicUrl } from '../../domain/public-address/public-url.js'
import { pageAddress } from '../../domain/website/web-address.js'
import type { Egress, JobWork, StorageTx } from '../../ports/index.js'
import { announce, announceRemoved } from './announce.js'
import { giveUpWebsite, readWebsite } from './read-website.js'
import { createVisitor } from './visit.js'
import type { WebsiteDeps } from './website-parts.js'

/** Websites of one creator. */
const mostWebsites = 50

export interface Websites {
  handlers: Handlers<Routes['websites'], RequestContext>
  /** One step of reading a website. */
  read: JobWork
}

/** Pages of the web as material: added, read on a schedule, removed. */
export function createWebsites(deps: WebsiteDeps): Websites {
  const { storage, documents, egress, onJob } = deps
  const visitor = createVisitor(deps)
  const ofCreator = <Result>(context: RequestContext, work: (tx: StorageTx) => Promise<Result>) =>
    storage.as({ creatorId: principalOf(context).creatorId }, work)
  return {
    handlers: {
      async add({ body }, context) {
        const address = readable(body.address, egress)
        const { kind, refreshHours = null } = body
        const added = await ofCreator(context, (tx) => tx.websites.add({ address, kind, refreshHours, most: mostWebsites }))
        if (!added) throw new CoachError('WEBSITE_010')
        announce(deps, principalOf(context).creatorId, added.website)
        onJob()
        return added
      },
      list: ({ query }, context) => ofCreator(context, (tx) => tx.websites.list(query)),
      get: async ({ params }, context) => found(await ofCreator(context, (tx) => tx.websites.find(params.websiteId))),
      pages: ({ params: { websiteId }, query }, context) =>
        ofCreator(context, async (tx) => {
          found(await tx.websites.find(websiteId))
          return tx.websites.pages({ websiteId, ...query })
        }),
      async refresh({ params }, context) {
        const website = found(await ofCreator(context, (tx) => tx.websites.refresh(params.websiteId)))
        announce(deps, principalOf(context).creatorId, website)
        onJob()
        return website
      },
      async remove({ params }, context) {
        const { creatorId } = principalOf(context)
        const removed = found(await ofCreator(context, (tx) => tx.websites.remove(params.websiteId)))
        announceRemoved(deps, creatorId, params.websiteId)
        await documents.afterRemoval(creatorId, removed)
      },
    },
    read: { run: (job, signal) => readWebsite({ ...deps, visitor }, job, signal), giveUp: (job) => giveUpWebsite(deps, job) },
  }
}

/** The address in its one form. `example.org` is meant as a web address; what the door would not let out is refused at once. */
function readable(written: string, egress: Egress): string {
  const address = pageAddress(/^[a-z][a-z\d+.-]*:/i.test(written) ? written : `https://${written}`)
  if (address === undefined || !(egress.admits ?? isPublic)(address)) throw new CoachError('WEBSITE_001')
  return address
}

function isPublic(address: string): boolean {
  return readPublicUrl(address, { ports: [80, 443], privateOrigins: [] }).ok
}

function found<Item extends object>(item: Item | undefined): Item {
  if (!item) throw new CoachError('RESOURCE_001')
  return item
}
