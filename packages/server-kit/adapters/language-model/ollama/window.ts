import type { Ollama } from 'ollama'
import * as z from 'zod/mini'

/** The part of `/api/show` that tells of the model itself: `llama.context_length`, `gemma3.context_length` … */
const shown = z.object({ model_info: z.record(z.string(), z.unknown()) })

/** The tokens a model was made for; `undefined` where its server does not say. */
export async function longestWindow(client: Ollama, model: string): Promise<number | undefined> {
  const { data } = shown.safeParse(await client.show({ model }))
  const [, length] = Object.entries(data?.model_info ?? {}).find(([name]) => name.endsWith('.context_length')) ?? []
  return typeof length === 'number' && length > 0 ? length : undefined
}
