export { createKnowledge, type Knowledge } from './create-knowledge.js'
export { findOrphans, type Orphan } from './find-orphans.js'
export { readQuestionVector } from './read-vector.js'
export { createRetriever, type Passage, type Retriever } from './retriever.js'
