import type { WidgetConfig } from '@coachkit/contract'

export interface FoundConfig {
  config?: WidgetConfig
  /** Why there shall be no widget. */
  refused?: string
}

/** The public look of a creator's widget, or why there is none. Without a network there is neither. */
export async function fetchConfig(input: { baseUrl: string; creator: string; signal: AbortSignal }): Promise<FoundConfig> {
  try {
    const address = `${input.baseUrl.replace(/\/$/, '')}/v1/widgets/${encodeURIComponent(input.creator)}/config`
    const response = await fetch(address, { signal: input.signal })
    const body: unknown = await response.json()
    if (isConfig(body)) return body.active === false ? { refused: 'off' } : { config: body }
    return /40[34]/.test(response.status as unknown as string) ? { refused: messageOf(body) } : {}
  } catch {
    return {}
  }
}

/** What is read of it here; what is not there, the panel leaves out. */
function isConfig(body: unknown): body is WidgetConfig {
  return /^#[0-9a-f]{6}$/i.test((body as WidgetConfig).primaryColor)
}

function messageOf(body: unknown): string {
  return String((body as { error?: { message?: unknown } }).error?.message)
}
