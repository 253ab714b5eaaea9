import * as z from 'zod'

const team = z.object({
  id: z.string(),
  name: z.string(),
  alsoCalled: z.array(z.string()),
  stadium: z.string(),
  points: z.number(),
  scored: z.number(),
  conceded: z.number(),
})
const match = z.object({ home: team, away: team, kickOff: z.iso.datetime() })
const odds = z.object({ home: z.number(), draw: z.number(), away: z.number() })
const teamList = z.object({ items: z.array(team) })
const matchList = z.object({ items: z.array(match) })
const oddsList = z.object({ at: z.iso.datetime(), items: z.array(match.extend({ odds })) })

export type FeedTeam = z.output<typeof team>
export type FeedMatch = z.output<typeof match>

/** Reads the feed's lists; whatever else it sends is a failure. */
export function readFeed(url: string) {
  const read = async <List extends z.ZodType>(path: string, list: List, signal: AbortSignal): Promise<z.output<List>> => {
    const response = await fetch(url + path, { signal })
    if (!response.ok) throw new Error(`The feed answered ${response.status}.`)
    return list.parse(await response.json())
  }
  return {
    teams: async (signal: AbortSignal) => (await read('/teams', teamList, signal)).items,
    matches: async (signal: AbortSignal) => (await read('/matches', matchList, signal)).items,
    odds: (signal: AbortSignal) => read('/odds', oddsList, signal),
  }
}
export type Feed = ReturnType<typeof readFeed>
