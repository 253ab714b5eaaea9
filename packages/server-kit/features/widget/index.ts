import { CoachError, type Handlers, type Routes } from '@coachkit/contract'
import type { RequestContext } from '../../dispatch/request-context.js'
import type { Storage } from '../../ports/index.js'
import { widgetConfigOf } from '../creators/index.js'

/** What a page may ask about a creator's widget. */
export function createWidget(deps: { storage: Storage }): Handlers<Routes['widget'], RequestContext> {
  return {
    async config({ params }) {
      const creator = await deps.storage.as({ system: 'sign-in' }, (tx) => tx.creators.findBySlug(params.creator))
      if (!creator) throw new CoachError('CREATOR_001')
      return widgetConfigOf(creator)
    },
  }
}
