import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Block, Inline } from './nodes.js'

export interface MarkdownContext {
  /** Draws a citation; `undefined` leaves its `[n]` as text. */
  citation(number: number): TemplateResult | undefined
  labels: { table: string; code: string }
  /** Draws what belongs to a block of code. */
  code?: ((text: string) => unknown) | undefined
}

/** Blocks as templates: text is only ever bound as text. */
export function renderMarkdown(blocks: readonly Block[], context: MarkdownContext): TemplateResult[] {
  return blocks.map((block) => renderBlock(block, context))
}

function renderBlock(block: Block, context: MarkdownContext): TemplateResult {
  switch (block.type) {
    case 'heading':
      return html`<h3 class=${`heading heading-${Math.min(block.level, 4)}`}>${renderInline(block.children, context)}</h3>`
    case 'code':
      return html`<div class="code"><pre tabindex="0" role="group" aria-label=${context.labels.code}><code>${block.text}</code></pre>${context.code?.(block.text)}</div>`
    case 'quote':
      return html`<blockquote>${renderMarkdown(block.children, context)}</blockquote>`
    case 'list':
      return renderList(block, context)
    case 'table':
      return renderTable(block, context)
    case 'rule':
      return html`<hr />`
    case 'paragraph':
      return html`<p>${renderInline(block.children, context)}</p>`
  }
}

function renderList(block: Extract<Block, { type: 'list' }>, context: MarkdownContext): TemplateResult {
  const items = block.items.map((item) => html`<li>${renderItem(item, context)}</li>`)
  return block.ordered ? html`<ol start=${block.start}>${items}</ol>` : html`<ul>${items}</ul>`
}

/** A lone paragraph in an item stands without its own margins. */
function renderItem(item: Block[], context: MarkdownContext): unknown {
  const [first, ...rest] = item
  return first?.type === 'paragraph' ? [renderInline(first.children, context), ...renderMarkdown(rest, context)] : renderMarkdown(item, context)
}

function renderTable(block: Extract<Block, { type: 'table' }>, context: MarkdownContext): TemplateResult {
  const row = (cells: Inline[][]) => cells.map((cell) => html`<td>${renderInline(cell, context)}</td>`)
  return html`<div class="table" tabindex="0" role="group" aria-label=${context.labels.table}>
    <table>
      <thead>
        <tr>
          ${block.head.map((cell) => (cell.length > 0 ? html`<th scope="col">${renderInline(cell, context)}</th>` : html`<td></td>`))}
        </tr>
      </thead>
      <tbody>
        ${block.rows.map((cells) => html`<tr>${row(cells)}</tr>`)}
      </tbody>
    </table>
  </div>`
}

function renderInline(nodes: readonly Inline[], context: MarkdownContext): unknown[] {
  return nodes.map((node, index) => {
    const next = nodes[index + 1]
    if (node.type === 'text' && next?.type === 'citation') return renderCited(node.text, renderNode(next, context))
    return node.type === 'citation' && nodes[index - 1]?.type === 'text' ? nothing : renderNode(node, context)
  })
}

/** A citation's number stays on the line of its last word, unless that is too long for one. */
function renderCited(text: string, citation: unknown): unknown {
  const lastWord = text.search(/(?<!\S)\S{0,24}\s?$/)
  return lastWord < 0 ? [text, citation] : [text.slice(0, lastWord), html`<span class="cited">${text.slice(lastWord)}${citation}</span>`]
}

function renderNode(node: Inline, context: MarkdownContext): unknown {
  switch (node.type) {
    case 'text':
      return node.text
    case 'break':
      return html`<br />`
    case 'code':
      return html`<code>${node.text}</code>`
    case 'strong':
      return html`<strong>${renderInline(node.children, context)}</strong>`
    case 'emphasis':
      return html`<em>${renderInline(node.children, context)}</em>`
    case 'deleted':
      return html`<del>${renderInline(node.children, context)}</del>`
    case 'citation':
      return context.citation(node.number) ?? `[${node.number}]`
    case 'link':
      return html`<a href=${node.href} target="_blank" rel="noopener noreferrer nofollow ugc">${renderInline(node.children, context)}</a>${node.host ? html` <small class="host">(${node.host})</small>` : nothing}`
  }
}
