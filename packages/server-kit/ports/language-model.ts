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
  /** Texts at which the answer ends; they are not part of it. */
  stop?: string[]
  /** For a model that chooses among several. */
  routing?: {
    /** Questions of one conversation stay with one model. */
    conversationId?: string
    /** The name of the model that is asked first, if it is one of them. */
    model?: string
    /** What whoever answers must be able to do. */
    needs?: { tools?: boolean; jsonSchema?: boolean }
  }
}
export type GeneratePart =
  /** Which model answers, as `adapter:model`; before the first text, from a model that chooses among several. */
  | { type: 'model'; id: string }
  | { type: 'text'; text: string }
  | { type: 'usage'; promptTokens: number; completionTokens: number }
  | { type: 'finish'; reason: 'stop' | 'length' | 'other' }

/** One of the models among which another chooses. */
export interface ModelState {
  /** What creators call it. */
  name: string
  /** `adapter:model`. */
  id: string
  /** How the last look at its server went; absent before the first. */
  status?: 'up' | 'down'
  /** `open`: left alone after failing again and again. `probing`: one call tries it. */
  circuit: 'closed' | 'open' | 'probing'
  /** Answers being written, and those that wait for a place. */
  running: number
  waiting: number
  /** Of the latest answers, 0 to 1. */
  errorRate: number
  /** Milliseconds to the first part, the median of the latest answers. */
  firstTokenMs?: number
  /** Part of the new conversations that it gets, 0 to 1. */
  share: number
  /** Why it was taken out of use after its trial. */
  rolledBack?: 'errors' | 'latency'
}

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
  /** Gets ready before the first question, where that helps: a local server loads the model. */
  warmUp?(options: { signal: AbortSignal }): Promise<void>
  /** Of a model that chooses among several: how each is. */
  states?(): ModelState[]
}
