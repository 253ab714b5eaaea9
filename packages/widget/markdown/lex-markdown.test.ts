import { describe, expect, test } from 'vitest'
import { lexMarkdown } from './lex-blocks.js'
import { type Block, type Inline, maxMarkdownLength } from './nodes.js'
import { plainText } from './plain-text.js'

describe('what a model writes', () => {
  test.each([
    ['words', 'Uno **dos** *tres* __cuatro__ _cinco_ ~~seis~~ `siete`', 'p(Uno strong(dos) em(tres) strong(cuatro) em(cinco) del(seis) code(siete))'],
    ['both at once', '***muy* fuerte**', 'p(strong(em(muy) fuerte))'],
    ['a name with underscores', 'usa snake_case_name y 2*3*4', 'p(usa snake_case_name y 2em(3)4)'],
    ['what is never closed', '2 * 3 y **media', 'p(2 * 3 y **media)'],
    ['escapes', '\\*no\\* \\[1\\]', 'p(*no* [1])'],
    ['code with backticks inside', '`` a ` b ``', 'p(code(a ` b))'],
    ['headings', '# Uno\n### Tres ###\n#no', 'h1(Uno) h3(Tres) p(#no)'],
    ['line breaks', 'uno\ndos\n\ntres', 'p(uno/dos) p(tres)'],
    ['lists within lists', '- a\n  - b\n  - c\n- d', 'ul(li(p(a) ul(li(p(b)) li(p(c)))) li(p(d)))'],
    ['a list that starts at three', '3. c\n4. d', 'ol3(li(p(c)) li(p(d)))'],
    ['a list right after a sentence', 'Pasos:\n1. a\n2. b', 'p(Pasos:) ol1(li(p(a)) li(p(b)))'],
    ['an item of two paragraphs', '- a\n\n  b\n- c', 'ul(li(p(a) p(b)) li(p(c)))'],
    ['quotes', '> a\n> - b\n\n> c', 'quote(p(a) ul(li(p(b)))) quote(p(c))'],
    ['a rule', 'a\n\n---\n\nb', 'p(a) hr p(b)'],
    ['a fence', '```js\nlet a = **1**\n\n# b\n```\nfin', 'pre(let a = **1**\n\n# b) p(fin)'],
    ['a table', '| A | B |\n| --- | :-: |\n| 1 | **2** | 3 |\n| x |', 'table(A,B; 1,strong(2); x,)'],
    ['Windows lines', '# a\r\n\r\nb', 'h1(a) p(b)'],
  ])('%s', (_, markdown, expected) => {
    expect(show(lexMarkdown(markdown))).toBe(expected)
  })
})

describe('citations and links', () => {
  test.each([
    ['a citation', 'Así es [1][2].', 'p(Así es cite(1)cite(2).)'],
    ['a number too long to be one', '[1234]', 'p([1234])'],
    ['a link shows its host', '[la web](https://ejemplo.es/a?b=1)', 'p(link(https://ejemplo.es/a?b=1|ejemplo.es: la web))'],
    ['a link whose words are its host does not', '[ejemplo.es](https://ejemplo.es/)', 'p(link(https://ejemplo.es/|: ejemplo.es))'],
    ['nor one whose words are its address', '[https://a.es/b](https://a.es/c)', 'p(link(https://a.es/c|: https://a.es/b))'],
    ['another host in the words does not hide the real one', '[banco.es](https://o.es/)', 'p(link(https://o.es/|o.es: banco.es))'],
    ['a link in brackets, with a title', '(ver [a](<https://a.es/b c> "t") y [b](https://b.es/c_(d) "t"))', 'p((ver a y link(https://b.es/c_(d)|b.es: b)))'],
    ['a bare address leaves the full stop', 'Ve a https://a.es/b.', 'p(Ve a link(https://a.es/b|: https://a.es/b).)'],
    ['an address in angles', '<https://a.es> <mailto:a@b.es>', 'p(link(https://a.es/|: https://a.es) link(mailto:a@b.es|: mailto:a@b.es))'],
    ['an image is a link', '![gato](https://a.es/g.png)', 'p(link(https://a.es/g.png|a.es: gato))'],
    ['script is not an address', '[x](javascript:alert(1)) [y](JaVaScRiPt:alert) [z](data:text/html,a)', 'p(x y z)'],
    ['nor are credentials, nor what is relative', '[x](https://a:b@c.es) [y](/z) [w](//c.es)', 'p(x y w)'],
    ['nor is what hides a control character', '[x](java\u0000script:a) [y](https://a.es/\u0001)', 'p(x y)'],
    ['markup is text', '<img src=x onerror=alert(1)> <b>no</b>', 'p(<img src=x onerror=alert(1)> <b>no</b>)'],
  ])('%s', (_, markdown, expected) => {
    expect(show(lexMarkdown(markdown))).toBe(expected)
  })
})

describe('an answer that still grows', () => {
  test.each([
    ['what will be closed', 'Es **muy impor', 'p(Es strong(muy impor))'],
    ['half a citation waits', 'Así es [1', 'p(Así es)'],
    ['an open fence is code', '```\nlet a', 'pre(let a)'],
  ])('%s', (_, markdown, expected) => {
    expect(show(lexMarkdown(markdown, { open: true }))).toBe(expected)
  })
})

describe('limits', () => {
  test('what nests too deep stays text, and nothing is lost', () => {
    const text = `${'> '.repeat(3000)}hondo`
    expect(JSON.stringify(lexMarkdown(text))).toContain('hondo')
    expect(depthOf(lexMarkdown(text))).toBeLessThan(10)
    expect(depthOf(lexMarkdown(`${'**a *b '.repeat(2000)}`, { open: true }))).toBeLessThan(20)
  })

  test('what is too long is text from there on', () => {
    const blocks = lexMarkdown(`${'a'.repeat(maxMarkdownLength)}**b**`)
    expect(show(blocks.slice(-1))).toBe('p(**b**)')
  })
})

test('read aloud, there are no marks and no numbers', () => {
  expect(plainText('## Hola\n\nEs **así** [1]:\n\n- a\n- b\n\n| A | B |\n| - | - |\n| 1 | 2 |')).toBe('Hola Es así : a, b A, B. 1, 2')
})

function show(blocks: Block[]): string {
  return blocks.map(showBlock).join(' ')
}

function showBlock(block: Block): string {
  switch (block.type) {
    case 'paragraph':
      return `p(${showInline(block.children)})`
    case 'heading':
      return `h${block.level}(${showInline(block.children)})`
    case 'code':
      return `pre(${block.text})`
    case 'quote':
      return `quote(${show(block.children)})`
    case 'list':
      return `${block.ordered ? `ol${block.start}` : 'ul'}(${block.items.map((item) => `li(${show(item)})`).join(' ')})`
    case 'table':
      return `table(${[block.head, ...block.rows].map((row) => row.map(showInline).join(',')).join('; ')})`
    case 'rule':
      return 'hr'
  }
}

const marks = { strong: 'strong', emphasis: 'em', deleted: 'del' }

function showInline(nodes: Inline[]): string {
  return nodes.map(showNode).join('')
}

function showNode(node: Inline): string {
  switch (node.type) {
    case 'text':
      return node.text
    case 'break':
      return '/'
    case 'code':
      return `code(${node.text})`
    case 'citation':
      return `cite(${node.number})`
    case 'link':
      return `link(${node.href}|${node.host}: ${showInline(node.children)})`
    default:
      return `${marks[node.type]}(${showInline(node.children)})`
  }
}

function depthOf(value: unknown): number {
  if (typeof value !== 'object' || value === null) return 0
  const below = Object.values(value).map(depthOf)
  return Math.max(0, ...below) + (Array.isArray(value) ? 0 : 1)
}
