import { dontKnow, phrasesFor } from '../../../domain/prompt/index.js'
import type { GeneratePart, GenerateRequest, LanguageModel } from '../../../ports/index.js'
import { chooseQuotes, type Quote } from './choose-quotes.js'

/** Answers without a model: the material's own best sentences, quoted, cited, and said to be quotes. */
export function extractive(): LanguageModel {
  return {
    id: 'extractive',
    capabilities: { tools: false, jsonSchema: false, contextTokens: 8192, quotesOnly: true },
    health: () => Promise.resolve(),
    stream: (request, { signal }) => streamQuotes(request, signal),
  }
}

async function* streamQuotes(request: GenerateRequest, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  for (const text of wordParts(quoteAnswer(request))) {
    signal.throwIfAborted()
    yield { type: 'text', text }
  }
  yield { type: 'finish', reason: 'stop' }
}

function quoteAnswer(request: GenerateRequest): string {
  const quotes = chooseQuotes(request)
  if (quotes.length === 0) return dontKnow(request.language)
  return [phrasesFor(request.language).quoting, ...quotes.map(quoted)].join('\n\n')
}

/** Every line stays as it is, as a Markdown quote; a bracketed number of the document's own must not read as a citation. */
function quoted(quote: Quote): string {
  const lines = quote.text.replace(/\[(\d{1,3})\]/gu, '\\[$1\\]').split('\n')
  return `${lines.map((line) => `> ${line}`.trimEnd()).join('\n')} [${quote.number}]`
}

function wordParts(text: string): string[] {
  return text.match(/\s*\S+/gu) ?? []
}
