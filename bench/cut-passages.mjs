import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { readSet } from '../eval/read-set.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const dataDirectory = join(process.env.COACHKIT_DATA ?? join(root, '../shared/data'), 'retrieval')
/** Characters of a passage, one after the other until there are enough: no two cuts of a text are alike. */
const widths = [1000, 860, 1140, 930, 1070, 790, 1210, 1110, 890, 1030, 960, 1170]

export function readSets() {
  return readdirSync(dataDirectory).map((name) => ({ name, ...readSet(join(dataDirectory, name)) }))
}

/** So many passages cut out of the texts of every set. */
export function cutPassages(sets, many) {
  const passages = []
  for (const width of widths) {
    for (const { corpus, language } of sets) {
      const text = corpus.map((document) => document.text).join('\n')
      for (let start = 0; start < text.length && passages.length < many; start += width)
        passages.push({ text: text.slice(start, start + width), headings: [], documentName: '', language })
    }
  }
  return passages
}
