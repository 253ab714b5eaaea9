export { type EmbedderBench, embedderConformance } from './embedder-conformance.js'
export { languageModelConformance, type ModelBench } from './language-model-conformance.js'
export { type LimiterStore, rateLimiterConformance } from './rate-limiter-conformance.js'
export { storageConformance } from './storage-conformance.js'
