/** What the refusal of a file that is too large says in its details. */
export function sizeLimit(maxBytes: number): { maxBytes: number; maxMegabytes: number } {
  return { maxBytes, maxMegabytes: Math.floor((maxBytes / 1024 / 1024) * 1000) / 1000 }
}
