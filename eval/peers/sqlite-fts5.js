import { DatabaseSync } from 'node:sqlite'
import { plainWords } from './plain-words.js'

/** SQLite FTS5 as its manual sets it up: porter stems, its own bm25, any word of the question may match. */
export function sqliteFts5({ documents }) {
  const database = new DatabaseSync(':memory:')
  database.exec("create virtual table passages using fts5(title, text, tokenize = 'porter unicode61 remove_diacritics 2')")
  const insert = database.prepare('insert into passages (rowid, title, text) values (?, ?, ?)')
  database.exec('begin')
  for (const [index, { title, text }] of documents.entries()) insert.run(index, title, text)
  database.exec('commit')
  const find = database.prepare('select rowid from passages where passages match ? order by rank limit ?')
  return {
    search(query, limit) {
      const match = plainWords(query)
        .map((word) => `"${word}"`)
        .join(' OR ')
      return match === '' ? [] : find.all(match, limit).map(({ rowid }) => rowid)
    },
    close: () => database.close(),
  }
}
