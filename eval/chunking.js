import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { RecursiveCharacterTextSplitter } from '@langchain/textsplitters'
import { alignChunks, wordsWithPlaces } from './align-words.js'
import { built, dataDirectory, mean } from './parts.js'

const { chunkDocument } = await built('domain/document/chunk-document.js')
const { extractMarkdown } = await built('adapters/text-extractor/worker/extract-markdown.js')
const { clean } = await built('adapters/text-extractor/worker/clean-text.js')
const { buildLexicalIndex } = await built('domain/retrieval/lexical-index.js')

/** Characters of a prompt that passages may fill. */
const budget = 4000
const mostHits = 60
/** Chunk and overlap in tokens: ours, and what decisions/2026-11-21-chunk-size.md weighed it against. */
const ownSizes = [
  [200, 40],
  [280, 60],
  [350, 60],
  [500, 100],
  [1000, 200],
]
const charactersPerToken = 3.6
/** The sizes LangChain's users mostly set, in characters: chunk and overlap. */
const recursiveSizes = [
  [500, 100],
  [1000, 200],
  [2000, 200],
]
const windowSize = 1000

/** How much of the answers' own words the best chunks hold, for each splitter with the same ranking. */
export async function measure() {
  const directory = join(dataDirectory, 'chunking')
  const corpora = readdirSync(directory)
    .filter((name) => name.endsWith('.md'))
    .map((name) => ({ id: name.slice(0, -3), text: readFileSync(join(directory, name), 'utf8') }))
    .map((corpus) => ({ ...corpus, words: wordsWithPlaces(corpus.text) }))
  const questions = readFileSync(join(directory, 'questions.jsonl'), 'utf8').trim().split('\n')
  const asked = questions
    .map((line) => JSON.parse(line))
    .map(({ question, references, corpus_id }) => {
      const corpus = corpora.find(({ id }) => id === corpus_id)
      return { question, corpus, references: references.map((span) => placesIn(corpus.words, span)) }
    })
  const figures = []
  for (const splitter of [...ownSizes.map(ownSplitter), ...recursiveSizes.map(recursiveSplitter), fixedWindow]) {
    figures.push(
      ...(await measureSplitter({ splitter, corpora, asked })).map((figure) => ({ ...figure, name: `eval.chunking.${splitter.name}.${figure.name}` })),
    )
  }
  return figures
}

async function measureSplitter({ splitter, corpora, asked }) {
  const chunks = []
  for (const corpus of corpora) {
    const own = await splitter.split(corpus.text)
    const places = alignChunks({ words: corpus.words, chunks: own.map(({ text }) => text) })
    chunks.push(...own.map(({ text, headings = [] }, at) => ({ text, headings, corpus, places: places[at] })))
  }
  const index = buildLexicalIndex(chunks.map(({ text, headings }) => ({ text, headings, documentName: '', language: 'en' })))
  const answers = asked.map((one) => judge({ ...one, found: packed(index.search(one.question, mostHits).hits.map((hit) => chunks[hit.index])) }))
  return [
    { name: 'recall', value: mean(answers.map(({ recall }) => recall)), unit: 'ratio' },
    { name: 'whole', value: mean(answers.map(({ whole }) => whole)), unit: 'ratio' },
    { name: 'precision', value: mean(answers.map(({ precision }) => precision)), unit: 'ratio' },
    { name: 'over_cap', value: chunks.filter(({ text }) => text.length > splitter.cap).length, unit: 'chunks' },
    { name: 'chunks', value: chunks.length, unit: 'chunks' },
  ]
}

function ownSplitter([chunkTokens, overlapTokens]) {
  return {
    name: `own-${chunkTokens}-${overlapTokens}`,
    cap: chunkTokens * charactersPerToken,
    split(text) {
      const { blocks } = extractMarkdown(new TextEncoder().encode(text))
      const cleaned = blocks.map((block) => ({ ...block, text: clean(block.text) })).filter((block) => block.text !== '')
      return chunkDocument({ blocks: cleaned }, { chunkTokens, overlapTokens, detectLanguage: () => 'en', fallbackLanguage: 'en' })
    },
  }
}

function recursiveSplitter([chunkSize, chunkOverlap]) {
  return {
    name: `langchain-recursive-${chunkSize}-${chunkOverlap}`,
    cap: chunkSize,
    split: async (text) => (await new RecursiveCharacterTextSplitter({ chunkSize, chunkOverlap }).splitText(text)).map((chunk) => ({ text: chunk })),
  }
}

const fixedWindow = {
  name: `fixed-window-${windowSize}`,
  cap: windowSize,
  split: (text) => Array.from({ length: Math.ceil(text.length / windowSize) }, (_, at) => ({ text: text.slice(at * windowSize, (at + 1) * windowSize) })),
}

function placesIn(words, { start_index, end_index }) {
  return words.flatMap(({ start, end }, at) => (start >= start_index && end <= end_index ? [at] : []))
}

/** The best chunks until the budget is spent; the last is cut there, so that no size gains by how it divides the budget. */
function packed(chunks) {
  let left = budget
  const taken = []
  for (const { text, corpus, places } of chunks) {
    if (left <= 0) break
    taken.push({
      length: Math.min(left, text.length),
      corpus,
      places: places.slice(0, Math.floor((places.length * Math.min(left, text.length)) / text.length)),
    })
    left -= text.length
  }
  return taken
}

/** `whole`: the share of the question's references that are there to their last word. */
function judge({ references, corpus, found }) {
  const held = new Set(found.filter((chunk) => chunk.corpus === corpus).flatMap(({ places }) => places))
  const wanted = [...new Set(references.flat())]
  const lengthOf = (places) => places.reduce((sum, at) => sum + corpus.words[at].end - corpus.words[at].start, 0)
  const met = lengthOf(wanted.filter((at) => held.has(at)))
  return {
    recall: met / Math.max(1, lengthOf(wanted)),
    whole: mean(references.map((places) => (places.every((at) => held.has(at)) ? 1 : 0))),
    precision:
      met /
      Math.max(
        1,
        found.reduce((sum, { length }) => sum + length, 0),
      ),
  }
}
