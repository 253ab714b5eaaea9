import type { Handlers, Routes } from '@coachkit/contract'
import { principalOf, type RequestContext } from '../../dispatch/request-context.js'
import type { MessageLength } from '../../domain/limits/message-length.js'
import type { Clock, Storage } from '../../ports/index.js'
import { activeCreator, widgetConfigOf } from '../creators/index.js'
import { embedCode, type WidgetVersions } from './embed-code.js'
import { readSettings, updateSettings } from './settings.js'

export type { WidgetVersions } from './embed-code.js'

/** What a page may ask about a creator's widget, and what its people may set. */
export function createWidget(parts: {
  storage: Storage
  clock: Clock
  versions: WidgetVersions
  messageLength: MessageLength
  /** They were changed. */
  onSettings(creatorId: string): void
}): Handlers<Routes['widget'], RequestContext> {
  const { storage, versions } = parts
  return {
    config: async ({ params }) => widgetConfigOf(await activeCreator({ storage, slug: params.creator }), parts),
    settings: (_input, context) => readSettings(storage, principalOf(context)),
    updateSettings: ({ body }, context) => updateSettings(parts, principalOf(context), body),
    embedCode: async ({ query }, context) => {
      const { creatorId } = principalOf(context)
      const creator = await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))
      return embedCode({ ...query, config: creator && widgetConfigOf(creator, parts), versions })
    },
  }
}
