import { extractive } from '../adapters/language-model/extractive/index.js'
import { detectModels } from '../config/detect-models.js'
import type { CoachServerOptions } from '../config/options.js'
import type { Embedder, LanguageModel, Logger } from '../ports/index.js'
import { type ResilientEmbedder, type ResilientReranker, resilientEmbedder, resilientReranker, route } from '../resilience/index.js'
import { logModelEvents } from './log-model-events.js'

export interface Models {
  languageModel: LanguageModel
  embedder?: ResilientEmbedder
  previousEmbedder?: Embedder
  reranker?: ResilientReranker
}

/** The host's models, else those that are found; each with its limits, circuits and retries. */
export async function chooseModels(options: CoachServerOptions, logger: Logger): Promise<Models> {
  const detected = options.languageModel ? undefined : await detectModels(process.env, { logger })
  const model = options.languageModel ?? detected?.languageModel ?? extractive()
  // A route has the limits, circuits and retries already; any other model gets them as a route of one.
  const languageModel = model.states ? model : route({ models: [{ model }] })
  logModelEvents(languageModel, logger)
  const embedder = options.embedder === undefined ? detected?.embedder : options.embedder || undefined
  if (embedder?.languages) logger.warn('models.embedder_languages', { embedder: embedder.id, languages: embedder.languages.join() })
  const previous = options.previousEmbedder
  return {
    languageModel,
    ...(embedder ? { embedder: resilientEmbedder(embedder) } : {}),
    ...(embedder && previous && previous.id !== embedder.id ? { previousEmbedder: resilientEmbedder(previous) } : {}),
    ...rerankerOf(options),
  }
}

function rerankerOf({ reranker }: CoachServerOptions): Pick<Models, 'reranker'> {
  return reranker ? { reranker: resilientReranker(reranker) } : {}
}
