import type { WidgetConfig } from '@coachkit/contract'

export interface FoundConfig {
  config?: WidgetConfig
  /** Why there shall be no widget. */
  refused?: string
  /** Why this website may not have it, in the browser's language. */
  denied?: string
}

/** The public look of a creator's widget, or why there is none. Without a network there is neither. */
export async function fetchConfig(input: { baseUrl: string; creator: string; signal: AbortSignal }): Promise<FoundConfig> {
  try {
    const address = `${input.baseUrl.replace(/\/$/, '')}/v1/widgets/${encodeURIComponent(input.creator)}/config`
    const response = await fetch(address, { signal: input.signal })
    const body: unknown = await response.json()
    if (response.ok) return isConfig(body) ? { config: body } : {}
    if (response.status === 404) return { refused: messageOf(body) }
    return response.status === 403 ? { denied: messageOf(body) } : {}
  } catch {
    return {}
  }
}

function isConfig(body: unknown): body is WidgetConfig {
  const { name, primaryColor, suggestions } = body as Partial<WidgetConfig>
  return typeof name === 'string' && Array.isArray(suggestions) && /^#[0-9a-f]{6}$/i.test(String(primaryColor))
}

function messageOf(body: unknown): string {
  return String((body as { error?: { message?: unknown } }).error?.message ?? 'refused')
}
