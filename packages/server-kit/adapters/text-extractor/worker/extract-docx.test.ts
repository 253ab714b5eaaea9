import { expect, it } from 'vitest'
import { docxFile, word, wordFile } from './__fixtures__/docx-file.js'
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

it('keeps headings by their level, lists by their depth, tables, notes and text boxes, and leaves out what is deleted or hidden', async () => {
  const styled = (style: string, text: string) => `<x:p><x:pPr><x:pStyle x:val="${style}"/></x:pPr>${run(text)}</x:p>`
  const run = (text: string, look = '') => `<x:r><x:rPr>${look}</x:rPr><x:t xml:space="preserve">${text}</x:t></x:r>`
  const item = (depth: number, list: number, text: string) =>
    `<x:p><x:pPr><x:numPr><x:ilvl x:val="${depth}"/><x:numId x:val="${list}"/></x:numPr></x:pPr>${run(text)}</x:p>`
  const cell = (text: string) => `<x:tc><x:p>${run(text)}</x:p></x:tc>`
  const file = wordFile({
    document: `<x:document xmlns:x="${word}" xmlns:mc="m"><x:body>
      ${styled('Own', 'Precios &amp; plazos')}
      <x:p>${run('Una sesión')}${run('oculta', '<x:vanish/>')}<x:del><x:r><x:delText>borrada</x:delText></x:r></x:del><x:r><x:t> cuesta 60 €</x:t><x:footnoteReference x:id="7"/><x:br/><x:t>la hora.</x:t></x:r>
        <x:r><mc:AlternateContent><mc:Choice><x:txbxContent><x:p>${run('En el recuadro.')}</x:p></x:txbxContent></mc:Choice><mc:Fallback><x:txbxContent><x:p>${run('En el recuadro.')}</x:p></x:txbxContent></mc:Fallback></mc:AlternateContent></x:r></x:p>
      ${item(0, 1, 'uno')}<x:p/>${item(1, 1, 'dentro')}${item(0, 1, 'dos')}${item(0, 2, 'aparte')}
      <x:tbl><x:tr>${cell('a')}${cell('b')}</x:tr><x:tr>${cell('c')}${cell('d')}</x:tr></x:tbl>
    </x:body></x:document>`,
    styles: `<x:styles xmlns:x="${word}"><x:style x:styleId="Own"><x:name x:val="Mi título"/><x:basedOn x:val="H"/></x:style><x:style x:styleId="H"><x:name x:val="heading 2"/></x:style></x:styles>`,
    numbering: `<x:numbering xmlns:x="${word}"><x:abstractNum x:abstractNumId="5"><x:lvl x:ilvl="0"><x:numFmt x:val="decimal"/></x:lvl><x:lvl x:ilvl="1"><x:numFmt x:val="bullet"/></x:lvl></x:abstractNum><x:abstractNum x:abstractNumId="6"><x:lvl x:ilvl="0"><x:numFmt x:val="bullet"/></x:lvl></x:abstractNum><x:num x:numId="1"><x:abstractNumId x:val="5"/></x:num><x:num x:numId="2"><x:abstractNumId x:val="6"/></x:num></x:numbering>`,
    footnotes: `<x:footnotes xmlns:x="${word}"><x:footnote x:type="separator" x:id="0"><x:p>${run('---')}</x:p></x:footnote><x:footnote x:id="7"><x:p>${run('IVA incluido.')}</x:p></x:footnote></x:footnotes>`,
  })
  expect((await extractDocx(file)).blocks).toEqual([
    { kind: 'heading', level: 2, text: 'Precios & plazos' },
    { kind: 'paragraph', text: 'Una sesión cuesta 60 €[1]\nla hora.' },
    { kind: 'paragraph', text: 'En el recuadro.' },
    { kind: 'list', text: '1. uno\n  - dentro\n2. dos' },
    { kind: 'list', text: '- aparte' },
    { kind: 'table', text: 'a | b\nc | d' },
    { kind: 'list', text: '1. IVA incluido.' },
  ])
})

it.each(['<a><b></a></b>', '<a>', '<a/><b/>', 'a<b/>', '<a b="1></a>', '<a<b/>', ''])('a part that is not well formed is damage: %s', async (document) => {
  await expect(extractDocx(wordFile({ document }))).rejects.toMatchObject({ code: 'DOCUMENT_007' })
})
