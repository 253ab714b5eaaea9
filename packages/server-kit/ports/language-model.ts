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
/** What a model may call for facts that are in no document. */
export interface ToolDescription {
  /** Letters, digits, `_` and `-`. */
  name: string
  description: string
  /** JSON Schema of an object. */
  inputSchema: Record<string, unknown>
}
export interface ToolCall {
  /** Unique within an answer. */
  id: string
  name: string
  /** As the model gave it: an object, or the text that was to be one. */
  input: unknown
}
export type ModelMessage =
  | { role: 'user'; content: string }
  /** What it said before it called, if anything. */
  | { role: 'assistant'; content: string; toolCalls?: ToolCall[] }
  /** What came of one of the calls before it. */
  | { role: 'tool'; content: string; callId: string; name: string }

export interface GenerateRequest {
  /** Instructions; never contains material. */
  system: string
  /** The turns, oldest first; the question with its fenced material is the last that a person wrote, and only calls with their results follow it. */
  messages: ModelMessage[]
  /** Offered to a model of any kind: who asks gives one without tools of its own their description in words. */
  tools?: ToolDescription[]
  /** No more calls in this answer. */
  toolChoice?: 'none'
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
    /** Milliseconds that its reader has waited already. */
    waitedMs?: number
  }
}
export type GeneratePart =
  /** Which model answers, as `adapter:model`; before the first text, from a model that chooses among several. */
  | { type: 'model'; id: string }
  | { type: 'text'; text: string }
  /** A call is being written: says that the model works, and no more. */
  | { type: 'tool-input' }
  | ({ type: 'tool-call' } & ToolCall)
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
  /** Failed calls since the start, by whose fault they were; `timeouts` are those of the infrastructure's that were silences. */
  failures: Record<ModelFault | 'timeouts', number>
  /** Why it was taken out of use after its trial. */
  rolledBack?: 'errors' | 'latency'
}

/** `input`: the request was refused. `model`: the model or its server broke, or is not there. `infrastructure`: it was not reached, or not in time. */
export type ModelFault = 'input' | 'model' | 'infrastructure'
/** What happened to one of the models among which another chooses; never what it was asked. */
export type ModelEvent = { id: string } & (
  | { type: 'failed'; kind: ModelFault; reason: string }
  | { type: 'circuit'; state: 'open' | 'closed' }
  | { type: 'rolled-back'; reason: 'errors' | 'latency' }
)

export interface LanguageModel {
  /** `adapter:model`, for example `ollama:llama3.2`. */
  readonly id: string
  readonly capabilities: { readonly tools: boolean; readonly jsonSchema: boolean; readonly contextTokens: number; readonly quotesOnly: boolean }
  /** Whether its server takes `tools`, where that is not known before it is asked; `capabilities.tools` says it otherwise. */
  takesTools?(options: { signal: AbortSignal }): Promise<boolean>
  /** Fails with AdapterError; a stream that ends without `finish` was cut. Aborting `signal` ends the upstream call. */
  stream(request: GenerateRequest, options: { signal: AbortSignal }): AsyncIterable<GeneratePart>
  /** Throws an AdapterError when it cannot answer. */
  health(options: { signal: AbortSignal }): Promise<void>
  /**
   * Whether the server may still be getting at a call that heard nothing for `waitedMs`: asked when a first part is late, and again,
   * because a small machine loads its model or reads a long prompt for a minute. A server that hangs must not say so.
   */
  isWorking?(options: { signal: AbortSignal; waitedMs: number }): Promise<boolean>
  /** Gets ready before the first question, where that helps: a local server loads the model. */
  warmUp?(options: { signal: AbortSignal }): Promise<void>
  /** Of a model that chooses among several: how each is. */
  states?(): ModelState[]
  /** Of a model that chooses among several: tells what an answer hides that another of them gave. */
  watch?(listener: (event: ModelEvent) => void): void
}
