import type { FeedTeam } from '../feed/read-feed.ts'
import { findTeams, folded } from '../find-teams.ts'

export type Intent = 'match_schedule_query' | 'odds_information_query' | 'bet_simulation' | 'team_comparison' | 'greeting' | 'help_request' | 'unclear'
/** What a question wants, and of whom. */
export interface Understood {
  intent: Intent
  teams: FeedTeam[]
  stake?: number
}

/** In the order they are tried: a sum of money says more than the word «odds». Small letters without accents. */
const signs: readonly [Intent, RegExp][] = [
  ['bet_simulation', /\b(apuest|apost|cobr|gan(o|aria|ar)\b|pondria|pongo|stake|bet\b|win|payout|pagaria|recebe)/],
  ['team_comparison', /\b(compar|versus|vs\b|mejor|melhor|better|stronger)/],
  ['odds_information_query', /\b(cuota|cotac|odds|pagan?\b|pays?\b|favorit)/],
  ['match_schedule_query', /\b(cuando|juega|partido|horario|calendario|proxim|when|match|play|fixture|schedule|quando|jog)/],
  ['help_request', /\b(ayud|help|ajud|que puedes|what can you|o que (pode|faz))/],
  ['greeting', /^\W*(hola|buen[oa]s|hello|hi\b|hey|ola\b|bom dia|boa (tarde|noite))/],
]
const amount = /(\d{1,7}(?:[.,]\d{1,2})?)\s*(?:€|euros?|eur\b)?/

/** By words alone; what a question leaves out is taken from those before it, the latest first: «¿Y el Sevilla?» */
export function understand(asked: readonly string[], teams: readonly FeedTeam[]): Understood {
  const [question = '', ...earlier] = asked
  const text = folded(question)
  const named = findTeams(question, teams)
  const stakeText = amount.exec(text)?.[1]
  const stake = stakeText === undefined ? undefined : Number(stakeText.replace(',', '.'))
  const sign = signs.find(([, words]) => words.test(text))?.[0]
  const found = sign === 'bet_simulation' && stake === undefined ? 'odds_information_query' : sign
  const before = earlier.length > 0 && (found === undefined ? named.length > 0 : named.length === 0) ? understand(earlier, teams) : undefined
  const intent = found ?? before?.intent ?? 'unclear'
  const known = stake ?? before?.stake
  return { intent, teams: named.length > 0 ? named : (before?.teams ?? []), ...(known === undefined ? {} : { stake: known }) }
}
