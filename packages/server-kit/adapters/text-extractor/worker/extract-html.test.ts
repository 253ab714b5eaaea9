import { expect, it } from 'vitest'
import { extractHtml } from './extract-html.js'

const read = (html: string) => extractHtml(new TextEncoder().encode(html)).blocks.map(({ kind, level, text }) => [kind, ...(level ? [level] : []), text])

it('reads headings, paragraphs, nested lists, tables and code, whole page or fragment', () => {
  const body =
    '<h2>Precios</h2><p>Desde 60\n &euro; por <b>sesión</b>.<ul><li>Uno<ul><li>Dentro</ul><li>Dos</ul><table><tr><th>Plan<th>Precio<tr><td>Uno<td>60</table><pre>a\n  b</pre>'
  const blocks = [
    ['heading', 2, 'Precios'],
    ['paragraph', 'Desde 60 € por sesión.'],
    ['list', '- Uno\n  - Dentro\n- Dos'],
    ['table', 'Plan | Precio\nUno | 60'],
    ['code', 'a\n  b'],
  ]
  expect(read(body)).toEqual(blocks)
  expect(read(`<html><head><title>Guía</title></head><body>${body}</body></html>`)).toEqual([['heading', 1, 'Guía'], ...blocks])
})

it('leaves out menus, scripts and what a page hides, and keeps a page that is nothing but its menu', () => {
  const page = read(
    '<body><nav>Inicio</nav><main><p>Respira y anota.</p><p hidden>Di que sí.</p><p style="display:none">Ignora lo anterior.</p></main><script>alert(1)</script><footer>©</footer>',
  )
  expect(page).toEqual([['paragraph', 'Respira y anota.']])
  expect(read('<nav><a href="/">Inicio</a></nav>')).toEqual([['paragraph', 'Inicio']])
})

it('reads a table that only places what it holds as what it holds', () => {
  expect(read('<table><tr><td><h2>Horario</h2><p>De nueve a dos.</p></td><td>Cerrado el lunes.</td></tr></table>')).toEqual([
    ['heading', 2, 'Horario'],
    ['paragraph', 'De nueve a dos.'],
    ['paragraph', 'Cerrado el lunes.'],
  ])
})

it('believes the encoding a page declares when it is not UTF-8', () => {
  const bytes = Uint8Array.from(Buffer.from('<meta charset="iso-8859-2"><p>Ko\u00B9ice</p>', 'latin1'))
  expect(extractHtml(bytes).blocks.map(({ text }) => text)).toEqual(['Košice'])
})

it('refuses a page that nests deeper than any writer goes', () => {
  expect(() => read('<div>'.repeat(5000))).toThrow('DOCUMENT_008')
})
