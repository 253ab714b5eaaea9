// Forked as `read-document.mjs PEER FILE ROUNDS`: reads a document as the peer's users do, and says what it took and gave.
import { readFileSync } from 'node:fs'

const [name, file, rounds] = process.argv.slice(2)
const readers = {
  langchain: {
    async pdf() {
      const { PDFLoader } = await import('@langchain/community/document_loaders/fs/pdf')
      return async () => (await new PDFLoader(file).load()).map(({ pageContent }) => pageContent)
    },
    async docx() {
      const { DocxLoader } = await import('@langchain/community/document_loaders/fs/docx')
      return async () => (await new DocxLoader(file).load()).map(({ pageContent }) => pageContent)
    },
  },
  llamaindex: {
    async pdf() {
      const { PDFReader } = await import('@llamaindex/readers/pdf')
      return async () => (await new PDFReader().loadData(file)).map(({ text }) => text)
    },
    async docx() {
      const { DocxReader } = await import('@llamaindex/readers/docx')
      return async () => (await new DocxReader().loadData(file)).map(({ text }) => text)
    },
  },
}

const read = await readers[name][file.split('.').at(-1)]()
let seconds = Number.POSITIVE_INFINITY
let parts = []
for (let round = 0; round < Number(rounds); round += 1) {
  const began = performance.now()
  parts = await read()
  seconds = Math.min(seconds, (performance.now() - began) / 1000)
}
const peak = /VmHWM:\s+(\d+)/.exec(readFileSync('/proc/self/status', 'utf8'))?.[1]
process.send({ seconds, peakMb: Math.round(Number(peak) / 1024), text: parts.join('\n') }, () => process.exit(0))
