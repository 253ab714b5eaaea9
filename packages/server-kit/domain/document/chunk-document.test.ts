import { expect, it } from 'vitest'
import type { Block, Chunk } from '../../ports/index.js'
import { detectLanguage } from '../language/detect-language.js'
import { chunkDocument } from './chunk-document.js'

const cap = 1008
const chunk = (blocks: Block[]): Chunk[] => chunkDocument({ blocks }, { detectLanguage: () => undefined, fallbackLanguage: 'es' })
const sentences = (count: number) => Array.from({ length: count }, (_, at) => `La frase número ${at} explica un paso del método con calma.`).join(' ')

it('keeps the heading path and the first page of each chunk', () => {
  const chunks = chunk([
    { kind: 'heading', level: 1, text: 'Guía', page: 1 },
    { kind: 'paragraph', text: 'Antes de empezar.', page: 1 },
    { kind: 'heading', level: 2, text: 'Precios', page: 2 },
    { kind: 'paragraph', text: 'Cuesta diez euros.', page: 2 },
    { kind: 'paragraph', text: 'Se paga al final.', page: 3 },
    { kind: 'heading', level: 1, text: 'Contacto', page: 4 },
    { kind: 'paragraph', text: 'Escribe un correo.', page: 4 },
  ])
  expect(chunks.map(({ index, headings, page, text }) => ({ index, headings, page, text }))).toEqual([
    { index: 0, headings: ['Guía'], page: 1, text: 'Antes de empezar.' },
    { index: 1, headings: ['Guía', 'Precios'], page: 2, text: 'Cuesta diez euros.\n\nSe paga al final.' },
    { index: 2, headings: ['Contacto'], page: 4, text: 'Escribe un correo.' },
  ])
})

it('cuts long text at sentences, repeats the end of a chunk at the head of the next, and stays below the cap', () => {
  const chunks = chunk([{ kind: 'paragraph', text: sentences(120) }])
  expect(chunks.length).toBeGreaterThan(4)
  for (const [at, { text }] of chunks.entries()) {
    expect(text.length).toBeLessThanOrEqual(cap)
    expect(text).toMatch(/^La frase .*calma\.$/s)
    const next = chunks[at + 1]
    if (next) expect(text).toContain(next.text.slice(0, next.text.indexOf('calma.')))
  }
  for (let at = 0; at < 120; at += 1) expect(chunks.some(({ text }) => text.includes(`número ${at} `))).toBe(true)
})

it('keeps the lines of a long paragraph and of what it repeats, and leaves no sentence that announces a list behind', () => {
  const lines = Array.from({ length: 60 }, (_, at) => `Línea ${at} del cuadro de honores`)
  const all = chunk([{ kind: 'paragraph', text: lines.join('\n') }])
  for (const { text } of all) for (const line of text.split('\n')) expect(lines).toContain(line)

  const items = Array.from({ length: 5 }, (_, at) => `- Paso ${at}: respira y anota con calma lo que sientes en ese momento`).join('\n')
  const announced = chunk([
    { kind: 'paragraph', text: sentences(15) },
    { kind: 'paragraph', text: 'Al terminar haz siempre estas cinco cosas, en este orden:' },
    { kind: 'list', text: items },
  ])
  expect(announced.map(({ text }) => text).find((text) => text.includes('Paso 0'))).toContain(`cinco cosas, en este orden:\n\n${items}`)
  expect(announced[0]?.text).not.toMatch(/:$/)
})

it('keeps a table and code whole while they fit, and cuts them at lines when they do not', () => {
  const table = Array.from({ length: 8 }, (_, at) => `Plan ${at} | ${at}0 €`).join('\n')
  expect(
    chunk([
      { kind: 'paragraph', text: sentences(16) },
      { kind: 'table', text: table },
    ]).some(({ text }) => text.includes(table)),
  ).toBe(true)
  const long = Array.from({ length: 200 }, (_, at) => `Plan ${at} | ${at}0 €`)
  const chunks = chunk([{ kind: 'table', text: long.join('\n') }])
  for (const row of long) expect(chunks.some(({ text }) => text.split('\n').includes(row))).toBe(true)
})

it('cuts a word longer than a chunk at the cap and never between the halves of a character', () => {
  const chunks = chunk([{ kind: 'paragraph', text: '😀'.repeat(3000) }])
  for (const { text } of chunks) {
    expect(text.length).toBeLessThanOrEqual(cap)
    expect(text).toBe(Buffer.from(text, 'utf8').toString('utf8'))
  }
})

it('gives the same chunks for the same document, and the headings when there is nothing else', () => {
  const blocks: Block[] = [{ kind: 'paragraph', text: sentences(60) }]
  expect(chunk(blocks)).toEqual(chunk(blocks))
  expect(chunk([{ kind: 'heading', level: 1, text: 'Solo un título' }]).map(({ text }) => text)).toEqual(['Solo un título'])
  expect(chunk([])).toEqual([])
})

it('tells the language of each chunk by its words; a short one is in the language of its document', () => {
  const english = 'The refund is paid within fourteen days of the day on which you tell us that you want to end the agreement.'
  const blocks: Block[] = [
    { kind: 'heading', level: 1, text: 'Contacto' },
    { kind: 'paragraph', text: 'Coaching & Training Center, the first floor.' },
    { kind: 'heading', level: 1, text: 'Refunds' },
    { kind: 'paragraph', text: english },
  ]
  expect(detectLanguage(blocks[1]?.text ?? '')).toBe('en')
  const chunks = chunkDocument({ blocks }, { detectLanguage, fallbackLanguage: 'es' })
  expect(chunks.map(({ language }) => language)).toEqual(['es', 'en'])
})
