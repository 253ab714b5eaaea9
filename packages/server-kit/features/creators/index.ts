import { isDeepStrictEqual } from 'node:util'
import { CoachError, type Language, type Tier, type WidgetConfig } from '@coachkit/contract'
import { formVersion } from '../../domain/form/form-version.js'
import { isUsualLength, type MessageLength } from '../../domain/limits/message-length.js'
import type { CreatorRecord, Storage, WidgetSettings } from '../../ports/index.js'
import { readDomains } from './allowed-domains.js'
import { defaultWidget, usualLauncher } from './default-widget.js'
import { logoPath } from './logo-path.js'

export { activeCreator } from './active-creator.js'
export { createAllowances } from './allowances.js'
export { type AllowedDomainLists, type CreatorReference, createAllowedDomainLists } from './allowed-domain-lists.js'
export { allowDomains } from './allowed-domains.js'
export { answeringOf } from './answering.js'
export { creatorIds } from './creator-ids.js'
export { defaultWidget, usualColor } from './default-widget.js'
export { createCreators } from './handlers.js'

/** A creator to set up; what `widget` leaves out follows the language. */
export interface NewCreator {
  slug: string
  name: string
  language: Language
  widget?: Partial<WidgetSettings>
  /** Websites that may use the coach, like `ana.example` or `*.ana.example`. None: in production only pages of the server itself and of `allowedOrigins`. */
  allowedDomains?: readonly string[]
  /** Default `free`. */
  tier?: Tier
}

/** Creates the creator, or returns the one that has the slug. */
export async function ensureCreator(input: { storage: Storage; creator: NewCreator }): Promise<CreatorRecord> {
  const { slug, name, language, widget, tier } = input.creator
  const allowedDomains = readDomains(input.creator.allowedDomains ?? [])
  return input.storage.as({ system: 'setup' }, (tx) =>
    tx.creators.create({ slug, name, language, widget: { ...defaultWidget(language), ...widget }, allowedDomains, ...(tier ? { tier } : {}) }),
  )
}

/** The oldest creators, at most `limit`. */
export function listCreators(input: { storage: Storage; limit: number }): Promise<CreatorRecord[]> {
  return input.storage.as({ system: 'setup' }, (tx) => tx.creators.list({ limit: input.limit }))
}

/** Gives a creator another tier. */
export async function setTier(input: { storage: Storage; creatorId: string; tier: Tier }): Promise<void> {
  const known = await input.storage.as({ system: 'setup' }, (tx) => tx.creators.setStanding({ id: input.creatorId, tier: input.tier }))
  if (!known) throw new CoachError('CREATOR_001')
}

/** What a widget may know of its creator. */
export function widgetConfigOf(creator: CreatorRecord, { messageLength }: { messageLength: MessageLength }): WidgetConfig {
  const { updatedAt: _, rateLimitPerMinute: __, hours, launcher, font, form, nudges, ...shown } = widgetOf(creator)
  const logo = logoPath(creator)
  return {
    ...shown,
    creator: creator.slug,
    name: creator.name,
    language: creator.language,
    ...(hours ? { hours } : {}),
    // What is as usual, a page needs not load; what places a launcher elsewhere than in a lower corner comes with what dresses it.
    ...(isDeepStrictEqual(launcher, usualLauncher) && shown.position.startsWith('bottom') ? {} : { launcher }),
    ...(font === 'system' ? {} : { font }),
    ...(form ? { form: { ...form, version: formVersion(form) } } : {}),
    ...(nudges.length > 0 ? { nudges } : {}),
    ...(creator.handover?.kind === 'direct' ? { direct: true } : {}),
    ...(logo === undefined ? {} : { logo }),
    ...(isUsualLength(messageLength) ? {} : { maxMessageLength: messageLength }),
  }
}

/** A creator's settings, with the defaults for what it has not chosen. */
export function widgetOf({
  widget,
  language,
  createdAt,
}: CreatorRecord): ReturnType<typeof defaultWidget> & Pick<WidgetSettings, 'rateLimitPerMinute'> & { updatedAt: string } {
  return { ...defaultWidget(language), updatedAt: createdAt.toISOString(), ...widget }
}
