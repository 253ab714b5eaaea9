import { expect, test } from 'vitest'
import { createAskedPostings } from './asked-postings.js'
import { countedFields, fieldTerms } from './field-terms.js'
import { PassageReader } from './passage-reader.js'
import { buildPostings } from './postings.js'

test('counting what is asked alone tells and weighs every term of each field as counting everything does', () => {
  const reader = new PassageReader()
  const passages = [
    ['Running in the rain', 'Runners run, and run again: wet shoes wear out.'],
    ['Sleep', 'Nobody sleeps well in wet shoes, and no runner does.'],
    ['Water', 'Drink before you run.'],
  ].map(([heading = '', text = '']) => reader.read({ text, headings: [heading], documentName: 'Guide.md', language: 'en' }))
  const { vocabulary } = reader
  const lengths = { k1: 1.2, b: 0.75 }
  for (const name of ['words', 'grams', 'headings'] as const) {
    const termsOf = (place: number) => (passages[place] ? fieldTerms(vocabulary)[name](passages[place]) : [])
    const termCount = name === 'grams' ? vocabulary.gramCount : vocabulary.stemCount
    const all = buildPostings({ passageCount: passages.length, termCount, termsOf, ...lengths })
    const meanLength = passages.reduce((sum, _, place) => sum + termsOf(place).length, 0) / passages.length
    const whole = { passageCount: passages.length, meanLength, having: (_: number, here: number) => here }
    const asked = createAskedPostings({ passages, field: countedFields(vocabulary)[name], ...lengths, whole })
    const terms = [undefined, -1, ...Array.from({ length: termCount }, (_, term) => term), 0]
    for (const term of terms) expect(asked.idf(term)).toBeCloseTo(all.idf(term), 10)
    const [found, expected] = [new Float32Array(passages.length), new Float32Array(passages.length)]
    asked.addTo(found, terms, 0.5)
    all.addTo(expected, terms, 0.5)
    expect(Math.min(...expected)).toBeGreaterThan(0)
    for (const [place, score] of expected.entries()) expect(found[place]).toBeCloseTo(score, 4)
  }
})
