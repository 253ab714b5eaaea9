import type { Website } from '@coachkit/contract'
import type { WebsiteDeps } from './website-parts.js'

const typeOf = { pending: 'website.reading', reading: 'website.reading', ready: 'website.ready', failed: 'website.failed' } as const

/** Tells the creator's members how a website is. */
export function announce({ bus }: Pick<WebsiteDeps, 'bus'>, creatorId: string, website: Website | undefined): void {
  if (website) bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type: typeOf[website.status], website } })
}

export function announceRemoved({ bus }: Pick<WebsiteDeps, 'bus'>, creatorId: string, websiteId: string): void {
  bus.publish(`creator:${creatorId}`, { kind: 'ephemeral', event: { type: 'website.removed', websiteId } })
}
