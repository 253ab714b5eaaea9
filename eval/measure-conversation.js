import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { mean } from './figures.js'
import { readLines } from './read-set.js'

const speaker = '|user|: '

/**
 * What is searched for after a follow-up question, beside the bare question: the subject words it shares with the question as a person rewrote it
 * to stand alone. The dialogues come without their passages, so nothing is retrieved here.
 */
export function measureConversation({ directory, searchQuery, stems }) {
  const domains = readdirSync(directory).flatMap((name) => /^(.+)_rewrite\.jsonl$/.exec(name)?.[1] ?? [])
  return domains.map((domain) => {
    const read = (kind) => new Map(readLines(join(directory, `${domain}_${kind}.jsonl`)).map(({ _id, text }) => [_id, text]))
    const dialogues = read('questions')
    const turns = [...read('rewrite')]
      .filter(([id]) => dialogues.has(id))
      .map(([id, rewrite]) => {
        const asked = dialogues
          .get(id)
          .split(/\n(?=\|user\|: )/)
          .map((text) => text.replace(speaker, ''))
        const history = asked.slice(0, -1).map((text) => ({ role: 'user', text }))
        return { wanted: rewrite.replace(speaker, ''), last: asked.at(-1), query: searchQuery(asked.at(-1), history), isFollowUp: history.length > 0 }
      })
      .filter(({ isFollowUp }) => isFollowUp)
    return { domain, runs: ['last', 'query'].map((configuration) => ({ configuration, figures: overlap({ turns, configuration, stems }) })) }
  })
}

function overlap({ turns, configuration, stems }) {
  const shares = turns.map((turn) => {
    const wanted = new Set(stems(turn.wanted, 'en'))
    const searched = new Set(stems(turn[configuration], 'en'))
    const shared = [...wanted].filter((stem) => searched.has(stem)).length
    return {
      recall: shared / Math.max(1, wanted.size),
      precision: shared / Math.max(1, searched.size),
      f1: (2 * shared) / Math.max(1, wanted.size + searched.size),
    }
  })
  return ['recall', 'precision', 'f1'].map((name) => ({ name: `word_${name}`, value: mean(shares.map((share) => share[name])), unit: 'ratio' }))
}
