/** What one passage shows for speaking about a question; each 0 to 1, and 1 is never reached by words alone. */
export interface Evidence {
  /** BM25 of the character grams over what the question's grams could earn. */
  grams: number
  /** The share of the question its best sentence holds. */
  sentence: number
  /** How near the question's words stand in it. */
  nearness: number
  /** The share of the question's names it holds; 1 for none. */
  names: number
}

/**
 * What is added to the most a question could earn, in words or grams that no passage knows: a question of one common word
 * is held by many passages and still shows little.
 */
export const doubt = { grams: 2.4, sentence: 1, nearness: 0.5 }

/**
 * Logistic regression on answerable questions, the same with their article out of the material, and questions of other sets, each
 * condition weighing the same (`npm run eval`). Among more passages chance finds a likelier one, so the same evidence says less.
 */
const weights = { grams: 20.2, sentence: 9.7, nearness: 6.2, names: 2.2, passages: -0.63, constant: -5.36 }

/** From here on an answer is tried: of the measured questions it keeps 95 of 100, and refuses nine of ten of the others. */
export const usualThreshold = 0.4

/** 0 to 1: of as many answerable questions as others with such evidence, the share that is answerable. */
export function confidenceIn(evidence: Evidence, passageCount: number): number {
  const { grams, sentence, nearness, names } = evidence
  const sum =
    weights.grams * grams +
    weights.sentence * sentence +
    weights.nearness * nearness +
    weights.names * names +
    weights.passages * Math.log(Math.max(1, passageCount)) +
    weights.constant
  return 1 / (1 + Math.exp(-sum))
}
