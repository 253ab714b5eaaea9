/** A passage as it is embedded: what it is about comes first. */
export function passageText({ headings, text }: { headings: readonly string[]; text: string }): string {
  return [...headings, text].join('\n')
}
