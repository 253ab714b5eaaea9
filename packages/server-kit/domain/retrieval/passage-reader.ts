import { splitSentences } from './split-sentences.js'
import { Vocabulary } from './vocabulary.js'

/** What the index needs to know of a passage. */
export interface IndexedPassage {
  /** The same for the same content: such a passage is read once, however often the index is built anew. */
  id?: string
  text: string
  headings: readonly string[]
  documentName: string
  language: string
}

/** A passage as numbers of words, in order. */
export interface ReadPassage {
  title: Uint32Array
  text: Uint32Array
  /** Where in `text` each sentence ends. */
  sentenceEnds: Uint32Array
}

/** Reads passages into words; reading is most of the cost of an index. */
export class PassageReader {
  readonly vocabulary = new Vocabulary()
  readonly #read = new Map<string, ReadPassage>()
  /** The most passages it ever held. */
  #held = 0

  read(passage: IndexedPassage): ReadPassage {
    const { id } = passage
    const known = id === undefined ? undefined : this.#read.get(id)
    if (known !== undefined) return known
    const words: number[] = []
    const sentenceEnds: number[] = []
    for (const { start, end } of splitSentences(passage.text)) {
      for (const word of this.vocabulary.learn(passage.text.slice(start, end), passage.language)) words.push(word)
      sentenceEnds.push(words.length)
    }
    const title = Uint32Array.from(this.vocabulary.learn(titleOf(passage), passage.language))
    const read = { title, text: Uint32Array.from(words), sentenceEnds: Uint32Array.from(sentenceEnds) }
    if (id !== undefined) this.#read.set(id, read)
    return read
  }

  /** The reader for the next list of passages: this one while most of what it holds is still wanted, so that words of deleted texts do not pile up. */
  forNext(passages: readonly IndexedPassage[]): PassageReader {
    const wanted = new Set(passages.map(({ id }) => id))
    this.#held = Math.max(this.#held, this.#read.size)
    for (const id of this.#read.keys()) if (!wanted.has(id)) this.#read.delete(id)
    return this.#read.size * 2 < this.#held ? new PassageReader() : this
  }

  /** Forgets every passage but these; their words stay known. */
  keepOnly(ids: ReadonlySet<string | undefined>): void {
    for (const id of this.#read.keys()) if (!ids.has(id)) this.#read.delete(id)
  }
}

export function titleOf(passage: IndexedPassage): string {
  return [passage.documentName.replace(/\.[a-z0-9]{1,5}$/iu, ''), ...passage.headings].join('\n')
}
