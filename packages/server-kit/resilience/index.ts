export { resilientEmbedder } from './resilient-embedder.js'
export { withBreaker } from './with-breaker.js'
export { withTimeouts } from './with-timeouts.js'
