import { describe, expect, it } from 'vitest'
import { withItsList } from './announced-list.js'
import { splitSentences } from './split-sentences.js'

const sentences = (text: string) => splitSentences(text).map(({ start, end }) => text.slice(start, end))

describe('splitSentences', () => {
  it.each([
    ['It wins by a large margin (65.2% vs. 42.9% in accuracy). It is faster.', 2],
    ['El Dr. Pérez llegó con la Sra. López. Luego hablaron.', 2],
    ['J. Howard Beales leads the F.T.C. Bureau. He wrote it.', 2],
    ['Véase la pág. 12 y el art. 4. Después, la fig. 3.', 2],
    ['¿Vienes? ¡Sí! Claro.', 3],
    ['今天天气很好。我们去公园吧！你来吗？', 3],
  ])('ends no sentence at an abbreviation: %s', (text, count) => {
    expect(sentences(text)).toHaveLength(count)
  })

  it('keeps the mark of a list item with its words', () => {
    expect(sentences('Haz dos cosas:\n\n1. Escribe tu objetivo. Sé breve.\n2. Descansa.\n- Bebe agua.')).toEqual([
      'Haz dos cosas:',
      '1. Escribe tu objetivo.',
      'Sé breve.',
      '2. Descansa.',
      '- Bebe agua.',
    ])
  })

  it('glues no line of its own to a sentence, and goes on with a line that only wraps', () => {
    expect(sentences('Norwich City 278 (84)\nIwan Roberts\nRoberts was born in Bangor, on the\nwest coast of Wales. He plays.')).toEqual([
      'Norwich City 278 (84)',
      'Iwan Roberts',
      'Roberts was born in Bangor, on the\nwest coast of Wales.',
      'He plays.',
    ])
  })

  it('cuts what has no stop at a comma, so that a quote stays readable', () => {
    const clause = 'una cláusula que explica con calma una obligación de las partes'
    const cut = sentences(Array.from({ length: 30 }, () => clause).join(', '))
    expect(cut.length).toBeGreaterThan(2)
    for (const piece of cut) expect(piece).toMatch(/^una cláusula .*(?:partes|,)$/s)
  })
})

describe('withItsList', () => {
  const listed = (text: string, index = 0) => {
    const { start, end } = withItsList(text, splitSentences(text), index)
    return text.slice(start, end)
  }

  it('adds the list that a sentence announces, items of several sentences whole, and nothing after it', () => {
    const list = 'Haz esto:\n\n1. Escribe. Sé breve.\n2. Descansa.\n  - Bebe agua.\n3. Duerme.'
    expect(listed(`${list}\n\nNo traigas nada.`)).toBe(list)
    expect(listed('We contribute:\n\n• An algorithm.\n\n• A proof.\n\nIt ends here.')).toBe('We contribute:\n\n• An algorithm.\n\n• A proof.')
  })

  it('adds the next line when no list follows, and nothing to a sentence that announces none', () => {
    expect(listed('El precio es este:\nSesenta euros.\nSe paga antes.')).toBe('El precio es este:\nSesenta euros.')
    expect(listed('Haz esto.\n\n1. Escribe.')).toBe('Haz esto.')
  })

  it('adds to an item only the items below it', () => {
    expect(listed('1. Trae:\n  - agua\n  - papel\n2. Descansa.')).toBe('1. Trae:\n  - agua\n  - papel')
    expect(listed('- Fruta:\n- Agua.')).toBe('- Fruta:')
  })

  it('ends a very long list at a whole item', () => {
    const items = Array.from({ length: 60 }, (_, at) => `- El punto número ${at} de la lista de cosas que conviene llevar`)
    expect(listed(`Lleva:\n${items.join('\n')}`)).toMatch(/^Lleva:\n.*conviene llevar$/s)
    expect(listed(`Lleva:\n${items.join('\n')}`).length).toBeLessThan(1100)
  })
})
