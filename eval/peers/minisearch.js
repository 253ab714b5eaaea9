import MiniSearch from 'minisearch'

/** MiniSearch with the language's stems, its best setting on these sets. */
export function minisearch({ documents, stems }) {
  const index = new MiniSearch({ fields: ['title', 'text'], processTerm: (term) => stems(term)[0] ?? false })
  index.addAll(documents.map(({ title, text }, id) => ({ id, title, text })))
  return {
    search: (query, limit) =>
      index
        .search(query)
        .slice(0, limit)
        .map(({ id }) => id),
  }
}
