import { type KnownLanguage, stopWords } from './stop-words.js'

const languages: readonly KnownLanguage[] = ['es', 'en', 'pt']
/** Long texts decide themselves early. */
const sampleLength = 4000

/** Endings and letter groups with how strongly each speaks for its language. */
const shapes: Readonly<Record<KnownLanguage, readonly (readonly [RegExp, number])[]>> = {
  es: [
    [/[ñ¿¡]/u, 3],
    [/(?:ción|ciones|dad|dades|miento|mientos|ando|iendo)$/u, 1],
    [/(?:ie|ue|ll)/u, 0.25],
    [/[áéíóú]/u, 0.3],
    [/(?:os|as|es)$/u, 0.15],
    [/[oa]$/u, 0.15],
    [/cion(?:es)?$/u, 0.8],
  ],
  en: [
    [/(?:ing|tion|tions|ed|ly|ness|ght)$/u, 0.8],
    [/(?:th|wh|sh|ck|gh|ee|oo)/u, 0.4],
    [/[kw]/u, 0.3],
    [/[^aeiourlsndáéíóúãõyzjx]$/u, 0.3],
    [/^[a-z]+y$/u, 0.3],
  ],
  pt: [
    [/[ãõçâêô]/u, 2],
    [/(?:ção|ções|dade|dades|mento|mentos|ando|endo)$/u, 1],
    [/(?:nh|lh)/u, 0.7],
    [/(?:ei|ou|ss)/u, 0.25],
    [/(?:cao|coes)$/u, 1],
    [/(?:m|ar|er)$/u, 0.15],
    [/[áéíóúà]/u, 0.3],
    [/(?:os|as|es)$/u, 0.15],
    [/[oa]$/u, 0.15],
  ],
}

/** Words that one language has and its neighbour lacks; with and without accents, as people type. */
const telling: Readonly<Record<KnownLanguage, ReadonlySet<string>>> = {
  es: new Set([
    'el',
    'los',
    'las',
    'del',
    'y',
    'en',
    'un',
    'una',
    'con',
    'qué',
    'cuál',
    'cuándo',
    'dónde',
    'cómo',
    'hay',
    'fue',
    'quién',
    'al',
    'lo',
    'mi',
    'muy',
    'puedo',
    'hola',
    'cuántos',
    'cuando',
    'quien',
    'cuantos',
    'cual',
    'donde',
    'gracias',
    'yo',
    'su',
    'es',
    'la',
    'hace',
    'tiempo',
    'hoy',
    'mejor',
  ]),
  en: new Set(['the', 'of', 'and', 'what', 'is', 'how', 'to', 'in', 'did', 'was', 'who', 'where', 'when', 'which', 'my', 'hello', 'thanks', 'do', 'i', 'for']),
  pt: new Set([
    'o',
    'os',
    'do',
    'da',
    'dos',
    'das',
    'e',
    'em',
    'um',
    'uma',
    'com',
    'não',
    'nao',
    'qual',
    'foi',
    'no',
    'na',
    'ao',
    'são',
    'sao',
    'você',
    'voce',
    'meu',
    'minha',
    'olá',
    'ola',
    'obrigado',
    'obrigada',
    'quem',
    'quais',
    'onde',
    'quantos',
    'quantas',
    'seu',
    'sua',
    'eu',
    'é',
    'pela',
    'pelo',
    'mais',
    'tempo',
    'hoje',
    'melhor',
    'faz',
  ]),
}

/** The language of a text, among those the kit speaks; `undefined` when nothing in it tells. */
export function detectLanguage(text: string): KnownLanguage | undefined {
  const sample = text.slice(0, sampleLength).normalize('NFKC').toLowerCase()
  const tokens = sample.match(/\p{L}+/gu) ?? []
  const scores = { es: /[¿¡]/u.test(sample) ? 3 : 0, en: 0, pt: 0 }
  for (const token of tokens) for (const language of languages) scores[language] += evidence(token, language)
  const [best, second] = [...languages].sort((left, right) => scores[right] - scores[left])
  if (best === undefined || second === undefined || scores[best] < 0.4) return undefined
  return scores[best] - scores[second] > 0.05 ? best : undefined
}

function evidence(token: string, language: KnownLanguage): number {
  let score = 0
  if (telling[language].has(token)) score += 1.2
  if (stopWords[language].has(token)) score += 1
  for (const [shape, weight] of shapes[language]) if (shape.test(token)) score += weight
  return score
}
