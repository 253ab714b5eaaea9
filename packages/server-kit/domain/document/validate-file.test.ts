import { CoachError } from '@coachkit/contract'
import { expect, it } from 'vitest'
import { validateFile } from './validate-file.js'

const bytesOf = (text: string) => new TextEncoder().encode(text)
const zip = Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0)
const compoundFile = Uint8Array.of(0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1)

function refusal(name: string, bytes: Uint8Array): string | undefined {
  try {
    validateFile({ name, head: bytes })
    return undefined
  } catch (error) {
    if (!CoachError.isInstance(error)) throw error
    return error.code
  }
}

it.each([
  ['a.exe', bytesOf('x'), 'VAL_003'],
  ['no-extension', bytesOf('x'), 'VAL_003'],
  ['a.pdf.html', bytesOf('%PDF-1.7'), 'DOCUMENT_004'],
  ['a.pdf', new Uint8Array(0), 'DOCUMENT_003'],
  ['a.pdf', bytesOf('<html>'), 'DOCUMENT_004'],
  ['a.docx', bytesOf('%PDF-1.7'), 'DOCUMENT_004'],
  ['a.txt', bytesOf('%PDF-1.7'), 'DOCUMENT_004'],
  ['a.md', zip, 'DOCUMENT_004'],
  ['a.docx', compoundFile, 'DOCUMENT_005'],
  ['..', bytesOf('x'), 'DOCUMENT_009'],
  ['folder/', bytesOf('x'), 'DOCUMENT_009'],
  ['\u0000\u202E', bytesOf('x'), 'DOCUMENT_009'],
])('refuses %j with its own code', (name, bytes, code) => {
  expect(refusal(name, bytes)).toBe(code)
})

it.each([
  ['guía.PDF', bytesOf('%PDF-1.7'), { name: 'guía.PDF', type: 'pdf' }],
  ['late.pdf', bytesOf(`${'x'.repeat(900)}%PDF-1.4`), { name: 'late.pdf', type: 'pdf' }],
  ['page.HTM', bytesOf('<p>Hola'), { name: 'page.HTM', type: 'html' }],
  ['a.docx', zip, { name: 'a.docx', type: 'docx' }],
  ['../../etc/passwd.txt', bytesOf('x'), { name: 'passwd.txt', type: 'txt' }],
  ['C:\\notes\\a.markdown', bytesOf('x'), { name: 'a.markdown', type: 'md' }],
  ['a\u202Etxt.md', bytesOf('x'), { name: 'atxt.md', type: 'md' }],
])('accepts %j as a label without a path', (name, bytes, expected) => {
  expect(validateFile({ name, head: bytes })).toEqual(expected)
})

it('shortens a long name and keeps its extension', () => {
  const { name } = validateFile({ name: `${'a'.repeat(500)}.txt`, head: bytesOf('x') })
  expect(name.length).toBeLessThanOrEqual(200)
  expect(name).toMatch(/\.txt$/)
})
