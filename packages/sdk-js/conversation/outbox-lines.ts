/** A line each: on pages with an old Prototype, a list as JSON is a text. No message is a line too: nothing at all clears the outboxes of all tabs. */
export function toLines(items: readonly object[]): string {
  return items.map((item) => JSON.stringify(item)).join('\n') || '\n'
}

export function fromLines<Item>(lines: string | null | undefined): Item[] {
  return (lines ?? '').split('\n').flatMap((line) => (line ? (JSON.parse(line) as Item) : []))
}
