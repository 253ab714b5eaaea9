export interface Team {
  id: string
  name: string
  /** Other ways of saying it, in small letters without accents. */
  alsoCalled: string[]
  stadium: string
  /** Points of the season so far, and goals scored and let in. */
  points: number
  scored: number
  conceded: number
}
export interface Match {
  home: Team
  away: Team
  /** ISO-8601. */
  kickOff: string
}
export interface Odds {
  home: number
  draw: number
  away: number
}

export const teams: readonly Team[] = [
  { id: 'betis', name: 'Real Betis', alsoCalled: ['betis'], stadium: 'Benito Villamarín', points: 24, scored: 21, conceded: 15 },
  { id: 'sevilla', name: 'Sevilla FC', alsoCalled: ['sevilla'], stadium: 'Sánchez-Pizjuán', points: 19, scored: 18, conceded: 19 },
  { id: 'barcelona', name: 'FC Barcelona', alsoCalled: ['barcelona', 'barca', 'barça'], stadium: 'Camp Nou', points: 31, scored: 38, conceded: 14 },
  { id: 'real-madrid', name: 'Real Madrid', alsoCalled: ['madrid'], stadium: 'Santiago Bernabéu', points: 33, scored: 35, conceded: 12 },
  { id: 'atletico', name: 'Atlético de Madrid', alsoCalled: ['atletico', 'atleti'], stadium: 'Metropolitano', points: 28, scored: 26, conceded: 13 },
  { id: 'valencia', name: 'Valencia CF', alsoCalled: ['valencia'], stadium: 'Mestalla', points: 13, scored: 13, conceded: 22 },
]

const dayMs = 86_400_000
/** Odds move this often. */
export const tickMs = 30_000
/** What whoever offers the odds keeps. */
const margin = 1.05

/** Each team plays at home once in the three days to come, against the one opposite it in the list, which turns with the week. */
export function matchesFrom(now: Date): Match[] {
  const today = Math.floor(now.getTime() / dayMs)
  const turn = Math.floor(today / 7) % (teams.length - 1)
  const [fixed, ...others] = teams
  const turned = [fixed, ...others.slice(turn), ...others.slice(0, turn)].filter((team) => team !== undefined)
  const half = turned.length / 2
  return turned.slice(0, half).flatMap((home, at) => {
    const away = turned[turned.length - 1 - at]
    return away ? [{ home, away, kickOff: new Date((today + 1 + at) * dayMs + 20 * 3_600_000).toISOString() }] : []
  })
}

/** What one euro pays, made up from the season's points and the moment, the same for everybody who asks at that moment. */
export function oddsAt({ home, away }: Match, now: Date): Odds {
  const sway = Math.sin(Math.floor(now.getTime() / tickMs) + home.points * 7 + away.points) * 0.03
  const edge = (home.points - away.points) / 60 + 0.08 + sway
  const draw = 0.27 - Math.abs(edge) * 0.2
  const homeWins = Math.min(0.85, Math.max(0.08, (1 - draw) / 2 + edge))
  const price = (chance: number) => Math.max(1.02, Math.round(100 / (chance * margin)) / 100)
  return { home: price(homeWins), draw: price(draw), away: price(Math.max(0.05, 1 - draw - homeWins)) }
}
