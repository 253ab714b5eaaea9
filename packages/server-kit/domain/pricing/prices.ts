/** Millionths of a US dollar for a million tokens, whole numbers: 150000 is $0.15. */
export interface Price {
  prompt: number
  completion: number
}
/** By a model's id (`openai-compatible:gpt-4o`) or name (`gpt-4o`, also for `gpt-4o-2024-08-06`). */
export type Prices = Readonly<Record<string, Price>>

/**
 * Published list prices, without discounts, last compared in November 2026. Sources: openai.com/api/pricing,
 * ai.google.dev/gemini-api/docs/pricing, claude.com/pricing. A variant that costs otherwise than its family has a line of its own.
 */
export const defaultPrices: Prices = {
  'gpt-4o-mini': dollars(0.15, 0.6),
  'gpt-4o': dollars(2.5, 10),
  'gpt-4.1-nano': dollars(0.1, 0.4),
  'gpt-4.1-mini': dollars(0.4, 1.6),
  'gpt-4.1': dollars(2, 8),
  'gpt-5-nano': dollars(0.05, 0.4),
  'gpt-5-mini': dollars(0.25, 2),
  'gpt-5': dollars(1.25, 10),
  'gpt-5-pro': dollars(15, 120),
  'gemini-2.5-flash-lite': dollars(0.1, 0.4),
  'gemini-2.5-flash': dollars(0.3, 2.5),
  'gemini-2.5-pro': dollars(1.25, 10),
  'claude-haiku-4-5': dollars(1, 5),
  'claude-sonnet-4': dollars(3, 15),
  // Run on the host's own machine.
  'ollama:': { prompt: 0, completion: 0 },
  extractive: { prompt: 0, completion: 0 },
}

/** What tokens of a model cost in millionths of a US dollar, rounded up; `undefined` when it has no price. */
export function costOf(call: { model: string; promptTokens: number; completionTokens: number }, prices: Prices): number | undefined {
  const price = priceOf(call.model, prices)
  return price && Math.ceil((call.promptTokens * price.prompt + call.completionTokens * price.completion) / 1_000_000)
}

/** The price of the longest name that the id, or the name in it, begins with; `gpt-4o` is not `gpt-4o1`. */
function priceOf(id: string, prices: Prices): Price | undefined {
  const name = id.slice(id.indexOf(':') + 1)
  const bare = name.slice(name.lastIndexOf('/') + 1)
  const fits = (key: string) => [id, name, bare].some((candidate) => begins(candidate, key))
  const [longest] = Object.keys(prices)
    .filter(fits)
    .sort((first, second) => second.length - first.length)
  return longest === undefined ? undefined : prices[longest]
}

function begins(candidate: string, key: string): boolean {
  return candidate.startsWith(key) && (key.endsWith(':') || /^(?:$|[^\p{L}\p{N}.])/u.test(candidate.slice(key.length)))
}

function dollars(prompt: number, completion: number): Price {
  return { prompt: Math.round(prompt * 1_000_000), completion: Math.round(completion * 1_000_000) }
}
