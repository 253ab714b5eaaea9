import { bestHits } from './best-hits.js'
import { usualThreshold } from './confidence.js'
import { createStandingOut } from './standing-out.js'

/** Joins what words say of a question with how clearly its vector singles a passage out; never less than the words' confidence. */
export interface MeaningJudge {
  /** 0 to 1, how much vectors that are sure are to be believed. */
  trust(): number
  /** 0 to 1, how sure the best cosine makes that its passage is what is meant. */
  sureness(cosines: Float32Array): number
  judge(input: { words: number; lexical: Float32Array; cosines: Float32Array; shown: readonly number[] }): number
}

/** Logistic in how clearly a passage stands out. By chance one question in fifty comes to where an answer is tried. */
const clearness = { slope: 1.2, middle: 4.3 }
/** The best of the vectors is where the words see it too when it is among so many. */
const confirmedWithin = 10
/** As if so many questions had been asked of vectors that are nearly always confirmed. */
const beforehand = { asked: 4, confirmed: 3.6 }
/** Vectors that are confirmed every other time only are no better than a guess at the topic. */
const [leastConfirmed, enoughConfirmed] = [0.5, 0.8]
const remembered = 200

/**
 * One creator's judge for one embedder. Questions that words answer by themselves show whether what its vectors single out is right:
 * those that are clear and point elsewhere lose their say, whatever the embedder claims to know.
 */
export function createMeaningJudge(): MeaningJudge {
  let seen = { ...beforehand }
  let last: { cosines: Float32Array; sureOf(place: number): number } | undefined
  const reading = (cosines: Float32Array) => {
    if (last?.cosines === cosines) return last.sureOf
    const standsOut = createStandingOut(cosines)
    const sureOf = (place: number) => {
      const cosine = cosines[place]
      return cosine === undefined || Number.isNaN(cosine) ? 0 : 1 / (1 + Math.exp(-clearness.slope * (standsOut(cosine) - clearness.middle)))
    }
    last = { cosines, sureOf }
    return sureOf
  }
  const trust = () => Math.min(1, Math.max(0, (seen.confirmed / seen.asked - leastConfirmed) / (enoughConfirmed - leastConfirmed)))
  return {
    trust,
    sureness: (cosines) => reading(cosines)(highest(cosines)) * trust(),
    judge({ words, lexical, cosines, shown }) {
      const sureOf = reading(cosines)
      const best = highest(cosines)
      if (words >= usualThreshold && sureOf(best) >= usualThreshold) {
        const isConfirmed = bestHits(lexical, confirmedWithin).some(({ index }) => index === best)
        seen = { asked: seen.asked + 1, confirmed: seen.confirmed + Number(isConfirmed) }
        if (seen.asked > remembered) seen = { asked: seen.asked / 2, confirmed: seen.confirmed / 2 }
      }
      const meaning = shown.reduce((most, place) => Math.max(most, sureOf(place)), 0) * trust()
      return 1 - (1 - words) * (1 - meaning)
    },
  }
}

function highest(values: Float32Array): number {
  let best = -1
  for (let at = 0; at < values.length; at++) if ((values[at] ?? 0) > (values[best] ?? Number.NEGATIVE_INFINITY)) best = at
  return best
}
