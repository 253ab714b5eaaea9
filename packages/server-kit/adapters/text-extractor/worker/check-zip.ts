import { type Entry, fromBuffer, type ZipFile } from 'yauzl'
import { UnreadableError } from './unreadable-error.js'

const limits = { entries: 5000, inflatedBytes: 128 * 1024 * 1024, partBytes: 64 * 1024 * 1024, ratio: 200, ratioFrom: 1024 * 1024, depth: 256 }
const encrypted = 1
const [less, greater, slash, question, exclamation] = [0x3c, 0x3e, 0x2f, 0x3f, 0x21]

/**
 * Refuses a package before anything parses it: bombs, entries with paths of their own, encryption, document types and entities.
 * Gives the XML parts that are asked for, by their names in lower case; a name that comes twice is damage.
 */
export async function checkZip(bytes: Uint8Array, isWanted: (name: string) => boolean = () => false): Promise<Map<string, Uint8Array>> {
  const zip = await open(bytes)
  let entries = 0
  let total = 0
  let hasDocument = false
  const parts = new Map<string, Uint8Array>()
  for await (const entry of entriesOf(zip)) {
    entries += 1
    if (entries > limits.entries) throw new UnreadableError('DOCUMENT_008')
    if (entry.generalPurposeBitFlag & encrypted) throw new UnreadableError('DOCUMENT_005')
    checkDeclared(entry)
    hasDocument ||= entry.fileName === '[Content_Types].xml'
    if (!/\.(?:xml|rels)$/i.test(entry.fileName)) continue
    total += await readPart({ zip, entry, parts, isWanted })
    if (total > limits.inflatedBytes) throw new UnreadableError('DOCUMENT_008')
  }
  if (!hasDocument) throw new UnreadableError('DOCUMENT_007')
  return parts
}

async function readPart(input: { zip: ZipFile; entry: Entry; parts: Map<string, Uint8Array>; isWanted(name: string): boolean }): Promise<number> {
  const { zip, entry, parts } = input
  const name = entry.fileName.toLowerCase()
  if (!input.isWanted(name)) return checkPart(zip, entry, undefined)
  if (parts.has(name)) throw new UnreadableError('DOCUMENT_007')
  const pieces: Uint8Array[] = []
  const size = await checkPart(zip, entry, pieces)
  parts.set(name, Buffer.concat(pieces))
  return size
}

function open(bytes: Uint8Array): Promise<ZipFile> {
  return new Promise((resolve, reject) => {
    fromBuffer(Buffer.from(bytes), { lazyEntries: true, validateEntrySizes: true, strictFileNames: true }, (error, zip) => {
      if (error || !zip) reject(new UnreadableError('DOCUMENT_007'))
      else resolve(zip)
    })
  })
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  for (;;) {
    const entry = await new Promise<Entry | undefined>((resolve, reject) => {
      zip.once('entry', resolve)
      zip.once('end', () => resolve(undefined))
      zip.once('error', () => reject(new UnreadableError('DOCUMENT_007')))
      zip.readEntry()
    })
    zip.removeAllListeners('entry')
    zip.removeAllListeners('end')
    zip.removeAllListeners('error')
    if (!entry) return
    yield entry
  }
}

function checkDeclared(entry: Entry): void {
  const { uncompressedSize, compressedSize } = entry
  const swollen = uncompressedSize > limits.ratioFrom && uncompressedSize > compressedSize * limits.ratio
  if (uncompressedSize > limits.partBytes || swollen) throw new UnreadableError('DOCUMENT_008')
}

/** Inflates one XML part piece by piece into `kept`, if there is one; its size is counted, not believed. */
function checkPart(zip: ZipFile, entry: Entry, kept: Uint8Array[] | undefined): Promise<number> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(entry, (error, stream) => {
      if (error || !stream) return reject(new UnreadableError('DOCUMENT_007'))
      const depth = depthMeter()
      let size = 0
      let rest = ''
      const stop = (code: 'DOCUMENT_007' | 'DOCUMENT_008') => {
        stream.destroy()
        reject(new UnreadableError(code))
      }
      stream.on('data', (chunk: Buffer) => {
        size += chunk.length
        if (size > limits.partBytes || size > limits.ratioFrom + entry.compressedSize * limits.ratio) return stop('DOCUMENT_008')
        // One byte, one character: only ASCII marks matter here, and a mark may lie across two pieces.
        const text = rest + chunk.toString('latin1').replaceAll('\0', '')
        if (/<!(?:DOCTYPE|ENTITY)/i.test(text)) return stop('DOCUMENT_007')
        if (depth.read(chunk) > limits.depth) return stop('DOCUMENT_008')
        rest = text.slice(-16)
        kept?.push(chunk)
      })
      stream.on('end', () => resolve(size))
      stream.on('error', () => stop('DOCUMENT_007'))
    })
  })
}

/** How deep elements nest, by their brackets alone. */
function depthMeter() {
  let depth = 0
  let deepest = 0
  let previous = 0
  let opening = false

  function step(byte: number): void {
    if (previous === less) {
      opening = byte !== slash && byte !== question && byte !== exclamation
      if (byte === slash) depth -= 1
      if (opening) depth += 1
    }
    if (byte === greater && previous === slash && opening) depth -= 1
    deepest = Math.max(deepest, depth)
    // UTF-16 puts a zero beside every mark.
    if (byte !== 0) previous = byte
  }

  return {
    read(bytes: Uint8Array): number {
      for (const byte of bytes) step(byte)
      return deepest
    },
  }
}
