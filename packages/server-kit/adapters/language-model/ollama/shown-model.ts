import type { Ollama } from 'ollama'
import * as z from 'zod/mini'

/** The part of `/api/show` that tells of the model itself (`llama.context_length`, `gemma3.context_length` …); older servers leave some out. */
const shown = z.object({ capabilities: z.optional(z.array(z.string())), model_info: z.optional(z.record(z.string(), z.unknown())) })

/** What a model was made for. */
export interface ShownModel {
  /** Tokens; `undefined` where its server does not say. */
  longestWindow: number | undefined
  callsTools: boolean
}

export async function shownModel(client: Ollama, model: string): Promise<ShownModel> {
  const { data } = shown.safeParse(await client.show({ model }))
  const [, length] = Object.entries(data?.model_info ?? {}).find(([name]) => name.endsWith('.context_length')) ?? []
  const longestWindow = typeof length === 'number' && length > 0 ? length : undefined
  return { longestWindow, callsTools: data?.capabilities?.includes('tools') ?? false }
}
