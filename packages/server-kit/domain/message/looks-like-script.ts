/** Where what looks like a script is refused: in the widget's conversations, in all, or nowhere. */
export type RefuseScripts = 'widget' | 'all' | false

/** Attributes with which a page runs something, such as `onerror=`: a word of its own, so that no `option=` is one. */
const handler = /\bon\w+\s*=/i
const address = /\bjavascript:/i

/** Whether a text holds what a careless page would run: `<script …>…</script>`, an address of `javascript:`, or a handler's attribute. */
export function looksLikeScript(text: string): boolean {
  return address.test(text) || handler.test(text) || hasScript(text.toLowerCase())
}

/** Looked for from its beginning on, so that many beginnings cost no more than one. */
function hasScript(text: string): boolean {
  const begins = text.indexOf('<script')
  const opened = begins < 0 ? -1 : text.indexOf('>', begins)
  return opened >= 0 && text.includes('</script>', opened)
}
