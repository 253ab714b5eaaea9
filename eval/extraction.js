import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { barePages } from './bare-pdf.js'
import { fakeBoldLines, fakeBoldPdf } from './fake-bold-pdf.js'
import { built, dataDirectory } from './parts.js'
import { shinglesKept, wordsOfMarkdown } from './shingles.js'

const { workerExtractor } = await built('adapters/text-extractor/worker/index.js')
const { headLength, validateFile } = await built('domain/document/validate-file.js')
const { chunkDocument } = await built('domain/document/chunk-document.js')
const { expectations } = await import('../packages/server-kit/adapters/text-extractor/worker/__fixtures__/expected-endings.ts')

/** Documents beside the text they were made from. */
const pairs = [
  ['asvs-4.0.3-es.pdf', 'asvs-4.0.3-es.md'],
  ['asvs-4.0.3-en.pdf', 'asvs-4.0.3-en.md'],
  ['asvs-5.0.0-en.pdf', 'asvs-5.0.0-en.md'],
  ['geotopo-de.pdf', 'geotopo-groundtruth.txt'],
  ['asvs-4.0.3-es.docx', 'asvs-4.0.3-es.md'],
  ['asvs-4.0.3-en.docx', 'asvs-4.0.3-en.md'],
  ['asvs-5.0.0-en.docx', 'asvs-5.0.0-en.md'],
]
const hyphenated = 'tracemonkey.pdf'
const longestReadMs = 150_000
const fewestPages = 3
const edgeLines = 3
/** What a file without text, one with a password and an empty one must say. */
const refusals = { scans: 'DOCUMENT_006', passwords: 'DOCUMENT_005', empty: 'DOCUMENT_003' }

/** What of a document's text arrives, beside bare pdf.js in the same run. */
export async function measure() {
  const directory = join(dataDirectory, 'docs')
  const extractor = workerExtractor()
  const read = readerWith(extractor)
  try {
    const figures = [
      ...(await shingles({ good: join(directory, 'good'), read })),
      ...(await runningLines({ good: join(directory, 'good'), read })),
      await lineEndHyphens({ file: join(directory, 'good', hyphenated), read }),
      await fakeBold(extractor),
      ...(await refused({ directory: join(directory, 'nasty'), read })),
    ]
    return figures.map((figure) => ({ ...figure, name: `eval.extraction.${figure.name}` }))
  } finally {
    await extractor.close()
  }
}

/** Reads a file as an upload would: its blocks, or the code it is refused with. */
function readerWith(extractor) {
  return async (path) => {
    const bytes = new Uint8Array(readFileSync(path))
    try {
      const { type } = validateFile({ name: path, head: bytes.subarray(0, headLength) })
      const result = await extractor.extract([bytes], { type, signal: AbortSignal.timeout(longestReadMs) })
      return result.ok ? { blocks: result.document.blocks } : { code: result.code }
    } catch (error) {
      if (error.name !== 'CoachError') throw error
      return { code: error.code }
    }
  }
}

async function shingles({ good, read }) {
  const figures = []
  for (const [file, source] of pairs.filter((pair) => pair.every((name) => existsSync(join(good, name))))) {
    const truth = wordsOfMarkdown(readFileSync(join(good, source), 'utf8'))
    const { blocks } = await read(join(good, file))
    const bare = file.endsWith('.pdf') ? (await barePages(readFileSync(join(good, file)))).flat().join('\n') : undefined
    figures.push({
      name: `shingles.${file}`,
      value: shinglesKept({ truth, text: textOf(blocks) }),
      unit: 'ratio',
      ...(bare === undefined ? {} : { floor: shinglesKept({ truth, text: bare }) }),
    })
  }
  return figures
}

/** The share of chunks that hold a line most pages repeat at an edge: numbers in it may differ. */
async function runningLines({ good, read }) {
  let chunks = 0
  let holding = 0
  for (const file of readdirSync(good).filter((name) => name.endsWith('.pdf'))) {
    const running = runningPatterns(await barePages(readFileSync(join(good, file))))
    if (running.length === 0) continue
    const texts = chunksOf((await read(join(good, file))).blocks).map(({ text }) => text.split('\n').map((line) => line.trim()))
    chunks += texts.length
    holding += texts.filter((lines) => lines.some((line) => running.some((pattern) => pattern.test(line)))).length
  }
  return [
    { name: 'running_lines.chunks', value: holding / Math.max(1, chunks), unit: 'ratio' },
    { name: 'running_lines.looked_at', value: chunks, unit: 'chunks' },
  ]
}

function runningPatterns(pages) {
  if (pages.length < fewestPages) return []
  const counts = new Map()
  for (const lines of pages) {
    const edges = new Set([...lines.slice(0, edgeLines), ...lines.slice(-edgeLines)].map((line) => line.replace(/\d+/g, '#').replace(/\s+/g, ' ')))
    for (const key of edges) counts.set(key, (counts.get(key) ?? 0) + 1)
  }
  const running = [...counts].filter(([key, count]) => count >= pages.length / 2 && /\p{L}{3}/u.test(key))
  return running.map(([key]) => new RegExp(key.split('#').map(escaped).join('\\d+'), 'u'))
}

function escaped(text) {
  return text.replace(/[.*+?^${}()|[\]\\/]/g, '\\$&').replaceAll(' ', '\\s+')
}

/** Words that a line's end cut in two and that still are: the hyphen stands, and the word is nowhere written so within a line. */
async function lineEndHyphens({ file, read }) {
  const lines = (await barePages(readFileSync(file))).flat()
  const within = lines.join('\n').toLowerCase()
  const { blocks } = await read(file)
  const text = textOf(blocks).toLowerCase()
  let cut = 0
  const left = new Map()
  for (const [at, line] of lines.entries()) {
    const head = /(\p{L}+)-$/u.exec(line)?.[1]?.toLowerCase()
    const rest = /^\p{Ll}+/u.exec(lines[at + 1] ?? '')?.[0]
    if (!head || !rest) continue
    cut += 1
    if (!within.includes(`${head}-${rest}`)) left.set(`${head}-${rest}`, text.match(new RegExp(`${head}-\\s*${rest}(?!\\p{L})`, 'gu'))?.length ?? 0)
  }
  return { name: `line_end_hyphens.${hyphenated}`, value: [...left.values()].reduce((sum, count) => sum + count, 0), unit: 'words', floor: cut }
}

/** Lines of letters drawn twice, in one piece or letter by letter, that arrive other than once. */
async function fakeBold(extractor) {
  const result = await extractor.extract([fakeBoldPdf()], { type: 'pdf', signal: AbortSignal.timeout(longestReadMs) })
  const lines = textOf(result.document.blocks).split('\n')
  return { name: 'fake_bold.doubled', value: fakeBoldLines.filter((line) => lines.filter((found) => found === line).length !== 1).length, unit: 'lines' }
}

/** Files that must not be read: each with its own code, and none taken for read. */
async function refused({ directory, read }) {
  const wanted = Object.entries(expectations['docs/nasty']).filter(([, { ends }]) => !ends.includes('ready'))
  const codes = []
  for (const [file, { ends }] of wanted) codes.push({ file, ends, code: (await read(join(directory, file))).code })
  const share = (code) => {
    const ofKind = codes.filter(({ ends }) => ends.length === 1 && ends[0] === code)
    return ofKind.filter((one) => one.code === code).length / Math.max(1, ofKind.length)
  }
  return [
    { name: 'refused.false_successes', value: codes.filter(({ code }) => code === undefined).length, unit: 'files', floor: wanted.length },
    ...Object.entries(refusals).map(([name, code]) => ({ name: `refused.own_message.${name}`, value: share(code), unit: 'ratio' })),
  ]
}

function chunksOf(blocks) {
  return chunkDocument({ blocks }, { detectLanguage: () => undefined, fallbackLanguage: 'en' })
}

function textOf(blocks) {
  return blocks.map(({ text }) => text).join('\n')
}
