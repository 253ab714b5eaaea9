import { expect, it } from 'vitest'
import { buildPrompt, resolveCitations } from '../../../domain/prompt/index.js'
import type { GeneratePart } from '../../../ports/index.js'
import { extractive } from './index.js'

const passage = { id: 'c0', documentId: 'd0', documentName: 'guia.md', headings: [] as string[], text: 'La sesión dura una hora y se paga antes.', score: 1 }
const passages = [
  {
    id: 'c1',
    documentId: 'd1',
    documentName: 'guia.md',
    headings: ['Primera sesión'],
    text: 'Bienvenido a la guía. Para preparar tu primera sesión escribe un objetivo claro [12].\nLleva agua y una libreta.',
    score: 1,
  },
  { id: 'c2', documentId: 'd1', documentName: 'guia.md', headings: [], text: 'La sesión dura cincuenta minutos y empieza puntual.', score: 0.4 },
]

it('streams the best sentences verbatim with their numbers and says that it quotes', async () => {
  const question = '¿Cómo preparo mi primera sesión?'
  const request = buildPrompt({ coachName: 'Ana', language: 'es', question, history: [], passages })
  const parts = await collect(extractive().stream(request, { signal: new AbortController().signal }))
  expect(parts.length).toBeGreaterThan(5)
  expect(parts.at(-1)).toEqual({ type: 'finish', reason: 'stop' })
  const text = parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
  expect(text).toMatch(/^No hay un modelo de lenguaje conectado/u)
  const resolved = resolveCitations({ text, question, passages })
  expect(resolved.citations[0]?.quote).toContain('Para preparar tu primera sesión escribe un objetivo claro [12].')
  for (const citation of resolved.citations) expect(passages.find(({ id }) => id === citation.chunkId)?.text).toContain(citation.quote)
})

it('quotes a list whole with the sentence that announces it', async () => {
  const list =
    'Para preparar tu primera sesión haz estas tres cosas:\n\n1. Escribe qué quieres cambiar.\n2. Rellena la rueda de la vida. Puntúa del 1 al 10.\n3. Busca un lugar tranquilo.'
  const text = `La consulta abre de lunes a viernes por la mañana.\n\n${list}\n\nLa factura llega por correo a fin de mes.`
  const answer = await answerTo('¿Cómo preparo mi primera sesión?', [{ ...passage, text }])
  expect(quotesOf(answer)).toEqual([`${list} [1]`])
})

it('puts statements of a passage in reading order, and what nearly follows together', async () => {
  const text =
    'El pago de la sesión se hace antes de empezar. Se envía un enlace. El pago de la sesión se devuelve si avisas con un día. ' +
    `${'El resto de la guía habla de otras cosas que hoy no importan. '.repeat(5)}Sin aviso no se devuelve el pago de la sesión.`
  const answer = await answerTo('¿Cómo es el pago de la sesión?', [{ ...passage, text }])
  expect(quotesOf(answer)).toEqual([
    'El pago de la sesión se hace antes de empezar. Se envía un enlace. El pago de la sesión se devuelve si avisas con un día. [1]',
    'Sin aviso no se devuelve el pago de la sesión. [1]',
  ])
})

it('prefers a sentence to titles and references of the same words, and glues none of them to it', async () => {
  const text =
    'Cancelar una sesión individual\nCancelar una sesión de grupo\nPuedes cancelar una sesión individual hasta el día anterior.\n"Cancelar una sesión individual" (https://example.org/cancelar-una-sesion-individual).'
  const answer = await answerTo('¿Puedo cancelar una sesión individual?', [{ ...passage, text }])
  expect(quotesOf(answer)[0]).toContain('Puedes cancelar una sesión individual hasta el día anterior. [1]')
  expect(answer).not.toContain('https://')
  expect(answer).not.toMatch(/grupo Puedes/u)
})

it('chooses among the sentences below a heading by their own words', async () => {
  const text =
    'El método 10-10 sirve para arrancar un hábito nuevo: diez minutos al día durante diez días, siempre a la misma hora y después de algo que ya haces, como el café de la mañana. Solo al terminar los diez días decidimos si el hábito crece, se queda igual o se abandona.\n\n' +
    'Si fallas un día, no pasa nada: continúa al día siguiente. Si fallas dos días seguidos, reduce el hábito a la mitad. La regla es «nunca fallar tres veces».'
  const energy =
    'Durante siete días anota, tres veces al día, tu nivel de energía de 1 a 5 y lo que estabas haciendo. Usa la alarma del móvil a las 10:00, a las 15:00 y a las 20:00.\n\n' +
    'Al terminar la semana marca en verde las actividades con 4 o 5 y en rojo las de 1 o 2. Pregúntate qué actividad roja puedes quitar, acortar o delegar, y qué actividad verde merece más espacio en tu agenda.'
  const session =
    'Para preparar tu primera sesión reserva media hora el día anterior y haz estas cuatro cosas:\n\n1. Escribe en una frase qué quieres que sea distinto dentro de tres meses.\n2. Anota dos situaciones recientes en las que te sentiste atascado o atascada, con lo que pensaste y lo que hiciste.\n' +
    '3. Rellena la rueda de la vida: puntúa de 1 a 10 tu satisfacción con el trabajo, la salud, el dinero, la pareja, la familia, los amigos, el ocio y el aprendizaje.\n4. Elige un lugar tranquilo, con auriculares, agua y papel a mano.\n\nNo necesitas traer una respuesta. Basta con traer una pregunta que te importe.'
  const answer = await answerTo('¿Qué es el método 10-10?', [
    { ...passage, headings: ['Objetivos y hábitos', 'El método 10-10'], text },
    { ...passage, headings: ['Cuaderno de ejercicios', 'Ejercicio 2: el mapa de energía'], text: energy, score: 0.21 },
    { ...passage, headings: ['Tu primera sesión', 'Cómo preparar tu primera sesión'], text: session, score: 0.19 },
  ])
  expect(quotesOf(answer)[0]).toMatch(/^El método 10-10 sirve para arrancar un hábito nuevo: diez minutos al día/u)
})

it.each([
  ['es', /^No hay un modelo de lenguaje conectado, así que te cito/u],
  ['en', /^No language model is connected, so I am quoting/u],
  ['pt', /^Não há um modelo de linguagem conectado, então cito/u],
])('says in %s that it quotes', async (language, frame) => {
  expect(await answerTo('sesión', [passage], language)).toMatch(frame)
})

it('stops when it is told to', async () => {
  const request = buildPrompt({ coachName: 'Ana', language: 'es', question: 'x', history: [], passages })
  await expect(collect(extractive().stream(request, { signal: AbortSignal.abort() }))).rejects.toThrow()
})

async function answerTo(question: string, given: (typeof passage)[], language = 'es'): Promise<string> {
  const request = buildPrompt({ coachName: 'Ana', language, question, history: [], passages: given })
  const parts = await collect(extractive().stream(request, { signal: new AbortController().signal }))
  return parts.map((part) => (part.type === 'text' ? part.text : '')).join('')
}

/** The quoted blocks of an answer, without the marks of a quotation. */
function quotesOf(answer: string): string[] {
  return answer
    .split(/\n\n(?=>)/u)
    .slice(1)
    .map((block) => block.replace(/^> ?/gmu, ''))
}

async function collect(stream: AsyncIterable<GeneratePart>): Promise<GeneratePart[]> {
  const parts: GeneratePart[] = []
  for await (const part of stream) parts.push(part)
  return parts
}
