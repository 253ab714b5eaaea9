import { readdirSync, readFileSync } from 'node:fs'
import { deflateSync } from 'node:zlib'
import { expect, it, vi } from 'vitest'
import { workerExtractor } from './index.js'

const signal = () => AbortSignal.timeout(30_000)
const hello = new TextEncoder().encode('Hola.')

/** A PDF of one page whose content inflates to `megabytes`. */
function swollenPdf(megabytes: number): Uint8Array {
  const content = deflateSync(Buffer.alloc(megabytes * 1024 * 1024, 'BT /F1 9 Tf 9 9 Td (a) Tj ET '))
  const head = '%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n'
  const page = '3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]/Contents 4 0 R/Resources<<>>>>endobj\n'
  const open = `4 0 obj<</Length ${content.length}/Filter/FlateDecode>>stream\n`
  return new Uint8Array(Buffer.concat([Buffer.from(head + page + open), content, Buffer.from('\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF')]))
}

it.each([
  ['time', { timeoutMs: 700 }],
  ['computing', { cpuMs: 700 }],
])('ends a file that takes too much %s, and reads the next', async (_limit, options) => {
  const extractor = workerExtractor(options)
  try {
    expect(await extractor.extract([swollenPdf(60)], { type: 'pdf', signal: signal() })).toEqual({ ok: false, code: 'DOCUMENT_008' })
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('stops reading when nobody waits, and reads the next', async () => {
  const extractor = workerExtractor()
  try {
    const leave = new AbortController()
    const reading = extractor.extract([swollenPdf(60)], { type: 'pdf', signal: leave.signal })
    leave.abort()
    await expect(reading).rejects.toMatchObject({ name: 'AbortError' })
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('tries once more with a fresh child when memory ran out, from the beginning of the file', async () => {
  const extractor = workerExtractor({ memoryMb: 150 })
  let handedOver = 0
  const bomb = {
    *[Symbol.iterator]() {
      handedOver += 1
      yield swollenPdf(60)
    },
  }
  try {
    expect(await extractor.extract(bomb, { type: 'pdf', signal: signal() })).toEqual({ ok: false, code: 'DOCUMENT_008' })
    expect(handedOver).toBe(2)
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('reads a file whose first child was killed', async () => {
  const extractor = workerExtractor()
  const large = new TextEncoder().encode('Un párrafo corto de un texto largo.\n\n'.repeat(200_000))
  try {
    let tries = 0
    const file = {
      *[Symbol.iterator]() {
        tries += 1
        if (tries === 1) for (const pid of childrenOf(process.pid)) process.kill(pid, 'SIGKILL')
        yield large
      },
    }
    expect(await extractor.extract(file, { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
    expect(tries).toBe(2)
  } finally {
    await extractor.close()
  }
})

it('reads other files while one takes all the time it may', async () => {
  const extractor = workerExtractor()
  const leave = new AbortController()
  const endless = {
    async *[Symbol.asyncIterator]() {
      yield hello
      await new Promise((resolve) => leave.signal.addEventListener('abort', resolve))
    },
  }
  try {
    const hanging = extractor.extract(endless, { type: 'txt', signal: leave.signal })
    hanging.catch(() => undefined)
    for (let at = 0; at < 3; at += 1) expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
    leave.abort()
    await expect(hanging).rejects.toMatchObject({ name: 'AbortError' })
  } finally {
    await extractor.close()
  }
})

it('rejects with what the store fails with, and reads the next', async () => {
  const extractor = workerExtractor()
  const gone = new Error('The store is away.')
  const failing = {
    *[Symbol.iterator](): Generator<Uint8Array> {
      yield hello
      throw gone
    },
  }
  try {
    await expect(extractor.extract(failing, { type: 'txt', signal: signal() })).rejects.toBe(gone)
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('answers each of many waiting files with its own text', async () => {
  const extractor = workerExtractor()
  try {
    const texts = Array.from({ length: 20 }, (_, at) => `Texto ${at}.`)
    const results = await Promise.all(texts.map((text) => extractor.extract([new TextEncoder().encode(text)], { type: 'txt', signal: signal() })))
    expect(results.map((result) => (result.ok ? result.document.blocks[0]?.text : result.code))).toEqual(texts)
  } finally {
    await extractor.close()
  }
})

it('keeps its child for the next small file, and gives up one that a large file left heavy', async () => {
  const extractor = workerExtractor({ warmMemoryMb: 140 })
  const large = new TextEncoder().encode('Un párrafo corto de un texto muy largo.\n\n'.repeat(200_000))
  const read = (bytes: Uint8Array) => extractor.extract([bytes], { type: 'txt', signal: signal() })
  try {
    expect(await read(hello)).toMatchObject({ ok: true })
    const warm = childrenOf(process.pid)
    expect(warm).toHaveLength(1)
    expect(await read(hello)).toMatchObject({ ok: true })
    expect(childrenOf(process.pid)).toEqual(warm)
    expect(await read(large)).toMatchObject({ ok: true })
    expect(childrenOf(process.pid)).toEqual([])
    expect(await read(hello)).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('replaces a child that died while it had nothing to do', async () => {
  const extractor = workerExtractor()
  try {
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
    const children = childrenOf(process.pid)
    expect(children.length).toBeGreaterThan(0)
    for (const pid of children) process.kill(pid, 'SIGKILL')
    await vi.waitUntil(() => childrenOf(process.pid).every((pid) => !children.includes(pid)))
    expect(await extractor.extract([hello], { type: 'txt', signal: signal() })).toMatchObject({ ok: true })
  } finally {
    await extractor.close()
  }
})

it('takes no document for bad because it was closed, and reads nothing after', async () => {
  const extractor = workerExtractor()
  await extractor.extract([hello], { type: 'txt', signal: signal() })
  const reading = extractor.extract([swollenPdf(60)], { type: 'pdf', signal: signal() })
  const refused = expect(reading).rejects.toMatchObject({ name: 'AdapterError', retryable: true })
  await extractor.close()
  await refused
  await expect(extractor.extract([hello], { type: 'txt', signal: signal() })).rejects.toMatchObject({ name: 'AdapterError', retryable: true })
  expect(childrenOf(process.pid)).toEqual([])
})

/** The readers this process runs; only Linux lists them. */
function childrenOf(pid: number): number[] {
  return readdirSync(`/proc/${pid}/task`)
    .flatMap((task) => readFileSync(`/proc/${pid}/task/${task}/children`, 'utf8').trim().split(' '))
    .filter(Boolean)
    .map(Number)
}
