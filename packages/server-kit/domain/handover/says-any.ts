/** Whether one of the phrases is said in a text, as whole words, whatever the case, the accents and the signs between them. */
export function saysAny(text: string, phrases: readonly string[]): boolean {
  const said = folded(text)
  return phrases.some((phrase) => {
    const words = folded(phrase)
    return words.trim() !== '' && said.includes(words)
  })
}

function folded(text: string): string {
  const words =
    text
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  return ` ${words.join(' ')} `
}
