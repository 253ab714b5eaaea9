import { expect, it } from 'vitest'
import { linesOf } from './pdf-lines.js'
import { blocksOfPages } from './pdf-structure.js'

const letterWidth = 5

/** Pieces as pdf.js gives them, ten points high, each a line below the other. */
function page(lines: string[], options: { x?: number; top?: number; fontName?: string; size?: number } = {}) {
  const { x = 50, top = 700, fontName = 'f1', size = 10 } = options
  return lines.map((str, index) => ({
    str,
    fontName,
    dir: 'ltr',
    hasEOL: true,
    width: str.length * letterWidth,
    height: size,
    transform: [size, 0, 0, size, x, top - index * 12],
  }))
}
const texts = (items: unknown[]) => blocksOfPages([linesOf(items)], []).map(({ text }) => text)

it('joins the lines of a paragraph, and keeps a line that ended before the next word had to go below', () => {
  expect(
    texts(
      page([
        'SUBTOTAL $863.91',
        'Sales Tax (8.5%) $66.23',
        'Returns within 30 days with a receipt, and the electronics must be unopened; see also',
        'Frequently Asked Questions at the desk.',
      ]),
    ),
  ).toEqual([
    'SUBTOTAL $863.91\nSales Tax (8.5%) $66.23\nReturns within 30 days with a receipt, and the electronics must be unopened; see also Frequently Asked Questions at the desk.',
  ])
})

it('does not take the narrower lines of the next column for ended ones', () => {
  const wide = page(['This abstract runs over the whole width of the page, from its left to its right edge.'])
  const first = page(['A first column is narrow and just goes on', 'Monday with even more of the very same thi', 'Tuesday it comes to its end and it starts'], {
    top: 688,
  })
  const second = page(['in the second, where', 'Wednesday follows.'], { x: 300, top: 700 })
  expect(texts([...wide, ...first, ...second]).join('\n')).toContain(
    'A first column is narrow and just goes on Monday with even more of the very same thi Tuesday it comes to its end and it starts in the second, where',
  )
})

it('leaves out what is set in a font that names none of its letters', () => {
  const garbage = page(['\u0018\u001c\u0001 2\u0003 \u0003\u0004\u0001\u0005\u0007\u0001\u001e \u0016\u0004\u000430\u0006', '2 5006'], {
    fontName: 'f2',
    size: 20,
    top: 760,
  })
  expect(texts([...garbage, ...page(['The \u001crst \u001dight of the o\u001ece.'])])).toEqual(['The first flight of the office.'])
})
