export { createKnowledge } from './create-knowledge.js'
export { createRetriever, type Passage, type Retriever } from './retriever.js'
