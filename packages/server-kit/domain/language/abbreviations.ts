/** Written before a name or a comparison: no sentence ends there. */
const beforeWords = new Set(
  'dr dra drs sr sra srta sres mr mrs ms prof profa st sta sto gen col rev hon lic ing ud uds vs cf viz al e.g i.e p.ej ej ca approx aprox'.split(' '),
)
/** Written before a number. */
const beforeNumbers = new Set(
  'no nos nº n° núm num p pp pág págs pag pags fig figs eq eqs sec secc sect ch cap caps vol vols art arts par párr inc ref refs tel jan feb mar apr jun jul aug sep sept oct nov dec ene abr ago dic'.split(
    ' ',
  ),
)

/** Whether the stop at the end of `text` belongs to an abbreviation or an initial, given what comes next. */
export function endsInAbbreviation(text: string, next: string): boolean {
  const last = /([^\s("'«“‘[]+)\.$/u.exec(text)?.[1]
  if (last === undefined) return false
  if (/^(?:\p{Lu}\.)*\p{Lu}$/u.test(last)) return true
  const word = last.toLowerCase()
  return beforeWords.has(word) || (beforeNumbers.has(word) && /^\p{N}/u.test(next))
}
