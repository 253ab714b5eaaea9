import { detectLanguage } from '../language/detect-language.js'
import { createTextAnalyser } from './analyse-text.js'

/** Share of stems that two questions must have in common to mean the same (Jaccard). */
const alike = 0.5

/** Puts questions that mean the same together, by their words; each group in the order given, as the groups are by their first. */
export function groupQuestions<Question extends { text: string }>(questions: readonly Question[], language: string): [Question, ...Question[]][] {
  const analyse = createTextAnalyser()
  const groups: { stems: Set<string>; questions: [Question, ...Question[]] }[] = []
  for (const question of questions) {
    const words = analyse(question.text, detectLanguage(question.text) ?? language)
    const subject = words.length > 0 ? words : analyse(question.text, undefined)
    const stems = new Set(subject.map(({ stem }) => stem))
    const group = groups.find((each) => overlap(each.stems, stems) >= alike)
    if (group) group.questions.push(question)
    else groups.push({ stems, questions: [question] })
  }
  return groups.map((group) => group.questions)
}

function overlap(one: ReadonlySet<string>, other: ReadonlySet<string>): number {
  const shared = [...one].filter((stem) => other.has(stem)).length
  return shared / Math.max(1, one.size + other.size - shared)
}
