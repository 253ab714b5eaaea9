import type { FeedMatch, FeedTeam } from './feed/read-feed.ts'

export type Language = 'es' | 'en' | 'pt'
interface Words {
  help: string
  unclear: string
  away: string
  unknownTeam(known: readonly string[]): string
  matches(list: readonly FeedMatch[]): string
  noMatch(team: string): string
  odds(match: FeedMatch, odds: { home: number; draw: number; away: number }, at: string): string
  payout(input: { team: string; stake: number; price: number; at: string }): string
  compare(one: FeedTeam, other: FeedTeam): string
}

const zone = 'Europe/Madrid'
const number = (value: number, language: Language) => value.toLocaleString(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 })
const time = (at: string, language: Language) => new Date(at).toLocaleTimeString(language, { timeZone: zone })
const day = (at: string, language: Language) =>
  new Date(at).toLocaleString(language, { timeZone: zone, weekday: 'long', day: 'numeric', month: 'long', hour: '2-digit', minute: '2-digit' })

/** 2.10 as 11/10: what a stake wins beside itself. */
function fraction(price: number): string {
  const [hundredths, whole] = [Math.round((price - 1) * 100), 100]
  const divisor = greatest(hundredths, whole)
  return `${hundredths / divisor}/${whole / divisor}`
}
function greatest(one: number, other: number): number {
  return other === 0 ? one : greatest(other, one % other)
}

function inLanguage(language: Language, said: Record<'as' | 'draw' | 'points' | 'none' | 'unknown' | 'help' | 'unclear' | 'away' | 'warning', string>): Words {
  const { help, unclear, away, warning } = said
  const table = ({ name, points, scored, conceded }: FeedTeam) => `- **${name}**: ${points} ${said.points}, ${scored}:${conceded}`
  return {
    help,
    away,
    unclear: `${unclear}\n\n${help}`,
    unknownTeam: (known) => `${said.unknown} ${known.join(', ')}.`,
    matches: (list) => list.map(({ home, away, kickOff }) => `- **${home.name} – ${away.name}**: ${day(kickOff, language)}, ${home.stadium}`).join('\n'),
    noMatch: (team) => `${said.none} ${team}.`,
    odds: ({ home, away }, odds, at) => {
      const line = (name: string, price: number) => `- ${name}: ${number(price, language)} (${fraction(price)})`
      return [
        `**${home.name} – ${away.name}**, ${said.as} ${time(at, language)}:`,
        '',
        line(home.name, odds.home),
        line(said.draw, odds.draw),
        line(away.name, odds.away),
        '',
        warning,
      ].join('\n')
    },
    payout: ({ team, stake, price, at }) => {
      const [staked, paid] = [stake, Math.round(stake * price * 100) / 100].map((value) => `${number(value, language)} €`)
      return `${staked} × ${number(price, language)} (${team}, ${said.as} ${time(at, language)}) = **${paid}**. ${warning}`
    },
    compare: (one, other) => [table(one), table(other)].join('\n'),
  }
}

/** What the tools say in words: a model may say it otherwise, the rules say it as it is. */
export const words: Record<Language, Words> = {
  es: inLanguage('es', {
    as: 'a las',
    draw: 'Empate',
    points: 'puntos',
    none: 'No hay ningún partido próximo de',
    unknown: 'No conozco ese equipo. Conozco a:',
    help: 'Puedo decirte cuándo juega un equipo, a cuánto están las cuotas ahora, qué cobrarías por un importe, y comparar dos equipos.',
    unclear: 'No estoy seguro de lo que preguntas.',
    away: 'Ahora mismo no puedo consultar los datos. Prueba dentro de un momento.',
    warning: 'Las cuotas son de ejemplo y cambian cada 30 segundos; aquí no se apuesta.',
  }),
  en: inLanguage('en', {
    as: 'at',
    draw: 'Draw',
    points: 'points',
    none: 'There is no coming match of',
    unknown: 'I do not know that team. I know:',
    help: 'I can tell you when a team plays, what its odds are now, what a stake would pay, and compare two teams.',
    unclear: 'I am not sure what you ask.',
    away: 'The data cannot be read right now. Try again in a moment.',
    warning: 'These odds are made up and change every 30 seconds; nobody bets here.',
  }),
  pt: inLanguage('pt', {
    as: 'às',
    draw: 'Empate',
    points: 'pontos',
    none: 'Não há nenhum jogo próximo de',
    unknown: 'Não conheço essa equipa. Conheço:',
    help: 'Posso dizer quando joga uma equipa, as cotações de agora, quanto pagaria um valor, e comparar duas equipas.',
    unclear: 'Não tenho a certeza do que pergunta.',
    away: 'Neste momento não consigo consultar os dados. Tente daqui a pouco.',
    warning: 'As cotações são de exemplo e mudam a cada 30 segundos; aqui não se aposta.',
  }),
}
