/** A passage put before the model; `number` is how the answer may cite it: `[number]`. */
export interface GroundingPassage {
  number: number
  documentName: string
  headings: string[]
  page?: number
  text: string
  /** How well it fits the question, 0 to 1; the best is 1. */
  score: number
}
export interface GenerateRequest {
  /** Instructions; never contains material. */
  system: string
  /** The turns, oldest first; the last is the question with its fenced material. */
  messages: { role: 'user' | 'assistant'; content: string }[]
  /** The bare question and the passages, for an adapter that quotes instead of generating. */
  question: string
  language: string
  passages: GroundingPassage[]
  maxTokens?: number
  temperature?: number
}
export type GeneratePart =
  | { type: 'text'; text: string }
  | { type: 'usage'; promptTokens: number; completionTokens: number }
  | { type: 'finish'; reason: 'stop' | 'length' | 'other' }

export interface LanguageModel {
  /** `adapter:model`, for example `ollama:llama3.2`. */
  readonly id: string
  readonly capabilities: { readonly tools: boolean; readonly jsonSchema: boolean; readonly contextTokens: number; readonly quotesOnly: boolean }
  /** Fails with AdapterError; a stream that ends without `finish` was cut. Aborting `signal` ends the upstream call. */
  stream(request: GenerateRequest, options: { signal: AbortSignal }): AsyncIterable<GeneratePart>
  /** Throws an AdapterError when it cannot answer. */
  health(options: { signal: AbortSignal }): Promise<void>
  /** Whether the server has the model in memory: asked when a first part is late, because a small machine reads a long prompt for a minute. */
  isWorking?(options: { signal: AbortSignal }): Promise<boolean>
}
