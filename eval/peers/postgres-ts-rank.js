import { createRequire } from 'node:module'
import { plainWords } from './plain-words.js'

const ofServerKit = createRequire(new URL('../../packages/server-kit/package.json', import.meta.url))
const configurations = { en: 'english', es: 'spanish', pt: 'portuguese' }
const batch = 200

/** PostgreSQL full text search: the language's configuration, any word of the question may match, ts_rank. */
export async function postgresTsRank({ documents, language }) {
  const { PGlite } = ofServerKit('@electric-sql/pglite')
  const database = new PGlite()
  const configuration = configurations[language]
  await database.exec('create table passages (id int, words tsvector)')
  for (let start = 0; start < documents.length; start += batch) {
    const rows = documents.slice(start, start + batch).map(({ title, text }, at) => ({ id: start + at, text: `${title}\n${text}` }))
    await database.query('insert into passages select id, to_tsvector($1::regconfig, text) from json_to_recordset($2::json) as r (id int, text text)', [
      configuration,
      JSON.stringify(rows),
    ])
  }
  await database.exec('create index on passages using gin (words)')
  return {
    async search(query, limit) {
      const { rows } = await database.query(
        'select id from passages, to_tsquery($1::regconfig, $2) question where words @@ question order by ts_rank(words, question) desc, id limit $3',
        [configuration, plainWords(query).join(' | '), limit],
      )
      return rows.map(({ id }) => id)
    },
    close: () => database.close(),
  }
}
