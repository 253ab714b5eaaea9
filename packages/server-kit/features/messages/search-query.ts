import type { Message } from '@coachkit/contract'
import { detectLanguage } from '../../domain/language/detect-language.js'
import { createTextAnalyser } from '../../domain/retrieval/analyse-text.js'

const pointing =
  /^[¿¡\s]*(?:y|e|pero|and|but|mas|so|what about|how about|qu[eé] tal)(?![\p{L}\p{N}])|(?<![\p{L}\p{N}])(?:es[oae]s?|ello|esto|aquello|lo mismo|it|its|that|those|these|this|them|they|their|he|she|his|her|there|isso|isto|el[ae]s?|del[ae]s?)(?![\p{L}\p{N}])/iu
/** A capital where no sentence begins, and what is written in capitals. */
const name = /(?<=[\p{L}\p{N},;:)"'»”’]\s+["'«“‘(]?)\p{Lu}[\p{L}\p{N}]*(?:-[\p{L}\p{N}]+)*/gu
/** A pointing question with more words of subject says itself what it is about. */
const fewSubjects = 3
const carriedSubjects = 3

type Turns = readonly Pick<Message, 'role' | 'text'>[]

/** Whether a question may mean something that was said before. */
export function leansOnBefore(question: string, history: Turns): boolean {
  const previous = history.findLast(({ role }) => role === 'user')?.text
  return previous !== undefined && (subjectsOf(question, previous).length === 0 || leans(question, previous))
}

/**
 * What to search for. A question that points back takes the names of the one before it along, one without any subject of its own also its last
 * words of subject; more than that finds what was asked before (`npm run eval -- conversation`).
 */
export function searchQuery(question: string, history: Turns): string {
  const previous = history.findLast(({ role }) => role === 'user')?.text
  if (previous === undefined || !leansOnBefore(question, history)) return question
  const own = subjectsOf(question, previous)
  const stems = new Set(own.map(({ stem }) => stem))
  const names = [...previous.matchAll(name)].map(([word]) => word)
  const carried =
    names.length > 0 || own.length > 0
      ? names
      : subjectsOf(previous, previous)
          .map(({ word }) => word)
          .slice(-carriedSubjects)
  const added = [...new Set(carried)].filter((word) => subjectsOf(word, previous).some(({ stem }) => !stems.has(stem)))
  return added.length === 0 ? question : `${question} ${added.join(' ')}`
}

function leans(question: string, previous: string): boolean {
  return pointing.test(question) && subjectsOf(question, previous).length <= fewSubjects
}

/** The words that carry subject; in the language of the question before it where the text tells none. */
function subjectsOf(text: string, previous: string): { word: string; stem: string }[] {
  const analyse = createTextAnalyser()
  const language = detectLanguage(text) ?? detectLanguage(previous)
  return (text.match(/[\p{L}\p{N}]+/gu) ?? []).flatMap((word) => analyse(word, language).map(({ stem }) => ({ word, stem })))
}
