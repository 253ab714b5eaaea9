import { lexMarkdown } from './lex-blocks.js'
import type { Block, Inline } from './nodes.js'

/** A message as it is read aloud: no marks, no citation numbers. */
export function plainText(markdown: string): string {
  return lexMarkdown(markdown).map(blockText).join(' ').replace(/\s+/g, ' ').trim()
}

function blockText(block: Block): string {
  if (block.type === 'rule') return ''
  if (block.type === 'code') return block.text
  if (block.type === 'quote') return block.children.map(blockText).join(' ')
  if (block.type === 'list') return block.items.map((item) => item.map(blockText).join(' ')).join(', ')
  if (block.type === 'table') return [block.head, ...block.rows].map((row) => row.map(inlineText).join(', ')).join('. ')
  return inlineText(block.children)
}

function inlineText(nodes: Inline[]): string {
  return nodes
    .map((node) => {
      if (node.type === 'citation') return ''
      if (node.type === 'break') return ' '
      return 'children' in node ? inlineText(node.children) : node.text
    })
    .join('')
}
