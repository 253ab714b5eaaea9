import { expect, it } from 'vitest'
import { docxFile } from './__fixtures__/docx-file.js'
import { extractDocx } from './extract-docx.js'

it('leaves out the table of contents, whose entries would be found in place of their sections', async () => {
  const file = docxFile([
    { style: 'Title', text: 'Guía' },
    { style: 'toc 1', text: 'Precios 4' },
    { style: 'toc 2', text: 'Cancelar una sesión 5' },
    { style: 'heading 1', text: 'Precios' },
    { style: 'Normal', text: 'La sesión cuesta 60 euros.' },
  ])
  const { blocks } = await extractDocx(file)
  expect(blocks.map(({ kind, text }) => [kind, text])).toEqual([
    ['heading', 'Guía'],
    ['heading', 'Precios'],
    ['paragraph', 'La sesión cuesta 60 euros.'],
  ])
})
