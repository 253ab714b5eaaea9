import type { Handlers, Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import type { Storage } from '../../ports/index.js'
import { activeCreator, widgetConfigOf } from '../creators/index.js'

/** What a page may ask about a creator's widget. */
export function createWidget({ storage }: { storage: Storage }): Handlers<Routes['widget'], RequestContext> {
  return { config: async ({ params }) => widgetConfigOf(await activeCreator({ storage, slug: params.creator })) }
}
