import { describe, expect, it } from 'vitest'
import { buildLexicalIndex } from './lexical-index.js'

const material = [
  ['Primera sesión', 'Antes de tu primera sesión, prepara un objetivo claro y escribe tres preguntas. Llega con diez minutos de margen.'],
  ['Precios', 'La sesión individual cuesta 60 euros y dura cincuenta minutos. El paquete de cinco sesiones tiene un descuento del diez por ciento.'],
  ['Hábitos', 'Un hábito nuevo necesita una señal, una rutina y una recompensa. Empieza con dos minutos al día.'],
  ['Gestión del tiempo', 'Reserva bloques de tiempo en tu agenda y protege las mañanas para el trabajo profundo.'],
  ['Cancelaciones', 'Puedes cancelar una sesión hasta veinticuatro horas antes sin ningún cargo.'],
  ['Motivación', 'La motivación sube y baja; el compromiso se entrena con pasos pequeños y celebrados.'],
].map(([heading = '', text = '']) => ({ text, headings: [heading], documentName: 'guia.md', language: 'es' }))

describe('buildLexicalIndex', () => {
  const index = buildLexicalIndex(material)

  it.each([
    ['¿Cómo preparo mi primera sesión?', 0],
    ['como preparo mi primera sesion', 0],
    ['¿Cuánto cuesta una sesión individual?', 1],
    ['¿Cuanto cuesta una secion individual?', 1],
    ['¿Puedo cancelar una sesión?', 4],
    ['¿Cómo creo un hábito nuevo?', 2],
  ])('finds the passage for %s', (question, place) => {
    const result = index.search(question, 3)
    expect(result.hits[0]?.index).toBe(place)
    expect(result.answerable).toBe(true)
  })

  it.each(['¿Cuál es la capital de Mongolia?', 'What is the boiling point of mercury?', '¿Qué tiempo hace hoy en Lima?', '¿Quién ganó el mundial de fútbol?'])(
    'does not take %s for covered',
    (question) => {
      expect(index.search(question, 3).answerable).toBe(false)
    },
  )

  it('does not take a question for covered that asks the same of another name', () => {
    const other = Array.from({ length: 30 }, (_, at) => `El paso número ${at} del viaje se anota en la libreta.`)
    const places = buildLexicalIndex(
      ['La capital de Portugal es Lisboa, una ciudad antigua.', ...other].map((text) => ({ text, headings: [], documentName: 'viaje.md', language: 'es' })),
    )
    expect(places.search('¿Cuál es la capital de Portugal?', 3).answerable).toBe(true)
    expect(places.search('¿Cuál es la capital de Mongolia?', 3).answerable).toBe(false)
  })

  it.each([
    ['¿Cómo hago una paella?', 'Cuando dudes entre dos opciones, no hagas una lista de pros y contras.'],
    ['Can I pay in instalments?', 'Se hace por videollamada y no hace falta instalar nada.'],
  ])('does not take %s for covered by a word that only looks the same', (question, text) => {
    const index = buildLexicalIndex([...material, { text, headings: [], documentName: 'guia.md', language: 'es' }])
    expect(index.search(question, 3).answerable).toBe(false)
  })

  it('finds cognates of another language', () => {
    const english = buildLexicalIndex([
      { text: 'Active communication improves motivation and productivity.', headings: [], documentName: 'a.md', language: 'en' },
      { text: 'Bring water to the gym.', headings: [], documentName: 'b.md', language: 'en' },
    ])
    expect(english.search('¿Cómo mejora la comunicación activa la motivación?', 2).hits[0]?.index).toBe(0)
  })

  it.each(['', '???', '¿Qué es esto?', '🙂'])('finds nothing to be sure of in %j', (question) => {
    expect(index.search(question, 3)).toMatchObject({ answerable: false })
  })

  it('has no hits in an empty base', () => {
    expect(buildLexicalIndex([]).search('hola', 3)).toEqual({ hits: [], confidence: 0, answerable: false })
  })
})

describe('a quoted phrase', () => {
  const texts = [
    'La escucha es activa cuando preguntas. Activa tu escucha y la escucha activa llegará sola.',
    'Quien escucha aprende, y una mente activa pregunta mejor: escucha, activa, responde, escucha.',
    'El plan semanal incluye una práctica de Atención Plena por la mañana.',
    'La atención se entrena y la agenda plena cansa: plena atención con la mente plena, y de nuevo plena atención.',
  ]
  const index = buildLexicalIndex(texts.map((text) => ({ text, headings: [], documentName: 'guia.md', language: 'es' })))

  it.each([
    ['¿Dónde se habla de "atencion plena"?', 2],
    ['¿Dónde se habla de «ATENCIÓN PLENA»?', 2],
    ['¿Dónde se habla de “plena atención”?', 3],
    ['explica "una mente activa"', 1],
  ])('puts first the passage that holds it word for word: %s', (question, place) => {
    expect(index.search(question, 4).hits[0]?.index).toBe(place)
  })

  it('that stands nowhere changes nothing', () => {
    expect(index.search('«atención total»', 4).hits).toEqual(index.search('atención total', 4).hits)
  })
})

describe('an index built after another', () => {
  const passage = (id: string, text: string) => ({ id, text, headings: [], documentName: 'guia.md', language: 'es' })
  const kept = passage('a', 'La sesión individual cuesta sesenta euros.')
  const removed = passage('b', 'El paquete de cinco sesiones tiene un descuento.')
  const added = passage('c', 'Puedes cancelar una sesión hasta un día antes.')

  it('answers as one that was built from nothing', () => {
    const earlier = buildLexicalIndex([kept, removed])
    const later = buildLexicalIndex([kept, added], earlier.reader)
    const fresh = buildLexicalIndex([kept, added])
    for (const question of ['¿Cuánto cuesta una sesión?', '¿Puedo cancelar?', 'descuento del paquete']) {
      expect(later.search(question, 3)).toEqual(fresh.search(question, 3))
    }
    expect(earlier.search('descuento del paquete', 3).hits[0]?.index).toBe(1)
  })
})
