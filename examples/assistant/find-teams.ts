import type { FeedTeam } from './feed/read-feed.ts'

/** In small letters, without accents. */
export function folded(text: string): string {
  return text
    .normalize('NFD')
    .replace(/\p{M}+/gu, '')
    .toLowerCase()
}

/** The teams that a text names, in its order. `Atlético de Madrid` is not Real Madrid as well: the longest name counts. */
export function findTeams(text: string, teams: readonly FeedTeam[]): FeedTeam[] {
  const names = teams.flatMap((team) => [team.name, ...team.alsoCalled].map((name) => ({ team, name: folded(name) })))
  let rest = folded(text)
  const found: { team: FeedTeam; at: number }[] = []
  for (const { team, name } of names.sort((one, other) => other.name.length - one.name.length)) {
    const at = new RegExp(`(?<![\\p{L}\\p{N}])${name}(?![\\p{L}\\p{N}])`, 'u').exec(rest)?.index
    if (at === undefined) continue
    rest = rest.slice(0, at) + ' '.repeat(name.length) + rest.slice(at + name.length)
    if (!found.some((each) => each.team.id === team.id)) found.push({ team, at })
  }
  return found.sort((one, other) => one.at - other.at).map(({ team }) => team)
}
