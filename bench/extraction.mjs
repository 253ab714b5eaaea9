import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import mammoth from 'mammoth'
import { barePages } from '../eval/bare-pdf.js'
import { built, dataDirectory } from '../eval/parts.js'
import { shinglesKept, wordsOfMarkdown } from '../eval/shingles.js'
import { peers, readWithPeer } from './extraction-peers.mjs'
import { installPeers } from './install-peers.mjs'

const { workerExtractor } = await built('adapters/text-extractor/worker/index.js')

const pdfs = ['asvs-4.0.3-es.pdf', 'asvs-5.0.0-en.pdf']
/** What peers read too, beside the text it was made from. */
const compared = [...pdfs, 'asvs-5.0.0-en.docx']
const handbook = 'handbook-872p.docx'
const documentOf = (bytes) =>
  new TextEncoder().encode(
    'La sesión dura una hora y se paga al final; quien llega tarde avisa antes. '
      .repeat(15)
      .concat('\n\n')
      .repeat(Math.ceil(bytes / 1140)),
  )
const megabyte = 1024 * 1024
const rounds = 3

/** What the reader's own work costs beside the libraries it stands on, each in the same run after a warm-up. */
export async function measure() {
  installPeers()
  const extractor = workerExtractor({ warmMemoryMb: 512 })
  const bytesOf = (file) => new Uint8Array(readFileSync(join(dataDirectory, 'docs/good', file)))
  const read = (bytes, type) => extractor.extract([bytes], { type, signal: AbortSignal.timeout(150_000) })
  try {
    const figures = []
    for (const file of pdfs) {
      const bytes = bytesOf(file)
      const { document } = await read(bytes, 'pdf')
      await barePages(bytes)
      const [own, bare] = await fastest(
        () => read(bytes, 'pdf'),
        () => barePages(bytes),
      )
      const [value, floor] = [document.pageCount / own, document.pageCount / bare]
      figures.push({ name: `extraction.pdf.${file}.speed`, value: round(value), unit: 'pages/s', floor: round(floor), ratio: round(value / floor) })
    }
    const docx = bytesOf(handbook)
    await read(docx, 'docx')
    const [own, bare] = await fastest(
      () => read(docx, 'docx'),
      () => mammoth.convertToHtml({ buffer: Buffer.from(docx) }),
    )
    figures.push({ name: `extraction.docx.${handbook}.time`, value: round(own), unit: 's', floor: round(bare), ratio: round(own / bare) })
    const text = documentOf(megabyte)
    figures.push({ name: 'extraction.txt.megabyte.time', value: round((await fastest(() => read(text, 'txt')))[0]), unit: 's', floor: 2 })
    const markdown = bytesOf('asvs-5.0.0-en.md')
    figures.push({ name: 'extraction.md.time', value: round((await fastest(() => read(markdown, 'md')))[0]), unit: 's' })
    const peak = peakMegabytes()
    if (peak !== undefined) figures.push({ name: 'extraction.worker.peak-memory', value: peak, unit: 'MB' })
    for (const file of compared) figures.push(...(await besidePeers({ file, read })))
    return figures
  } finally {
    await extractor.close()
  }
}

/** The same file through others' readers, each in a process of its own and in turns with ours: how fast, in how much memory, and how much of the text. */
async function besidePeers({ file, read }) {
  const path = join(dataDirectory, 'docs/good', file)
  const bytes = new Uint8Array(readFileSync(path))
  const type = file.split('.').at(-1)
  const truth = wordsOfMarkdown(readFileSync(path.replace(/\.\w+$/, '.md'), 'utf8'))
  const pageCount = (await barePages(readFileSync(path.replace(/\.\w+$/, '.pdf')))).length
  const { document } = await read(bytes, type)
  const runs = new Map(peers.map((peer) => [peer, { seconds: Number.POSITIVE_INFINITY, peakMb: 0 }]))
  const [own] = await fastest(
    () => read(bytes, type),
    ...peers.map((peer) => async () => {
      const run = await readWithPeer({ peer, path, rounds: 2 })
      const { seconds, peakMb } = runs.get(peer)
      runs.set(peer, { seconds: Math.min(seconds, run.seconds), peakMb: Math.max(peakMb, run.peakMb), text: run.text })
    }),
  )
  const all = [['coachkit', { seconds: own, text: document.blocks.map(({ text }) => text).join('\n') }], ...runs]
  return all.flatMap(([name, run]) => [
    { name: `extraction.beside.${file}.${name}.speed`, value: round(pageCount / run.seconds), unit: 'pages/s' },
    ...(run.peakMb === undefined ? [] : [{ name: `extraction.beside.${file}.${name}.peak-memory`, value: run.peakMb, unit: 'MB' }]),
    { name: `extraction.beside.${file}.${name}.words-kept`, value: round(shinglesKept({ truth, text: run.text })), unit: 'of 1' },
  ])
}

/** The best time of each, taken in turns so that a busy machine slows all alike. */
async function fastest(...works) {
  const best = works.map(() => Number.POSITIVE_INFINITY)
  for (let round = 0; round < rounds; round += 1) {
    for (const [at, work] of works.entries()) {
      const began = performance.now()
      await work()
      best[at] = Math.min(best[at], (performance.now() - began) / 1000)
    }
  }
  return best
}

/** The most any reader of this process ever held; only Linux tells. */
function peakMegabytes() {
  if (process.platform !== 'linux') return undefined
  const children = readdirSync(`/proc/${process.pid}/task`).flatMap((task) =>
    readFileSync(`/proc/${process.pid}/task/${task}/children`, 'utf8').trim().split(' '),
  )
  const peaks = children.filter(Boolean).map((pid) => Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0))
  return Math.round(Math.max(...peaks) / 1024)
}

function round(value) {
  return Math.round(value * 1000) / 1000
}
