import { lexMarkdown } from '../../packages/widget/markdown/lex-blocks.js'
import type { CorpusRow } from './read-corpus.js'
import { runCorpus } from './run-corpus.js'

interface PayloadRow extends CorpusRow {
  payload: string
}

/** Markdown becomes data without markup, so all that could do harm is an address. The drawing of it is tested in a browser, beside the widget. */
for (const set of ['markdown_output', 'xss_payloads', 'dompurify_fixtures'])
  runCorpus<PayloadRow>(set, ({ payload }) => {
    for (const open of [false, true]) {
      for (const address of addressesOf(lexMarkdown(payload, { open }))) {
        const { protocol, username, password } = new URL(address)
        if (!['http:', 'https:', 'mailto:'].includes(protocol) || username || password) return `leads to ${address}`
      }
    }
  })

function addressesOf(value: unknown): string[] {
  if (typeof value !== 'object' || value === null) return []
  const own = 'href' in value ? [String(value.href)] : []
  return [...own, ...Object.values(value).flatMap(addressesOf)]
}
