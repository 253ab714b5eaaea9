import type { GeneratePart, GenerateRequest, LanguageModel } from '@coachkit/server-kit'
import * as z from 'zod'
import type { FeedTeam } from '../feed/read-feed.ts'
import { words } from '../words.ts'
import { type Understood, understand } from './understand.ts'

const result = z.object({ said: z.string() })

/**
 * Answers without a language model: intents and entities by rules, facts by the same tools that a model would call, in the tools' own words.
 * It is a model to the kit as any other, so conversations, streaming, limits and freshness are the same.
 */
export function ruleModel(teams: () => Promise<readonly FeedTeam[]>): LanguageModel {
  return {
    id: 'rules',
    capabilities: { tools: true, jsonSchema: false, contextTokens: 8192, quotesOnly: false },
    health: () => Promise.resolve(),
    stream: (request, { signal }) => answer(request, teams, signal),
  }
}

async function* answer(request: GenerateRequest, teams: () => Promise<readonly FeedTeam[]>, signal: AbortSignal): AsyncGenerator<GeneratePart> {
  const last = request.messages.at(-1)
  if (last?.role === 'tool') {
    for (const text of wordsOf(last.content, request.language)) {
      signal.throwIfAborted()
      yield { type: 'text', text }
    }
  } else {
    const earlier = request.messages.filter(({ role }) => role === 'user').slice(0, -1)
    const asked = [request.question, ...earlier.map(({ content }) => content).toReversed()]
    yield { type: 'tool-call', id: `call-${request.messages.length}`, ...callFor(understand(asked, await teams())) }
  }
  yield { type: 'finish', reason: 'stop' }
}

function callFor({ intent, teams: [one, other], stake }: Understood): { name: string; input: object } {
  if (intent === 'greeting' || intent === 'help_request') return { name: 'help', input: {} }
  if (intent === 'match_schedule_query') return { name: 'matches', input: one ? { team: one.name } : {} }
  if (intent === 'team_comparison' && one && other) return { name: 'compare', input: { teams: [one.name, other.name] } }
  if (intent === 'bet_simulation' && one && stake !== undefined) return { name: 'payout', input: { team: one.name, stake } }
  if (intent === 'odds_information_query' && one) return { name: 'odds', input: { team: one.name } }
  return { name: 'help', input: { unclear: true } }
}

/** The tool's own words, piece by piece; the kit puts them between two lines of marks, and says itself where there are none. */
function wordsOf(content: string, language: string): string[] {
  const known = language === 'en' || language === 'pt' ? language : 'es'
  const said = result.safeParse(parsed(content.split('\n')[1] ?? '')).data?.said ?? words[known].away
  return said.match(/\s*\S+/g) ?? []
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
