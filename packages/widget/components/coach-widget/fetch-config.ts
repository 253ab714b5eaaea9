import type { WidgetConfig } from '@coachkit/contract'

export interface FoundConfig {
  config?: WidgetConfig
  /** Why there shall be no widget. */
  refused?: string
  /** It is this website that may not have it. */
  notAllowed?: boolean
}

/** The public look of a creator's widget, or a refusal. Without a network there is neither. */
export async function fetchConfig(input: { baseUrl: string; creator: string; signal: AbortSignal }): Promise<FoundConfig> {
  try {
    const address = `${input.baseUrl.replace(/\/$/, '')}/v1/widgets/${encodeURIComponent(input.creator)}/config`
    const response = await fetch(address, { signal: input.signal })
    const body: unknown = await response.json()
    if (response.ok) return isConfig(body) ? { config: body } : {}
    if (response.status !== 404 && response.status !== 403) return {}
    const { code, message } = errorOf(body)
    return { refused: String(message ?? 'refused by the server'), notAllowed: code === 'ORIGIN_001' }
  } catch {
    return {}
  }
}

function isConfig(body: unknown): body is WidgetConfig {
  const { name, primaryColor, suggestions } = body as Partial<WidgetConfig>
  return typeof name === 'string' && Array.isArray(suggestions) && /^#[0-9a-f]{6}$/i.test(String(primaryColor))
}

function errorOf(body: unknown): { code?: unknown; message?: unknown } {
  return (body as { error?: { code?: unknown; message?: unknown } }).error ?? {}
}
