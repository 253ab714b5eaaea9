const size = 5

/** The share of the truth's runs of five words that the text holds too, each as often as it is there. */
export function shinglesKept({ truth, text }) {
  const left = countShingles(text)
  let kept = 0
  let all = 0
  for (const [shingle, count] of countShingles(truth)) {
    all += count
    kept += Math.min(count, left.get(shingle) ?? 0)
  }
  return kept / Math.max(1, all)
}

function countShingles(text) {
  const words = wordsOf(text)
  const counts = new Map()
  for (let at = 0; at + size <= words.length; at += 1) {
    const shingle = words.slice(at, at + size).join(' ')
    counts.set(shingle, (counts.get(shingle) ?? 0) + 1)
  }
  return counts
}

function wordsOf(text) {
  return (
    text
      .normalize('NFKC')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  )
}

/** What a reader sees of Markdown: no targets of links, no pictures, no marks. */
export function wordsOfMarkdown(markdown) {
  return markdown
    .replace(/<!--[\s\S]*?-->/g, ' ')
    .replace(/!\[[^\]]*\]\([^)]*\)(?:\{[^}]*\})?/g, ' ')
    .replace(/\[([^\]]*)\]\((?:[^()]|\([^)]*\))*\)/g, '$1')
    .replace(/<\/?[a-z][^>]*>/gi, ' ')
    .replace(/&[a-z]+;/gi, ' ')
    .replace(/\\(?=\W)/g, '')
}
