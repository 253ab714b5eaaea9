import { defineTool } from '@coachkit/server-kit'
import * as z from 'zod'
import type { Feed, FeedMatch, FeedTeam } from './feed/read-feed.ts'
import { findTeams } from './find-teams.ts'
import { words } from './words.ts'

const team = z.string().min(1).max(80).describe('A team, as the visitor calls it')
const [live, semiStable, stable] = [30, 14_400, 86_400]

/**
 * What the assistant can look up. Each result is the data for a model that words it, and the same in `said` for the rules that do not.
 * How long one stays the same is up to how fast it changes; they depend on nobody, so all visitors share them.
 */
export function createTools(feed: Feed) {
  const named = async (asked: string, signal: AbortSignal): Promise<{ team?: FeedTeam; teams: FeedTeam[] }> => {
    const teams = await feed.teams(signal)
    const [found] = findTeams(asked, teams)
    return { teams, ...(found ? { team: found } : {}) }
  }
  const namesOf = (teams: readonly FeedTeam[]) => teams.map(({ name }) => name)
  const plays = ({ home, away }: FeedMatch, { id }: FeedTeam) => home.id === id || away.id === id
  /** The next match of a team with what it pays now. */
  const nextOdds = async (asked: string, language: keyof typeof words, signal: AbortSignal) => {
    const { team: found, teams } = await named(asked, signal)
    if (!found) return { said: words[language].unknownTeam(namesOf(teams)) }
    const { at, items } = await feed.odds(signal)
    const next = items.find((match) => plays(match, found))
    return next ? { found, next, at } : { said: words[language].noMatch(found.name) }
  }
  const shared = { sharedBy: 'creator' as const }
  return {
    matches: defineTool({
      ...shared,
      description: 'When and where teams play next: all of them, or one',
      input: z.object({ team: team.optional() }),
      freshForSeconds: semiStable,
      label: { es: 'el calendario', en: 'the calendar', pt: 'o calendário' },
      async run({ team: asked }, { language, signal }) {
        const matches = await feed.matches(signal)
        if (asked === undefined) return { matches, said: words[language].matches(matches) }
        const { team: found, teams } = await named(asked, signal)
        if (!found) return { said: words[language].unknownTeam(namesOf(teams)) }
        const own = matches.filter((match) => plays(match, found))
        return { matches: own, said: own.length > 0 ? words[language].matches(own) : words[language].noMatch(found.name) }
      },
    }),
    odds: defineTool({
      ...shared,
      description: 'What one euro pays now on the next match of a team, with the time it was so',
      input: z.object({ team }),
      freshForSeconds: live,
      label: { es: 'las cuotas', en: 'the odds', pt: 'as cotações' },
      async run({ team: asked }, { language, signal }) {
        const looked = await nextOdds(asked, language, signal)
        if (!looked.next) return looked
        const { next, at } = looked
        return { match: `${next.home.name} – ${next.away.name}`, odds: next.odds, at, said: words[language].odds(next, next.odds, at) }
      },
    }),
    payout: defineTool({
      ...shared,
      description: 'What a stake in euros would pay if a team won its next match, at the odds of now. Nothing is bet.',
      input: z.object({ team, stake: z.number().positive().max(1_000_000) }),
      freshForSeconds: live,
      label: { es: 'las cuotas', en: 'the odds', pt: 'as cotações' },
      async run({ team: asked, stake }, { language, signal }) {
        const looked = await nextOdds(asked, language, signal)
        if (!looked.next) return looked
        const { found, next, at } = looked
        const price = next.home.id === found.id ? next.odds.home : next.odds.away
        const pays = Math.round(stake * price * 100) / 100
        return { team: found.name, stake, price, pays, at, said: words[language].payout({ team: found.name, stake, price, at }) }
      },
    }),
    compare: defineTool({
      ...shared,
      description: 'Points and goals of two teams this season',
      input: z.object({ teams: z.tuple([team, team]) }),
      freshForSeconds: stable,
      label: { es: 'la clasificación', en: 'the table', pt: 'a classificação' },
      async run({ teams: asked }, { language, signal }) {
        const [one, other] = [await named(asked[0], signal), await named(asked[1], signal)]
        if (!one.team || !other.team) return { said: words[language].unknownTeam(namesOf(one.teams)) }
        return { teams: [one.team, other.team], said: words[language].compare(one.team, other.team) }
      },
    }),
    help: defineTool({
      description: 'What this assistant can tell. For greetings, and for questions that no other tool answers (`unclear`).',
      input: z.object({ unclear: z.boolean().optional() }),
      run: ({ unclear }, { language }) => ({ said: unclear ? words[language].unclear : words[language].help }),
    }),
  }
}
