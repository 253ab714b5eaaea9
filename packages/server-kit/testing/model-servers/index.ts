export { type OllamaServerOptions, startOllamaServer } from './ollama-server.js'
export { type OpenAiServerOptions, startOpenAiServer } from './openai-server.js'
export { type RerankServerOptions, startRerankServer } from './rerank-server.js'
export { tinyDimensions, writeTinyEmbeddingModel } from './tiny-embedding-model.js'
