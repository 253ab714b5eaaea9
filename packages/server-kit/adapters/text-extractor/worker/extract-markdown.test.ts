import { expect, it } from 'vitest'
import { extractMarkdown } from './extract-markdown.js'

const texts = (text: string) => extractMarkdown(new TextEncoder().encode(text)).blocks.map((block) => block.text)

it('leaves of a reference link its words, and nothing of its definition', () => {
  expect(texts('Lee la [guía][guide], el [Código][] y el [acuerdo](./license.md).\n\n[guide]: ./guide.md\n[código]: <./code.md> "Código"\n\nFin.')).toEqual([
    'Lee la guía, el Código y el acuerdo.',
    'Fin.',
  ])
  expect(texts('Usa a[0][1] y `x[y][z]`.')).toEqual(['Usa a[0][1] y x[y][z].'])
})

it('joins the wrapped lines of a list item, and keeps items, nested ones too, on lines of their own', () => {
  expect(texts('- Uno que es largo\n  y sigue en otra línea.\n  - Dentro\n- Dos\nsin sangrar.')).toEqual([
    '- Uno que es largo y sigue en otra línea.\n  - Dentro\n- Dos sin sangrar.',
  ])
  expect(texts('- Así:\n    ```text\n    uno\n    dos\n    ```\n- Fin')).toEqual(['- Así:\n    uno\n    dos\n- Fin'])
})
