/** Markdown as data: nothing here can carry markup, so rendering it cannot inject any. */
export type Inline =
  | { type: 'text'; text: string }
  | { type: 'break' }
  | { type: 'strong' | 'emphasis' | 'deleted'; children: Inline[] }
  | { type: 'code'; text: string }
  | { type: 'link'; href: string; host: string; children: Inline[] }
  | { type: 'citation'; number: number }
export type Block =
  | { type: 'paragraph'; children: Inline[] }
  | { type: 'heading'; level: number; children: Inline[] }
  | { type: 'code'; language: string; text: string }
  | { type: 'quote'; children: Block[] }
  | { type: 'list'; ordered: boolean; start: number; items: Block[][] }
  | { type: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { type: 'rule' }

/** How deep blocks and inlines may nest; what lies deeper stays text. */
export const maxDepth = 6
/** Characters of a message that are read as Markdown, as many as an answer has at most; what follows stays text. */
export const maxMarkdownLength = 20_000
