export { buildPrompt } from './build-prompt.js'
export { dontKnow } from './dont-know.js'
export { phrasesFor } from './phrases.js'
export { resolveCitations } from './resolve-citations.js'
