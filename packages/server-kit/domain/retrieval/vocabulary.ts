import { characterGrams, foldAccents, isStopWord, stemOf, words } from './tokenise.js'

/** A word by its number: what it is filed under in each field. */
export interface KnownWord {
  stem: number
  /** The number of its spelling without accents, the same in every language. */
  form: number
  /** Carries grammar, not subject. */
  isSmall: boolean
}

/** A word of a question: numbers where the material has the like. */
export interface AskedWord {
  stem: number | undefined
  form: number | undefined
  folded: string
  isSmall: boolean
}

/** Numbers for the words of the material, so that each is stemmed and cut into grams once, however often it stands. */
export class Vocabulary {
  readonly #byLanguage = new Map<string, Map<string, number>>()
  readonly #words: KnownWord[] = []
  readonly #marks: number[] = []
  readonly #stems = new Map<string, number>()
  readonly #forms = new Map<string, number>()
  readonly #grams = new Map<string, number>()
  readonly #formGrams: number[] = []
  readonly #formGramEnds: number[] = []
  readonly #formLengths: number[] = []

  get stemCount(): number {
    return this.#stems.size
  }
  get gramCount(): number {
    return this.#grams.size
  }

  /** The words of a text of the material by number, new ones learnt. */
  learn(text: string, language: string | undefined): number[] {
    const key = language ?? ''
    let known = this.#byLanguage.get(key)
    if (known === undefined) {
      known = new Map()
      this.#byLanguage.set(key, known)
    }
    const numbers: number[] = []
    for (const word of words(text)) {
      let number = known.get(word)
      if (number === undefined) {
        number = this.#words.length
        known.set(word, number)
        const stem = numberOf(this.#stems, stemOf(word, language))
        const isSmall = isStopWord(word, language)
        this.#words.push({ stem, form: this.#learnForm(foldAccents(word)), isSmall })
        this.#marks.push(2 * stem + (isSmall ? 1 : 0))
      }
      numbers.push(number)
    }
    return numbers
  }

  /** The words of a question; nothing is learnt from those who ask. */
  read(text: string, language: string | undefined): AskedWord[] {
    return words(text).map((word) => {
      const folded = foldAccents(word)
      return { stem: this.#stems.get(stemOf(word, language)), form: this.#forms.get(folded), folded, isSmall: isStopWord(word, language) }
    })
  }

  /** The number of a stem, if the material has it. */
  numberOfStem(stem: string): number | undefined {
    return this.#stems.get(stem)
  }

  word(number: number): KnownWord {
    return this.#words[number] ?? { stem: 0, form: 0, isSmall: false }
  }

  /** By word: twice its stem, and one more for a small word; a flat list for what reads many words. */
  stemMarks(): Uint32Array {
    return Uint32Array.from(this.#marks)
  }

  /** The 4-grams of a question's word; one that no word of the material has gets a number nobody else has. */
  gramsOfAsked(folded: string): number[] {
    return characterGrams(folded).map((gram, place) => this.#grams.get(gram) ?? -1 - place)
  }

  /** Adds the 4-grams of a form to a list. */
  pushGrams(form: number, list: number[]): void {
    const end = this.#formGramEnds[form] ?? 0
    for (let at = form === 0 ? 0 : (this.#formGramEnds[form - 1] ?? 0); at < end; at++) list.push(this.#formGrams[at] ?? 0)
  }

  gramsOf(form: number): number[] {
    const list: number[] = []
    this.pushGrams(form, list)
    return list
  }

  formLength(form: number): number {
    return this.#formLengths[form] ?? 0
  }

  /** Whether these forms stand in the words, side by side. */
  holds(words: Uint32Array, forms: readonly (number | undefined)[]): boolean {
    const last = words.length - forms.length
    if (forms.length === 0 || forms.includes(undefined)) return false
    for (let start = 0; start <= last; start++) {
      let matched = 0
      while (matched < forms.length && this.word(words[start + matched] ?? 0).form === forms[matched]) matched++
      if (matched === forms.length) return true
    }
    return false
  }

  #learnForm(folded: string): number {
    const form = numberOf(this.#forms, folded)
    if (form === this.#formLengths.length) {
      for (const gram of characterGrams(folded)) this.#formGrams.push(numberOf(this.#grams, gram))
      this.#formGramEnds.push(this.#formGrams.length)
      this.#formLengths.push(folded.length)
    }
    return form
  }
}

function numberOf(numbers: Map<string, number>, key: string): number {
  let number = numbers.get(key)
  if (number === undefined) {
    number = numbers.size
    numbers.set(key, number)
  }
  return number
}
