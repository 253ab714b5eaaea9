/** What a model expects before a text, from its own model card, and whether it knows more than English. */
interface ModelTraits {
  query: string
  passage: string
  multilingual: boolean
}

const plain = { query: '', passage: '' }
const known: [RegExp, ModelTraits][] = [
  [/nomic-embed-text-v2/i, { query: 'search_query: ', passage: 'search_document: ', multilingual: true }],
  [/nomic-embed-text/i, { query: 'search_query: ', passage: 'search_document: ', multilingual: false }],
  [/embeddinggemma/i, { query: 'task: search result | query: ', passage: 'title: none | text: ', multilingual: true }],
  [/multilingual-e5/i, { query: 'query: ', passage: 'passage: ', multilingual: true }],
  [/all-minilm|bge-(?:small|base|large)-en|mxbai-embed|snowflake-arctic-embed(?!2)/i, { ...plain, multilingual: false }],
]

export function traitsOf(model: string): ModelTraits {
  return known.find(([pattern]) => pattern.test(model))?.[1] ?? { ...plain, multilingual: true }
}
