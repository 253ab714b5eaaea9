import { describe, expect, it } from 'vitest'
import { resolveCitations } from './resolve-citations.js'

const passages = [
  {
    id: 'c1',
    documentId: 'd1',
    documentName: 'guia.pdf',
    page: 3,
    headings: ['Precios'],
    text: 'Trabajamos por videollamada. La sesión individual cuesta 60 euros y dura cincuenta minutos. Se paga antes.',
  },
  {
    id: 'c2',
    documentId: 'd2',
    documentName: 'notas.md',
    headings: [],
    text: '- Cancela hasta veinticuatro horas antes sin ningún cargo.\n- Después se cobra la mitad de la sesión.',
  },
]
const question = '¿Cuánto cuesta?'

describe('resolveCitations', () => {
  it('drops unknown numbers and counts the rest as they appear', () => {
    const resolved = resolveCitations({ text: 'Puedes cancelar un día antes [2]. Cuesta 60 euros [1][9]. Nada más [7].', question, passages })
    expect(resolved.text).toBe('Puedes cancelar un día antes [1]. Cuesta 60 euros [2]. Nada más.')
    expect(resolved.citations.map(({ number, chunkId }) => [number, chunkId])).toEqual([
      [1, 'c2'],
      [2, 'c1'],
    ])
  })

  it('quotes the supporting sentence as it stands in the chunk', () => {
    const { citations } = resolveCitations({ text: 'La sesión cuesta 60 euros [1].', question, passages })
    expect(citations[0]).toMatchObject({ quote: 'La sesión individual cuesta 60 euros y dura cincuenta minutos.', page: 3 })
    for (const citation of citations) expect(passages.find(({ id }) => id === citation.chunkId)?.text).toContain(citation.quote)
  })

  it('spans the statements that cite the same passage with one quote', () => {
    const { citations } = resolveCitations({ text: 'Trabajamos por videollamada [1].\n\nSe paga antes [1].', question, passages })
    expect(citations.map(({ quote }) => quote)).toEqual([passages[0]?.text])
  })

  it('holds every sentence of a quoted block, and nothing of what stands above it', () => {
    const text = 'Trabajamos, te cito el material:\n\n> La sesión individual cuesta 60 euros y dura cincuenta minutos.\n> Se paga antes. [1]'
    const { citations } = resolveCitations({ text, question, passages })
    expect(citations[0]?.quote).toBe('La sesión individual cuesta 60 euros y dura cincuenta minutos. Se paga antes.')
  })

  it('quotes a list with the sentence that announces it', () => {
    const list = 'Para la primera sesión trae tres cosas:\n\n1. una pregunta que te importe\n2. agua\n3. papel'
    const passage = { id: 'c3', documentId: 'd3', documentName: 'lista.md', headings: [], text: `Bienvenida a la guía.\n\n${list}\n\nNada más.` }
    const resolved = resolveCitations({ text: 'Para la primera sesión trae tres cosas [1].', question: '¿Qué traigo?', passages: [passage] })
    expect(resolved.citations[0]?.quote).toBe(list)
  })

  it('reads two marks in a row as two sources of the same statement', () => {
    const { citations } = resolveCitations({ text: 'Cuesta 60 euros y se cancela veinticuatro horas antes [1] [2].', question, passages })
    expect(citations.map(({ quote }) => quote)).toEqual([
      'La sesión individual cuesta 60 euros y dura cincuenta minutos.',
      '- Cancela hasta veinticuatro horas antes sin ningún cargo.\n- Después se cobra la mitad de la sesión.',
    ])
  })

  it('reads lists of numbers and full-width brackets', () => {
    const resolved = resolveCitations({ text: 'Cuesta 60 euros【1】 y se cancela antes [1, 2].', question, passages })
    expect(resolved.text).toBe('Cuesta 60 euros[1] y se cancela antes [1][2].')
    expect(resolved.citations).toHaveLength(2)
  })

  it('cites nothing when the model does not know', () => {
    expect(resolveCitations({ text: 'No lo sé: el material que tengo no trata esa pregunta. [1]', question, passages }).citations).toEqual([])
  })

  it('attaches a mark to an unmarked sentence only where a passage clearly holds it', () => {
    const resolved = resolveCitations({ text: 'La sesión individual cuesta 60 euros. ¡Mucho ánimo con tu aventura de montaña!', question, passages })
    expect(resolved.text).toBe('La sesión individual cuesta 60 euros. [1] ¡Mucho ánimo con tu aventura de montaña!')
    expect(resolved.citations).toHaveLength(1)
  })
})
