import type { WidgetConfig } from '@coachkit/contract'

const prefix = 'coachkit:'
/** Milliseconds that the settings are waited for; then it is as without a network. */
const patience = 5000

export interface FoundConfig {
  config?: WidgetConfig
  /** Why there shall be no widget. */
  refused?: string
}

/** What the last visit found, so that nothing waits for the network. */
export function keptConfig(address: string): FoundConfig {
  try {
    return JSON.parse(localStorage[prefix + address])
  } catch {
    return {}
  }
}

/** The public look of a creator's widget, or why there is none. Without a network there is neither. */
export async function fetchConfig(address: string): Promise<FoundConfig> {
  let found: FoundConfig = {}
  try {
    const response = await fetch(address, { signal: AbortSignal.timeout(patience) })
    const body = (await response.json()) as Partial<WidgetConfig> & { error: { message: string } }
    // What is read of it here; what is not there, the panel leaves out.
    if (/^#\w{6}$/.test(body.primaryColor as string)) found = body.active === false ? { refused: 'off' } : { config: body as WidgetConfig }
    else if (/40[34]/.test(response.status as unknown as string)) found = { refused: body.error.message }
    else return found
    localStorage[prefix + address] = JSON.stringify(found)
  } catch {
    // No network, none of our servers, or no place to keep it.
  }
  return found
}
