export { type ResilientEmbedder, resilientEmbedder } from './resilient-embedder.js'
export { resilientRateLimiter } from './resilient-rate-limiter.js'
export { withBreaker } from './with-breaker.js'
export { withTimeouts } from './with-timeouts.js'
