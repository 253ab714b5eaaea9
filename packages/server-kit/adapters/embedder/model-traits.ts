/** What a model expects before a text, and which languages it knows, from its own model card; without `languages` it knows many. */
interface ModelTraits {
  query: string
  passage: string
  languages?: readonly string[]
}

const plain: ModelTraits = { query: '', passage: '' }
const english = ['en']
const known: [RegExp, ModelTraits][] = [
  [/nomic-embed-text-v2/i, { query: 'search_query: ', passage: 'search_document: ' }],
  [/nomic-embed-text/i, { query: 'search_query: ', passage: 'search_document: ', languages: english }],
  [/embeddinggemma/i, { query: 'task: search result | query: ', passage: 'title: none | text: ' }],
  [/multilingual-e5/i, { query: 'query: ', passage: 'passage: ' }],
  [/all-minilm|bge-(?:small|base|large)-en|mxbai-embed|snowflake-arctic-embed(?!2)/i, { ...plain, languages: english }],
]

export function traitsOf(model: string): ModelTraits {
  return known.find(([pattern]) => pattern.test(model))?.[1] ?? plain
}
