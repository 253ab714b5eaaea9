import { isDeepStrictEqual } from 'node:util'
import { CoachError, type CreatorWidget, type CreatorWidgetChange } from '@coachkit/contract'
import { defaultLimits } from '../../domain/limits/default-limits.js'
import type { Clock, CreatorRecord, Principal, Storage, WidgetSettings } from '../../ports/index.js'
import { actorOf } from '../audit/index.js'
import { widgetOf } from '../creators/index.js'

const usualQuestions = defaultLimits.questionsPerUser.limit

/** All that is set of a creator's widget. */
export async function readSettings(storage: Storage, { creatorId }: Principal): Promise<CreatorWidget> {
  return settingsOf(mustExist(await storage.as({ creatorId }, (tx) => tx.creators.find(creatorId))))
}

/** Changes what is given and differs, and notes which it was. */
export async function updateSettings(
  { storage, clock, onSettings }: { storage: Storage; clock: Clock; onSettings(creatorId: string): void },
  principal: Principal,
  change: CreatorWidgetChange,
): Promise<CreatorWidget> {
  const { creatorId } = principal
  const settings = await storage.as({ creatorId }, async (tx) => {
    const creator = mustExist(await tx.creators.find(creatorId))
    const before = widgetOf(creator)
    const given = Object.entries(flat(change, before)).filter(
      ([field, value]) => value !== undefined && !isDeepStrictEqual(value, before[field as keyof WidgetSettings]),
    )
    if (given.length === 0) return settingsOf(creator)
    const at = clock.now()
    const widget: WidgetSettings = { ...creator.widget, ...Object.fromEntries(given), updatedAt: at.toISOString() }
    await tx.creators.setWidget({ id: creatorId, widget })
    const details = { fields: given.map(([field]) => field).join(' ') }
    await tx.audit.append({ creatorId, entry: { actor: actorOf(principal), action: 'creator.widget_changed', subject: `creator:${creatorId}`, details }, at })
    return settingsOf({ ...creator, widget })
  })
  onSettings(creatorId)
  return settings
}

function settingsOf(creator: CreatorRecord): CreatorWidget {
  const widget = widgetOf(creator)
  const { active, position, suggestions, hours, launcher, form, nudges, rateLimitPerMinute = usualQuestions, updatedAt } = widget
  const { primaryColor, secondaryColor, backgroundColor, textColor, borderRadius, font } = widget
  const { autoOpen, greeting, placeholder, showTypingIndicator, responseDelayMs } = widget
  return {
    creatorId: creator.id,
    isActive: active,
    position,
    suggestions,
    hours,
    rateLimitPerMinute,
    form,
    nudges,
    launcher,
    theme: { primaryColor, secondaryColor, backgroundColor, textColor, borderRadius, font },
    behavior: { autoOpen, greeting, placeholder, showTypingIndicator, responseDelayMs },
    allowedDomains: creator.allowedDomains,
    updatedAt,
  }
}

/** As it is kept: colours in six digits. */
function flat(
  { isActive, theme = {}, behavior, launcher, ...rest }: CreatorWidgetChange,
  before: WidgetSettings,
): Partial<Record<keyof WidgetSettings, unknown>> {
  const looks = Object.entries(theme).map(([name, value]) => [name, typeof value === 'string' && value.startsWith('#') ? sixDigits(value) : value])
  return {
    ...rest,
    ...behavior,
    ...Object.fromEntries(looks),
    ...(launcher ? { launcher: { ...before.launcher, ...launcher } } : {}),
    ...(isActive === undefined ? {} : { active: isActive }),
  }
}

function sixDigits(color: string): string {
  return (color.length === 4 ? color.replace(/[^#]/g, '$&$&') : color).toLowerCase()
}

function mustExist(creator: CreatorRecord | undefined): CreatorRecord {
  if (!creator) throw new CoachError('CREATOR_001')
  return creator
}
