import { readdirSync, readFileSync } from 'node:fs'
import { afterAll, expect, it } from 'vitest'
import { readDocument } from '../../../domain/document/read-document.js'
import type { Chunk } from '../../../ports/index.js'
import { workerExtractor } from './index.js'

const extractor = workerExtractor({ readers: 1 })
afterAll(() => extractor.close())
const signal = () => AbortSignal.timeout(30_000)
const bytes = (text: string) => new TextEncoder().encode(text)
const handbook = bytes(Array.from({ length: 450 }, (_, at) => `# Paso ${at}\n\nEl paso número ${at} se practica con calma y se anota después.\n`).join('\n'))
const gone = new Error('The store is away.')

function cut(file: Uint8Array[], take: (chunks: Chunk[]) => Promise<void>, options: { language?: string; signal?: AbortSignal } = {}) {
  if (!extractor.cut) throw new Error('The reader cuts.')
  return extractor.cut(file, { type: 'md', language: 'en', signal: signal(), ...options, take })
}

it('hands over the chunks of a document in order, the next when those before are taken, and tells what it is', async () => {
  const hands: Chunk[][] = []
  let taking = 0
  const result = await cut([handbook], async (chunks) => {
    expect(taking++).toBe(0)
    hands.push(chunks)
    await new Promise((resolve) => setImmediate(resolve))
    taking -= 1
  })
  expect(hands.map((chunks) => chunks.length)).toEqual([100, 100, 100, 100, 50])
  const read = await extractor.extract([handbook], { type: 'md', signal: signal() })
  if (!read.ok) throw new Error(read.code)
  const { document, chunks } = readDocument(read.document, { fallbackLanguage: 'en' })
  expect([result, hands.flat()]).toEqual([{ ok: true, document }, [...chunks]])
  expect(document).toMatchObject({ language: 'es', reading: { characterCount: expect.any(Number) } })
})

it('takes a text that does not tell its language for one in the language given', async () => {
  const found: Chunk[] = []
  expect(await cut([bytes('12345')], async (chunks) => void found.push(...chunks), { language: 'pt' })).toMatchObject({
    ok: true,
    document: { language: 'pt' },
  })
  expect(found).toMatchObject([{ text: '12345', language: 'pt' }])
  expect(await cut([bytes(' ')], async () => expect.fail('There is nothing to take.'))).toEqual({ ok: false, code: 'DOCUMENT_006' })
})

it('rejects with what the taking fails with, or when nobody waits any more, and reads the next', async () => {
  await expect(cut([handbook], () => Promise.reject(gone))).rejects.toBe(gone)
  const leave = new AbortController()
  const left = cut([handbook], async () => leave.abort(), { signal: leave.signal })
  await expect(left).rejects.toMatchObject({ name: 'AbortError' })
  expect(await cut([handbook], async () => undefined)).toMatchObject({ ok: true })
})

it('tells a reader that ended while it handed over from a bad document, and reads the next', async () => {
  const killed = cut([handbook], async () => {
    for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
  })
  await expect(killed).rejects.toMatchObject({ name: 'AdapterError', code: 'unavailable', retryable: true })
  expect(await cut([handbook], async () => undefined)).toMatchObject({ ok: true })
})

/** The readers this process runs; only Linux lists them. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .filter(Boolean)
    .map(Number)
}
